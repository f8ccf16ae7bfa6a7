"""The child that recognises speech, and the only module that imports faster-whisper.

Run as `python -m ingest.speech_child`.
It runs without network but for the explicit task of fetching a model, and loads models from checked folders only.
"""

from importlib.metadata import version
from typing import Any

from ingest.children import emit, serve
from ingest.errors import SpeechModelError

try:
    from faster_whisper import WhisperModel, decode_audio, download_model
except ImportError:  # an extra that is not installed
    WhisperModel = None

SAMPLE_RATE = 16_000
CERTAIN_LANGUAGE = 0.6
LOOP_COMPRESSION_RATIO = 2.4
BEAM = 5
QUIETEST_SECONDS = 0.2


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
        raise SpeechModelError(reason="not-readable", subject=str(exc)[:200]) from exc
    audio = decode_audio(request["audio"], sampling_rate=SAMPLE_RATE)
    return recognise(model, audio, language=request["language"], usual_language=request["languages"][0])


def recognise(model: Any, audio: Any, *, language: str | None, usual_language: str) -> dict[str, Any]:
    """Tell the words of each segment as it comes, but not those of a loop, and answer with the language."""
    seconds = len(audio) / SAMPLE_RATE
    if seconds < QUIETEST_SECONDS:
        return _answer(language or usual_language, 0)
    segments, info = _listen(model, audio, language)
    if language is None and info.language_probability < CERTAIN_LANGUAGE:
        segments, info = _listen(model, audio, usual_language)
    dropped = 0
    for segment in segments:
        if segment.compression_ratio > LOOP_COMPRESSION_RATIO:
            dropped += 1
            continue
        words = [[word.start, word.end, word.word] for word in segment.words or ()]
        emit("segment", words=words, fraction=min(1.0, segment.end / seconds))
    return _answer(info.language, dropped)


def _listen(model: Any, audio: Any, language: str | None) -> Any:
    """Begin; the segments come as they are asked for."""
    return model.transcribe(
        audio,
        language=language,
        beam_size=BEAM,
        vad_filter=True,
        word_timestamps=True,
        condition_on_previous_text=False,  # a loop in one window would feed the next
    )


def _answer(language: str, dropped: int) -> dict[str, Any]:
    return {"language": language, "dropped": dropped, "version": version("faster-whisper")}


if __name__ == "__main__":
    serve(work)
