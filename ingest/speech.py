"""Speech recognition: which model, and asking the child that runs it. Never imports the recogniser here."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.children import Event, ask
from ingest.context import SpeechOptions
from ingest.errors import SpeechModelError
from media.cues import Word

CHILD = "ingest.speech_child"
LONGEST_SECONDS = 24 * 3600.0
LOADING_AND_STALL_SECONDS = 900.0
"""No word for so long means that it hangs: the slowest 30 s of audio take far less."""
FETCHING_SECONDS = 6 * 3600.0
NEEDED_FILES = ("model.bin", "config.json", "tokenizer.json")
VOCABULARIES = ("vocabulary.txt", "vocabulary.json")
SMALLEST_MODEL_BYTES = 1_000_000
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$")
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


def fetch_model(name: str, models_folder: Path, *, cancelled: Callable[[], bool] = lambda: False) -> Path:
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
) -> Heard:
    """Recognise the speech of a file; a language that is known is taken, an uncertain one is the commonest.

    Raises:
        SpeechModelError: the model cannot be used.
        IngestError: cancelled, or the recogniser died.
        MediaError: it took far too long.
    """
    model = model_folder(options)
    words: list[Word] = []

    def hear(event: Event) -> None:
        if event.get("event") == "segment":
            words.extend(Word(float(start), float(end), str(text)) for start, end, text in event["words"])
            progress(min(1.0, float(event["fraction"])))

    request: dict[str, Any] = {
        "task": "transcribe",
        "audio": str(audio.absolute()),
        "model": str(model.absolute()),
        "threads": options.threads,
        "languages": list(options.languages),
        "language": language,
    }
    answer = ask(
        CHILD,
        request,
        cwd=folder,
        timeout_seconds=LONGEST_SECONDS,
        stall_seconds=LOADING_AND_STALL_SECONDS,
        cancelled=cancelled,
        on_event=hear,
        environment={**OFFLINE, "OMP_NUM_THREADS": str(max(1, options.threads))},
    )
    return Heard(
        language=str(answer["language"]),
        words=tuple(words),
        engine=f"faster-whisper {answer['version']} {model.name}",
        dropped_repetitions=int(answer["dropped"]),
    )
