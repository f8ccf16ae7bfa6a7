"""Makes a demonstration recording: speech, slides, captions, and one web-ready MP4 of them. Made once, then kept.

The same text gives the same bytes on the same machine, so the archive knows a recording again.
"""

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from archive.demo.captions import captions, chapters, chapters_vtt
from archive.demo.slides import View, draw
from archive.demo.speech import Speech, speak
from archive.demo.texts import Script
from ingest.entries import ChapterMark
from ingest.notes import read_note, to_plain, write_note
from media.process import never, run
from media.store import sha512_of

FORM = 1
"""Counts changes of how recordings are made; a new one makes them anew."""
FRAMES_A_SECOND = 5
KEYFRAME_EVERY_FRAMES = 25
TIMEOUT_SECONDS = 300.0
WAVE_WIDTH, WAVE_HEIGHT, WAVE_LEFT, WAVE_TOP = 220, 36, 900, 662
"""Where the sound is seen, beside the number of the slide."""
LANGUAGES = {"de": "deu", "en": "eng"}
NOTE = "footage.json"


@dataclass(frozen=True, slots=True)
class Footage:
    """A recording that was made, and where its files are."""

    film: Path
    captions: Path
    chapters_file: Path
    chapters: tuple[ChapterMark, ...]
    duration_seconds: float
    sha512: str
    """Of the film."""


def footage_of(script: Script, folder: Path, *, cancelled: Callable[[], bool] = never) -> Footage:
    """Give the recording of a text: the one that was made before, or a new one.

    Raises:
        MediaError: espeak-ng or ffmpeg is missing or fails, or `cancelled()` turned true.
    """
    key = sha256(json.dumps([FORM, to_plain(script)], sort_keys=True).encode()).hexdigest()[:12]
    final = folder / f"{script.slug}-{key}"
    known = read_note(final / NOTE, Footage)
    if known is not None:
        return known
    work = folder / f"{script.slug}-{key}.new"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    footage = _made(script, work, cancelled)
    write_note(work / NOTE, footage)
    for path in work.iterdir():
        if path.suffix in {".png", ".wav", ".txt"}:
            path.unlink()
    shutil.rmtree(final, ignore_errors=True)
    work.rename(final)
    made = read_note(final / NOTE, Footage)
    return footage if made is None else made


def views(script: Script, speech: Speech) -> tuple[View, ...]:
    """Decide what is seen during each sentence: the points of a slide appear one after the other."""
    seen: list[View] = []
    for sentence in speech.sentences:
        slide = script.slides[sentence.slide]
        said = sum(view.slide == sentence.slide for view in seen)
        points = -(-len(slide.points) * (said + 1) // len(slide.lines))
        seen.append(View(sentence.slide, points, sentence.line.speaker))
    return tuple(seen)


def _made(script: Script, work: Path, cancelled: Callable[[], bool]) -> Footage:
    speech = speak(script, work / "speech.wav", cancelled=cancelled)
    marks = chapters(script, speech)
    (work / "captions.vtt").write_text(captions(speech, language=script.language), encoding="utf-8")
    (work / "chapters.vtt").write_text(chapters_vtt(marks), encoding="utf-8")
    _draw_all(script, speech, work)
    run(_command(script), cwd=work, timeout_seconds=TIMEOUT_SECONDS, cancelled=cancelled)
    return Footage(
        film=work / "film.mp4",
        captions=work / "captions.vtt",
        chapters_file=work / "chapters.vtt",
        chapters=marks,
        duration_seconds=speech.duration_seconds,
        sha512=sha512_of(work / "film.mp4"),
    )


def _draw_all(script: Script, speech: Speech, work: Path) -> None:
    """Draw each view once, and list for ffmpeg how long it is seen."""
    names: dict[View, str] = {}
    shown = views(script, speech)
    for view in shown:
        if view not in names:
            names[view] = f"view-{len(names)}.png"
            draw(script, view).save(work / names[view], compress_level=1)
    starts = [_on_frame(sentence.start_seconds) for sentence in speech.sentences]
    changes = [0.0, *starts[1:], _on_frame(speech.duration_seconds)]
    lines = ["ffconcat version 1.0"]
    for view, start, end in zip(shown, changes, changes[1:], strict=False):
        lines += [f"file {names[view]}", f"duration {end - start:.3f}"]
    lines.append(f"file {names[shown[-1]]}")
    (work / "views.txt").write_text("\n".join(lines), encoding="utf-8")


def _on_frame(seconds: float) -> float:
    return round(seconds * FRAMES_A_SECOND) / FRAMES_A_SECOND


def _command(script: Script) -> list[str]:
    """Give the arguments of ffmpeg; one thread and bit-exact, so that the bytes are the same each time."""
    wave = f"showwaves=s={WAVE_WIDTH}x{WAVE_HEIGHT}:mode=cline:rate={FRAMES_A_SECOND}"
    wave += f":colors=0x{script.accent[1:]}:scale=cbrt:draw=full"
    graph = f"[0:v]fps={FRAMES_A_SECOND}[slides];[1:a]{wave}[wave];"
    graph += f"[slides][wave]overlay={WAVE_LEFT}:{WAVE_TOP}:eof_action=pass,format=yuv420p[picture]"
    marks = {"title": script.title, "description": script.description, "comment": script.description}
    return [
        *("ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-loglevel", "warning", "-y"),
        *("-f", "concat", "-i", "views.txt", "-i", "speech.wav"),
        *("-filter_complex", graph, "-map", "[picture]", "-map", "1:a", "-shortest"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-threads", "1", "-g", str(KEYFRAME_EVERY_FRAMES)),
        *("-c:a", "aac", "-b:a", "64k", "-ar", "44100"),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
        *_flattened(("-metadata", f"{name}={text}") for name, text in marks.items()),
        *("-metadata:s:a:0", f"language={LANGUAGES[script.language]}"),
        *("-movflags", "+faststart", "film.mp4"),
    ]


def _flattened(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [part for pair in pairs for part in pair]
