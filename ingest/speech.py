"""Speech recognition: which model, and asking the child that runs it. Never imports the recogniser here."""

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.children import Answer, Event, ask
from ingest.context import SpeechOptions
from ingest.errors import SpeechModelError
from ingest.notes import read_note, write_note
from media.cues import Word
from media.listening import plain_sound
from media.process import never

CHILD, PROGRAM = "ingest.speech_child", "faster-whisper"
LONGEST_SECONDS = 24 * 3600.0
LOADING_AND_STALL_SECONDS = 900.0
"""No word for so long means that it hangs: the slowest 30 s of audio take far less."""
FETCHING_SECONDS = 6 * 3600.0
NEEDED_FILES = ("model.bin", "config.json", "tokenizer.json")
VOCABULARIES = ("vocabulary.txt", "vocabulary.json")
SMALLEST_MODEL_BYTES = 1_000_000
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$")
HEARING = "hearing"
"""Folder of what is kept between tries."""
LONGEST_HINTS = 400
"""Characters; the recogniser takes half of its window of 448 tokens, and every name costs it attention."""
OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "TOKENIZERS_PARALLELISM": "false"}


@dataclass(frozen=True, slots=True)
class Heard:
    """What was recognised."""

    language: str
    words: tuple[Word, ...]
    """As the recogniser gives them: a leading space begins a written word."""
    engine: str
    dropped_repetitions: int
    """Segments that said the same over and over, which recognisers do when they hear nothing."""
    dropped_phantoms: int = 0
    """Segments with words that nobody said: credits of subtitlers, thanks into silence."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A part of a recording that was heard, as it is kept on the disk."""

    start_seconds: float
    end_seconds: float
    model: str
    language: str
    is_certain: bool
    words: tuple[Word, ...]
    loops: int
    phantoms: int


def model_folder(options: SpeechOptions) -> Path:
    """Give the folder of the configured model, checked.

    Raises:
        SpeechModelError: it was never fetched, or the folder is not a model.
    """
    configured = Path(options.model)
    if not _NAME.match(options.model) or configured.is_dir():
        validate_model(configured)
        return configured
    folder = options.models_folder / options.model
    if not folder.is_dir():
        raise SpeechModelError(reason="not-fetched", subject=options.model)
    validate_model(folder)
    return folder


def validate_model(folder: Path) -> None:
    """Check that a folder is a whole model, since the recogniser would ask the network for what is missing.

    Raises:
        SpeechModelError: the folder or a file of it is missing or too small.
    """
    if not folder.is_dir():
        raise SpeechModelError(reason="folder-missing", subject=folder.name)
    for name in NEEDED_FILES:
        if not (folder / name).is_file():
            raise SpeechModelError(reason="file-missing", subject=name)
    if not any((folder / name).is_file() for name in VOCABULARIES):
        raise SpeechModelError(reason="file-missing", subject=VOCABULARIES[0])
    if (folder / "model.bin").stat().st_size < SMALLEST_MODEL_BYTES:
        raise SpeechModelError(reason="not-readable", subject="model.bin")


def fetch_model(name: str, models_folder: Path, *, cancelled: Callable[[], bool] = never) -> Path:
    """Fetch a model by name into the models folder; the only thing here that asks the network, and only on command.

    Raises:
        SpeechModelError: nobody knows the name, it cannot be fetched, or what came is no model.
    """
    if not _NAME.match(name):
        raise SpeechModelError(reason="unknown-name", subject=name)
    target = models_folder / name
    if target.is_dir():
        validate_model(target)
        return target
    arriving = models_folder / f".arriving-{name}"
    arriving.mkdir(parents=True, exist_ok=True)
    ask(
        CHILD,
        {"task": "fetch", "name": name, "folder": str(arriving)},
        program=PROGRAM,
        cwd=models_folder,
        timeout_seconds=FETCHING_SECONDS,
        cancelled=cancelled,
        network=True,
        environment={"HF_HUB_DISABLE_TELEMETRY": "1", "HF_HOME": str(arriving / ".cache")},
    )
    shutil.rmtree(arriving / ".cache", ignore_errors=True)
    validate_model(arriving)
    arriving.rename(target)
    return target


