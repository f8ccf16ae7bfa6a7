"""The child that recognises speech, and the only module that imports faster-whisper.

Run as `python -m ingest.speech_child`. It runs without network but for the explicit task of fetching a model, and
loads models from checked folders only. A recording is heard in chunks cut where it is quiet, each told as it is done.
"""

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from ingest.children import emit, serve
from ingest.errors import SpeechModelError
from ingest.phantoms import LOOP_COMPRESSION_RATIO, NO_SPEECH, Echo, is_phantom
from media.process import NO_MEMORY

try:
    import numpy as np
    from faster_whisper import WhisperModel, download_model
except ImportError:  # an extra that is not installed
    WhisperModel = None

CERTAIN_LANGUAGE = 0.6
BEAM = 5
QUIETEST_SECONDS = 0.2
SEARCH_SHARE = 0.2
"""A chunk ends at the quietest place within this share of its length, before and behind."""
SEARCH_SECONDS = 30.0
FRAME_SECONDS = 0.1
PAUSE_FRAMES = 5
SILENCE_AMPLITUDE = 0.003
"""-50 dB below full scale: rooms are louder when somebody speaks."""


@dataclass(slots=True)
class Language:
    """What is known of the language: what was said or heard for certain, and what is taken otherwise."""

    known: str | None
    otherwise: str


def work(request: dict[str, Any]) -> dict[str, Any]:
    """Do what was asked.

    Raises:
        SpeechModelError: the recogniser is not installed, or the model cannot be used or fetched.
    """
    if WhisperModel is None:
        raise SpeechModelError(reason="not-installed", subject="faster-whisper")
    if request["task"] == "fetch":
        return _fetch(request["name"], request["folder"])
    return _transcribe(request)


def _fetch(name: str, folder: str) -> dict[str, Any]:
    try:
        download_model(name, output_dir=folder)
    except ValueError as exc:
        raise SpeechModelError(reason="unknown-name", subject=name) from exc
    except Exception as exc:  # the hub client has no error of its own that covers all
        raise SpeechModelError(reason="fetch-failed", subject=name) from exc
    return {"folder": folder}


def _transcribe(request: dict[str, Any]) -> dict[str, Any]:
    try:
        model = WhisperModel(
            request["model"],
            device="cpu",
            compute_type="int8",
            cpu_threads=request["threads"],
            local_files_only=True,
        )
    except Exception as exc:  # CTranslate2 raises RuntimeError, tokenizers plain Exception
        raise _error_of(exc) from exc
    language = Language(request["language"], request["otherwise"])
    try:
        with wave.open(request["sound"], "rb") as sound:
            hear(
                model,
                Samples(sound),
                language=language,
                hints=request["hints"],
                start_seconds=request["start_seconds"],
                chunk_seconds=request["chunk_seconds"],
            )
    except (MemoryError, RuntimeError) as exc:
        raise _error_of(exc) from exc
    return {"version": version("faster-whisper")}


class Samples:
    """The sound, read piece by piece."""

    def __init__(self, sound: wave.Wave_read) -> None:
        self._sound = sound
        self.rate = sound.getframerate()
        self.seconds = sound.getnframes() / self.rate

    def between(self, start_seconds: float, end_seconds: float) -> Any:
        """Give the samples of a span, from -1 to 1."""
        first, last = (min(round(at * self.rate), self._sound.getnframes()) for at in (start_seconds, end_seconds))
        self._sound.setpos(first)
        return np.frombuffer(self._sound.readframes(last - first), dtype="<i2").astype(np.float32) / 32768.0


def hear(
    model: Any, samples: Samples, *, language: Language, hints: str, start_seconds: float, chunk_seconds: float
) -> None:
    """Recognise chunk after chunk from a place on, and tell each one whole."""
    echo = Echo()
    for start, end in chunks(samples, start_seconds=start_seconds, chunk_seconds=chunk_seconds):
        audio = samples.between(start, end)
        chunk = _heard(model, audio, language=language, hints=hints, offset=start, whole=samples, echo=echo)
        emit("chunk", start=start, end=end, **chunk)


