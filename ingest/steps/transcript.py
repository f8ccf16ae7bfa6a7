"""Fourth step: the spoken words, from captions where there are any, else from recognised speech."""

from dataclasses import dataclass
from pathlib import Path

from ingest.context import Context, Problem, SpeechOptions, TranscriptNote, TranscriptResult
from ingest.speech import transcribe
from ingest.steps.fetch import Fetched
from ingest.steps.inspect import Inspected
from ingest.steps.renditions import Rendered
from ingest.transcripts import from_speech, read_captions

RELIABLE_ORIGINS = frozenset({"given", "page", "platform"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said."""

    transcripts: tuple[TranscriptResult, ...]
    note: TranscriptNote
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        named = [f"{found.language} {found.origin} {len(found.cues)} cues" for found in self.transcripts]
        return ", ".join([*named, *(f"{problem.code} {problem.subject}" for problem in self.problems)]) or self.note


def run(context: Context, fetched: Fetched, inspected: Inspected, rendered: Rendered) -> Spoken:
    """Find the words.

    Raises:
        IngestError: the configured speech model cannot be used, or recognition died.
    """
    language = inspected.details.language
    captions = read_captions(
        fetched.captions,
        recording_language=language.value if language else None,
        usual_language=context.options.languages[0],
    )
    if captions.transcripts:
        return Spoken(captions.transcripts, "", captions.problems)
    audio = _audio(rendered)
    if audio is None:
        return Spoken((), "no-audio", captions.problems)
    if context.options.speech is None:
        return Spoken((), "no-model", captions.problems)
    known = language.value if language and language.origin in RELIABLE_ORIGINS else None
    heard = _hear(context, audio, context.options.speech, known)
    return Spoken((heard,) if heard else (), "" if heard else "speech-found-nothing", captions.problems)


def _hear(context: Context, audio: Path, speech: SpeechOptions, language: str | None) -> TranscriptResult | None:
    heard = transcribe(
        audio,
        options=speech,
        language=language,
        folder=context.folder,
        progress=lambda fraction: context.progress.advanced("transcript", fraction),
        cancelled=context.cancelled,
    )
    return from_speech(heard)


def _audio(rendered: Rendered) -> Path | None:
    """Give the sound: the audio rendition is ours, so that nothing foreign is decoded here."""
    return next((file.path for file in rendered.renditions if file.spec.name == "audio"), None)