def transcribe(
    audio: Path,
    *,
    options: SpeechOptions,
    language: str | None,
    folder: Path,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
    otherwise: str | None = None,
    about: Sequence[str] = (),
    kept: Callable[[], None] = lambda: None,
) -> Heard:
    """Recognise the speech of a file, from where an earlier try in the same folder was ended.

    The file is ours. A `language` that somebody said is taken; where what is heard leaves doubt, it is `otherwise`.
    `about` is the title and the speakers, so that their names are written as they are. `kept` is told when another
    chunk is on the disk, in the work folder.

    Raises:
        SpeechModelError: the model cannot be used, or there is not enough memory for it.
        IngestError: cancelled, or the recogniser died.
        MediaError: it took far too long, or the sound cannot be read.
    """
    model = model_folder(options)
    hearing = folder / HEARING
    hearing.mkdir(parents=True, exist_ok=True)
    heard = _heard_before(hearing, model.name)
    sound = plain_sound(audio, hearing / "sound.wav", cancelled=cancelled)

    def hear(event: Event) -> None:
        if event["event"] == "progress":
            progress(float(event["fraction"]))
        elif event["event"] == "chunk":
            heard.append(_chunk(event, model.name))
            write_note(hearing / f"chunk-{len(heard):04}.json", heard[-1])
            kept()

    certain = next((chunk.language for chunk in heard if chunk.is_certain and chunk.words), None)
    request: dict[str, str | int | float | None] = {
        "task": "transcribe",
        "sound": str(sound.absolute()),
        "model": str(model.absolute()),
        "threads": options.threads,
        "language": language or certain,
        "otherwise": otherwise or options.languages[0],
        "hints": hints(about, options.names),
        "start_seconds": heard[-1].end_seconds if heard else 0.0,
        "chunk_seconds": options.chunk_seconds,
    }
    answer = _listen(request, options=options, folder=folder, cancelled=cancelled, hear=hear)
    sound.unlink()
    engine = f"faster-whisper {answer['version']} {model.name}"
    return _joined(heard, otherwise=language or otherwise or options.languages[0], engine=engine)


def _listen(
    request: Mapping[str, str | int | float | None],
    *,
    options: SpeechOptions,
    folder: Path,
    cancelled: Callable[[], bool],
    hear: Callable[[Event], None],
) -> Answer:
    return ask(
        CHILD,
        request,
        program=PROGRAM,
        cwd=folder,
        timeout_seconds=LONGEST_SECONDS,
        stall_seconds=LOADING_AND_STALL_SECONDS,
        cancelled=cancelled,
        on_event=hear,
        memory_bytes=options.memory_bytes or None,
        environment={**OFFLINE, "OMP_NUM_THREADS": str(max(1, options.threads))},
    )


def _joined(chunks: Sequence[_Chunk], *, otherwise: str, engine: str) -> Heard:
    return Heard(
        language=next((chunk.language for chunk in chunks if chunk.words), otherwise),
        words=tuple(word for chunk in chunks for word in chunk.words),
        engine=engine,
        dropped_repetitions=sum(chunk.loops for chunk in chunks),
        dropped_phantoms=sum(chunk.phantoms for chunk in chunks),
    )


def hints(about: Sequence[str], names: Sequence[str]) -> str:
    """Make the words that the recogniser is told to expect: what the recording is about first, and never too many."""
    chosen: list[str] = []
    for text in (*about, *names):
        words = " ".join(text.split())
        if words and words not in chosen and len(", ".join([*chosen, words])) <= LONGEST_HINTS:
            chosen.append(words)
    return ", ".join(chosen)


def _heard_before(hearing: Path, model: str) -> list[_Chunk]:
    """Read the chunks that an earlier try kept, up to the first that is missing or was heard by another model."""
    chunks: list[_Chunk] = []
    while (chunk := read_note(hearing / f"chunk-{len(chunks) + 1:04}.json", _Chunk)) and chunk.model == model:
        chunks.append(chunk)
    return chunks


def _chunk(event: Event, model: str) -> _Chunk:
    return _Chunk(
        start_seconds=float(event["start"]),
        end_seconds=float(event["end"]),
        model=model,
        language=str(event["language"]),
        is_certain=bool(event["is_certain"]),
        words=tuple(
            Word(float(start), float(end), str(text), float(chance)) for start, end, text, chance in event["words"]
        ),
        loops=int(event["loops"]),
        phantoms=int(event["phantoms"]),
    )