def chunks(samples: Samples, *, start_seconds: float, chunk_seconds: float) -> Iterator[tuple[float, float]]:
    """Cut the sound from a place on; the same sound is always cut at the same places."""
    start = start_seconds
    while samples.seconds - start > QUIETEST_SECONDS:
        end = samples.seconds
        if end - start > chunk_seconds * 1.5:
            reach = min(SEARCH_SECONDS, chunk_seconds * SEARCH_SHARE)
            end = _quietest(samples, start + chunk_seconds - reach, start + chunk_seconds + reach)
        yield start, end
        start = end


def _quietest(samples: Samples, begin: float, end: float) -> float:
    """Give the middle of the half second with the least sound in it."""
    sound = samples.between(begin, end)
    size = round(FRAME_SECONDS * samples.rate)
    frames = len(sound) // size
    loudness = np.square(sound[: frames * size]).reshape(frames, size).mean(axis=1)
    pauses = np.convolve(loudness, np.ones(PAUSE_FRAMES), mode="valid")
    return round(begin + (int(np.argmin(pauses)) + PAUSE_FRAMES / 2) * FRAME_SECONDS, 3)


def _heard(
    model: Any, audio: Any, *, language: Language, hints: str, offset: float, whole: Samples, echo: Echo
) -> dict[str, Any]:
    """Recognise one chunk: its words at their place in the recording, without what nobody said."""
    segments, info = _listen(model, audio, language.known, hints)
    is_certain = language.known is not None or info.language_probability >= CERTAIN_LANGUAGE
    if not is_certain:
        segments, info = _listen(model, audio, language.otherwise, hints)
    words, loops, phantoms = [], 0, 0
    for segment in segments:
        emit("progress", fraction=min(1.0, (offset + segment.end) / whole.seconds))
        if segment.compression_ratio > LOOP_COMPRESSION_RATIO or echo.is_loop(segment.text):
            loops += 1
        elif is_phantom(segment.text, is_quiet=_is_quiet(segment, audio, whole.rate)):
            phantoms += 1
        else:
            found = segment.words or ()
            words += [_told(word, offset) for word in found]
    if words and is_certain:
        language.known = info.language  # the rest of the recording is heard in the language that was certain once
    return {"language": info.language, "is_certain": is_certain, "words": words, "loops": loops, "phantoms": phantoms}


def _told(word: Any, offset: float) -> list[Any]:
    return [round(word.start + offset, 3), round(word.end + offset, 3), word.word, round(word.probability, 2)]


def _is_quiet(segment: Any, audio: Any, rate: int) -> bool:
    span = audio[round(segment.start * rate) : round(segment.end * rate)]
    loudness = float(np.sqrt(np.square(span).mean())) if len(span) else 0.0
    return loudness < SILENCE_AMPLITUDE or segment.no_speech_prob > NO_SPEECH


def _listen(model: Any, audio: Any, language: str | None, hints: str) -> Any:
    """Begin; the segments come as they are asked for."""
    return model.transcribe(
        audio,
        language=language,
        beam_size=BEAM,
        vad_filter=True,
        word_timestamps=True,
        condition_on_previous_text=False,  # a loop in one window would feed the next
        hotwords=hints or None,  # an initial prompt would be forgotten after the first half minute
        language_detection_segments=4,
        language_detection_threshold=CERTAIN_LANGUAGE,
    )


def _error_of(exc: BaseException) -> SpeechModelError:
    if isinstance(exc, MemoryError) or NO_MEMORY.search(str(exc)):
        return SpeechModelError(reason="out-of-memory")
    return SpeechModelError(reason="not-readable", subject=str(exc)[:200])


if __name__ == "__main__":
    serve(work)
