"""Seventh step: the spoken words, from captions where there are any, else from recognised speech."""

from dataclasses import dataclass
from pathlib import Path

from ingest.context import Context, Problem, SpeechOptions, TranscriptNote, TranscriptResult
from ingest.details import Details
from ingest.languages import language_code
from ingest.sources import CaptionFile
from ingest.speech import transcribe
from ingest.steps.fetch import Fetched
from ingest.steps.inspect import Inspected
from ingest.steps.renditions import Rendered
from ingest.transcripts import dropped_words, from_speech, read_captions
from media.embedded import caption_streams, take_out

RELIABLE_ORIGINS = frozenset({"given", "page", "platform"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said."""

    transcripts: tuple[TranscriptResult, ...]
    note: TranscriptNote
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        named = [f"{found.language} {found.origin} {len(found.cues)} cues" for found in self.transcripts]
        dropped = [said for found in self.transcripts if (said := dropped_words(found))]
        troubles = [f"{problem.code} {problem.subject}" for problem in self.problems]
        return ", ".join([*named, *dropped, *troubles]) or self.note


def run(context: Context, fetched: Fetched, inspected: Inspected, rendered: Rendered) -> Spoken:
    """Find the words.

    Raises:
        IngestError: the configured speech model cannot be used, or recognition died.
        MediaError: the file's own captions could not be looked for, or the work was cancelled.
    """
    language = inspected.details.language
    inside, problems = _captions_inside(context, fetched.original)
    captions = read_captions(
        [*fetched.captions, *inside],
        otherwise=language.value if language else context.options.languages[0],
        recording_seconds=inspected.info.duration_seconds,
    )
    problems += captions.problems
    if captions.transcripts:
        return Spoken(captions.transcripts, "", problems)
    audio = _audio(rendered)
    if audio is None:
        return Spoken((), "no-audio", problems)
    if context.options.speech is None:
        return Spoken((), "no-model", problems)
    heard = _hear(context, audio, context.options.speech, inspected.details)
    return Spoken((heard,) if heard else (), "" if heard else "speech-found-nothing", problems)


def _captions_inside(context: Context, original: Path) -> tuple[tuple[CaptionFile, ...], tuple[Problem, ...]]:
    """Take out the captions that the file itself holds; those of files beside it come before them."""
    found, problems = [], []
    for stream in caption_streams(original, cancelled=context.cancelled):
        name = " ".join(part for part in (f"#{stream.number + 1}", stream.title, stream.language or "") if part)
        if not stream.is_text:
            problems.append(Problem("captions-unreadable", name, "pictures"))
            continue
        path = take_out(original, stream, folder=context.folder, cancelled=context.cancelled)
        if path is None:
            problems.append(Problem("captions-unavailable", name))
        else:
            found.append(CaptionFile(path, language_code(stream.language), "supplied", name))
    return tuple(found), tuple(problems)


def _hear(context: Context, audio: Path, speech: SpeechOptions, details: Details) -> TranscriptResult | None:
    """Recognise the speech; what is known of the recording helps with its language and its names."""
    language = details.language
    heard = transcribe(
        audio,
        options=speech,
        language=language.value if language and language.origin in RELIABLE_ORIGINS else None,
        otherwise=language.value if language else None,
        about=[detail.value for detail in (details.title, *details.speakers)],
        folder=context.folder,
        progress=lambda fraction: context.progress.advanced("transcript", fraction),
        cancelled=context.cancelled,
    )
    return from_speech(heard)


def _audio(rendered: Rendered) -> Path | None:
    """Give the sound: the audio rendition is ours, so that nothing foreign is decoded here."""
    return next((file.path for file in rendered.renditions if file.spec.name == "audio"), None)
