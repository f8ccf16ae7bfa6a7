"""The parts of an ingest, each as we do it and as a person would type it. Measured by `ingest.py`.

Recognition in chunks is in `recognition.py`; how well slides are found and read, in `pictures.py`.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pipeline import call, ffmpeg
from benchmarks.recognition import bare, heard
from media.ladder import AUDIO, RUNGS, SOURCE, RenditionSpec, ladder
from media.listening import plain_sound
from media.probe import MediaInfo, probe
from media.reading import read_page
from media.renditions import copy, encode, needed_gains
from media.sketches import sketch
from media.stillness import showings
from media.stills import poster_frames
from media.storyboard import storyboard

CHUNK_SECONDS = 600.0
STORYBOARD_STEP = 2
PAGES_READ = 3
"""In two minutes of a talk."""
QUALITY = {"1080p": "23", "720p": "23", "360p": "25"}


@dataclass(frozen=True, slots=True)
class Case:
    """One recording that is measured."""

    file: Path
    info: MediaInfo
    folder: Path
    model: Path | None = None
    """Of the recogniser; None: speech is left out."""

    @property
    def encoded(self) -> tuple[RenditionSpec, ...]:
        """Give all that has to be encoded."""
        return tuple(spec for spec in ladder(self.info) if spec.name != SOURCE)

    @property
    def is_copied(self) -> bool:
        """Say whether the picture can be copied."""
        return any(spec.name == SOURCE for spec in ladder(self.info))


@dataclass(frozen=True, slots=True)
class Row:
    """A part of the work: how we do it, and what a person would type."""

    name: str
    ours: Callable[[Case], object]
    bare: Callable[[Case], object]
    applies: Callable[[Case], bool] = lambda _case: True
    counts: bool = True
    """Part of the sum that the whole is held against; false for what is in another row already."""


def bare_ladder(case: Case, specs: Sequence[RenditionSpec]) -> None:
    """Type the one command that encodes the same files."""
    rungs = [spec.name for spec in specs if spec.name in RUNGS]
    parts = "".join(f"[p{number}]" for number in range(len(rungs)))
    graph = [f"[0:v]split={len(rungs)}{parts}"] if rungs else []
    graph += [f"[p{number}]scale=-2:{RUNGS[name]}[{name}]" for number, name in enumerate(rungs)]
    words = ["-i", str(case.file), *(["-filter_complex", ";".join(graph)] if graph else [])]
    for name in rungs:
        words += ["-map", f"[{name}]", "-map", "0:a:0", "-c:v", "libx264", "-preset", "veryfast", "-crf", QUALITY[name],
                  "-g", "125", *_aac(case, name)]  # fmt: skip
    words += ["-map", "0:a:0", *_aac(case, AUDIO)]
    ffmpeg(*words)


def _aac(case: Case, name: str) -> tuple[str, ...]:
    rate = {"1080p": "128k", "720p": "96k"}.get(name, "64k")
    return ("-c:a", "aac", "-b:a", rate, "-movflags", "+faststart", str(case.folder / f"bare-{name}.mp4"))


def _ours(case: Case, specs: Sequence[RenditionSpec]) -> None:
    with tempfile.TemporaryDirectory(dir=case.folder) as folder:
        encode(case.file, case.info, specs, folder=Path(folder), progress=lambda _share: None)


def _copy(case: Case) -> None:
    with tempfile.TemporaryDirectory(dir=case.folder) as folder:
        copy(case.file, case.info, folder=Path(folder))


def _bare_copy(case: Case) -> None:
    target = str(case.folder / "bare-copy.mp4")
    ffmpeg("-i", str(case.file), "-map", "0:v:0", "-map", "0:a:0", "-c", "copy", "-movflags", "+faststart", target)


def _bare_probe(case: Case) -> None:
    call("ffprobe", "-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "json", str(case.file))
    call("ffprobe", "-v", "error", "-show_entries", "packet=pts_time,flags", "-of", "compact", str(case.file))


def _small(case: Case) -> Path:
    """Give the small rendition that pictures are drawn from; made before anything is measured."""
    small = case.folder / f"{case.file.stem}-small.mp4"
    if not small.exists():
        ffmpeg("-i", str(case.file), "-an", "-vf", "scale=-2:360", "-c:v", "libx264", "-g", "125", str(small))
    return small


def _storyboard(case: Case) -> None:
    with tempfile.TemporaryDirectory(dir=case.folder) as folder:
        storyboard(
            _small(case),
            duration_seconds=case.info.duration_seconds,
            width=640,
            height=360,
            folder=Path(folder),
        )


def _bare_storyboard(case: Case) -> None:
    tiles = f"select='isnan(prev_selected_t)+gte(t-prev_selected_t,{STORYBOARD_STEP})',scale=160:90,tile=10x10"
    sheets = str(case.folder / "bare-%03d.jpg")
    ffmpeg("-skip_frame", "nokey", "-i", str(_small(case)), "-vf", tiles, "-fps_mode", "passthrough", sheets)


def _poster(case: Case) -> None:
    with tempfile.TemporaryDirectory(dir=case.folder) as folder:
        poster_frames(case.file, duration_seconds=case.info.duration_seconds, folder=Path(folder))


def _bare_poster(case: Case) -> None:
    ffmpeg("-skip_frame", "nokey", "-i", str(case.file), "-vf", "thumbnail=16", "-frames:v", "1",
           str(case.folder / "bare-poster.jpg"))  # fmt: skip


def _looking(case: Case) -> None:
    with tempfile.TemporaryDirectory(dir=case.folder) as folder:
        drawn = sketch(
            _small(case),
            duration_seconds=case.info.duration_seconds,
            folder=Path(folder),
            progress=lambda _share: None,
        )
        showings(drawn)


def _bare_looking(case: Case) -> None:
    scenes = "select='gt(scene,0.1)',metadata=print"
    ffmpeg("-skip_frame", "noref", "-i", str(_small(case)), "-vf", scenes, "-f", "null", "-")


def _page(case: Case) -> Path:
    """Give a page of the recording as a picture; made before anything is measured."""
    page = case.folder / f"{case.file.stem}-page.pgm"
    if not page.exists():
        ffmpeg("-i", str(case.file), "-vf", "scale=1280:-2,format=gray", "-frames:v", "1", str(page))
    return page


def _reading(case: Case) -> None:
    for _ in range(PAGES_READ):
        read_page(_page(case), languages=("deu", "eng"), folder=case.folder)


def _bare_reading(case: Case) -> None:
    for _ in range(PAGES_READ):
        call("env", "OMP_THREAD_LIMIT=1", "tesseract", str(_page(case)), "stdout", "-l", "deu+eng", "tsv")


def _bare_meter(case: Case) -> None:
    ffmpeg("-i", str(case.file), "-map", "0:a:0", "-af", "ebur128", "-f", "null", "-")


def _plain_sound(case: Case) -> None:
    with tempfile.TemporaryDirectory(dir=case.folder) as folder:
        plain_sound(case.file, Path(folder) / "sound.wav")


def _bare_plain_sound(case: Case) -> None:
    ffmpeg("-i", str(case.file), "-map", "0:a:0", "-ac", "1", "-ar", "16000", str(case.folder / "bare-sound.wav"))


def _sound(case: Case) -> tuple[RenditionSpec, ...]:
    return tuple(spec for spec in case.encoded if spec.name == AUDIO)


def _audio(case: Case) -> Path:
    """Give the sound as our own rendition has it; made before anything is measured."""
    sound = case.folder / f"{case.file.stem}-sound.m4a"
    if case.model and not sound.exists():
        ffmpeg("-i", str(case.file), "-map", "0:a:0", "-c:a", "aac", "-b:a", "64k", "-ac", "1", str(sound))
    return sound


def _recognition(case: Case) -> None:
    with tempfile.TemporaryDirectory(dir=case.folder) as folder:
        heard(_model(case), _audio(case), Path(folder), CHUNK_SECONDS)


def _bare_recognition(case: Case) -> None:
    bare(_model(case), _audio(case))


def _model(case: Case) -> Path:
    return case.model or Path()


def prepare(case: Case) -> None:
    """Make what the parts begin with."""
    for make in (_small, _page, _audio):
        make(case)


ROWS: tuple[Row, ...] = (
    Row("probe", lambda case: probe(case.file), _bare_probe),
    Row("remux", _copy, _bare_copy, applies=lambda case: case.is_copied),
    Row("loudness", lambda case: needed_gains(case.file, case.info, folder=case.folder), _bare_meter),
    Row("ladder", lambda case: _ours(case, case.encoded), lambda case: bare_ladder(case, case.encoded)),
    Row("plain sound", _plain_sound, _bare_plain_sound, counts=False),
    Row(
        "sound alone",
        lambda case: _ours(case, _sound(case)),
        lambda case: bare_ladder(case, _sound(case)),
        counts=False,
    ),
    Row("poster", _poster, _bare_poster),
    Row("storyboard", _storyboard, _bare_storyboard),
    Row("slides", _looking, _bare_looking),
    Row("reading", _reading, _bare_reading, counts=False),
    Row(
        "recognition",
        _recognition,
        lambda case: bare(_model(case), _audio(case)),
        applies=lambda case: bool(case.model),
    ),
)
"""All parts."""
