"""Recognises the speech of recordings that are on the shelf without words: who may be asked for, and the job itself.

The job is told as those in `kinds.py` are: each part can be done again after any crash, and its points are tested so.
"""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.cut_queries import cut_of
from archive.catalogue.glossary import GlossaryGroup, GlossaryTerm, TermKind
from archive.catalogue.recordings import Recording, Transcript
from archive.catalogue.work import Job, JobState
from archive.details.drafts import EDITOR
from archive.details.field_checks import UNKNOWN_LANGUAGE
from archive.errors import InvalidInputError, NotFoundError
from archive.finding.indexing import index_recordings
from archive.jobs.claims import work_folder_name
from archive.jobs.queue import TRANSCRIBE
from archive.jobs.running import Run
from archive.transcripts.transcribing import add_recognised, has_words, shelved
from ingest.context import SpeechOptions, TranscriptNote, TranscriptResult
from ingest.errors import SpeechModelError
from ingest.notes import read_note, write_note
from ingest.speech import model_folder
from ingest.speech import transcribe as hear
from ingest.steps.transcript import RELIABLE_ORIGINS
from ingest.transcripts import dropped_words, from_speech
from media.cutting import Cut
from media.ladder import AUDIO, ladder
from media.probe import probe
from media.renditions import encode
from media.store import make_folder

HEAR, INDEX = "hear", "index"
"""Steps of the job; the first is done when its words are rows."""
NOTE, MADE_OF = "heard.json", "made-of.json"
POINTS = (
    "transcribe:before",
    "transcribe:chunk",
    "transcribe:heard",
    "transcribe:noted",
    "transcribe:before-commit",
    "transcribe:rows",
    "transcribe:index",
    "transcribe:done",
)
EASILY_MISHEARD = (TermKind.ABBREVIATION, TermKind.NAME)
MOST_NAMES = 100
"""More than a recogniser can be told to expect."""
HOPELESS: tuple[TranscriptNote, ...] = ("no-audio", "speech-found-nothing")
"""Why a recording without words is not asked for together with all others."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was heard, as the note keeps it."""

    transcript: TranscriptResult | None
    note: TranscriptNote


@dataclass(frozen=True, slots=True)
class _HeardIn:
    """Where something was heard: seconds of another film are not those of this one."""

    original_key: str
    cut: Cut


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a recording before anybody listens."""

    language: str | None
    likely_language: str | None
    about: tuple[str, ...]


def speech_options(services: Services) -> SpeechOptions | None:
    """Give how speech is recognised; None when no model is set."""
    settings = services.settings
    if not settings.speech_model:
        return None
    return SpeechOptions(
        model=settings.speech_model,
        threads=settings.speech_threads,
        languages=settings.languages,
        models_folder=services.models,
        memory_bytes=settings.speech_memory_bytes or None,
    )


def hearing_options(services: Services) -> SpeechOptions | None:
    """Give how speech is recognised, with the names of the field to expect: what staff added first, then shipped."""
    options = speech_options(services)
    if options is None:
        return None
    spelled = select(GlossaryTerm.text).join(GlossaryGroup, GlossaryGroup.id == GlossaryTerm.group_id)
    wanted = spelled.where(
        GlossaryTerm.kind.in_(EASILY_MISHEARD), GlossaryTerm.is_enabled, GlossaryGroup.is_enabled
    ).order_by(GlossaryTerm.origin.desc(), GlossaryTerm.kind, GlossaryTerm.id)
    with services.database.reading() as session:
        return replace(options, names=tuple(session.scalars(wanted.limit(MOST_NAMES))))


def usable_options(services: Services) -> SpeechOptions:
    """Give how speech is recognised, after a look at the model.

    Raises:
        SpeechModelError: none is set, or the one that is set is not whole.
    """
    options = speech_options(services)
    if options is None:
        raise SpeechModelError(reason="not-set")
    model_folder(options)
    return options


def ask_for_speech(services: Services, session: Session, recording_id: int, *, account_id: int | None = None) -> Job:
    """Ask for the speech of a recording to be recognised, once however often it is asked.

    Raises:
        SpeechModelError: no model is set, or it is not whole.
        NotFoundError: there is no such recording.
        InvalidInputError: `not-shelved`, `has-transcript` or `no-audio`.
    """
    usable_options(services)
    recording = shelved(session, recording_id)
    if has_words(recording):
        raise InvalidInputError({"recording": "has-transcript"})
    if recording.transcript_note == "no-audio":
        raise InvalidInputError({"recording": "no-audio"})
    return services.jobs.enqueue(
        session,
        kind=TRANSCRIBE,
        arguments={},
        title=recording.title,
        dedupe_key=f"{TRANSCRIBE}:{recording_id}",
        recording_id=recording_id,
        account_id=account_id,
    )


def without_words(session: Session) -> tuple[int, ...]:
    """List the recordings on the shelf that recognising may help, the oldest first."""
    in_use = exists().where(Transcript.recording_id == Recording.id, Transcript.is_current)
    wanted = select(Recording.id).where(Recording.shelved_at.is_not(None), ~in_use)
    return tuple(session.scalars(wanted.where(Recording.transcript_note.not_in(HOPELESS)).order_by(Recording.id)))


def transcribe(services: Services, run: Run) -> None:
    """Recognise the speech of a recording and make it searchable. Words that came meanwhile make it needless."""
    recording_id = run.claim.recording_id
    if recording_id is None:
        raise NotFoundError(kind="recording", key=run.claim.job_id)
    if not run.has_finished(HEAR):
        folder = services.work / work_folder_name(run.claim.job_id, run.claim.arguments)
        heard = _recognised(services, run, recording_id, folder)
        if heard is not None:
            _write(services, run, recording_id, heard)
    run.started(INDEX)
    index_recordings(services, [recording_id])
    services.reached("transcribe:index")
    with run.writing() as session:
        run.finish_step(session, INDEX, "")
        run.end(session, JobState.DONE)
    services.reached("transcribe:done")
    shutil.rmtree(services.work / work_folder_name(run.claim.job_id, run.claim.arguments), ignore_errors=True)


def _recognised(services: Services, run: Run, recording_id: int, folder: Path) -> Recognised | None:
    """Hear what is said, unless the note says it already; None when nobody needs it any more."""
    run.started(HEAR)
    with services.database.reading() as session:
        recording = shelved(session, recording_id)
        if has_words(recording):
            return None
        audio_key = next((row.key for row in recording.renditions if row.name == AUDIO), None)
        original_key, known, cut = recording.original_key, _known(recording), cut_of(session, recording_id)
    made_of = _HeardIn(original_key or "", cut)
    if read_note(folder / MADE_OF, _HeardIn) != made_of:  # what was heard in another film is not believed
        shutil.rmtree(folder, ignore_errors=True)
        make_folder(folder)
        write_note(folder / MADE_OF, made_of)
    noted = read_note(folder / NOTE, Recognised)
    if noted is not None:
        return noted
    services.reached("transcribe:before")
    if audio_key is not None:
        sound: Path | None = services.store.path(audio_key)
    else:
        sound = _sound_of_original(services, run, original_key, cut, folder)
    heard = _hear(services, run, sound, known=known, folder=folder)
    services.reached("transcribe:heard")
    write_note(folder / NOTE, heard)
    services.reached("transcribe:noted")
    return heard


def _hear(services: Services, run: Run, sound: Path | None, *, known: _Known, folder: Path) -> Recognised:
    if sound is None:
        return Recognised(None, "no-audio")
    transcript = from_speech(
        hear(
            sound,
            options=hearing_options(services) or usable_options(services),
            language=known.language,
            otherwise=known.likely_language,
            about=known.about,
            folder=folder,
            progress=lambda share: run.advanced(HEAR, share),
            cancelled=run.cancelled,
            kept=lambda: services.reached("transcribe:chunk"),
        )
    )
    return Recognised(transcript, "" if transcript else "speech-found-nothing")


def _write(services: Services, run: Run, recording_id: int, heard: Recognised) -> None:
    lines = len(heard.transcript.cues) if heard.transcript else 0
    with run.writing() as session:
        add_recognised(services, session, recording_id, heard.transcript, note=heard.note)
        run.keep_result(session, {"lines": lines})
        dropped = dropped_words(heard.transcript) if heard.transcript else ""
        run.finish_step(session, HEAR, ", ".join(filter(None, [f"{lines} lines" if lines else heard.note, dropped])))
        services.reached("transcribe:before-commit")
    services.reached("transcribe:rows")


def _sound_of_original(services: Services, run: Run, key: str | None, cut: Cut, folder: Path) -> Path | None:
    """Make the sound out of the original where the rendition is missing, since nothing foreign is listened to."""
    if key is None:
        return None
    original = services.store.path(key)
    info = probe(original, cancelled=run.cancelled)
    specs = [spec for spec in ladder(info) if spec.name == AUDIO]
    made = encode(original, info, specs, folder=folder, progress=lambda _share: None, cut=cut, cancelled=run.cancelled)
    return made[0].path if made else None


def _known(recording: Recording) -> _Known:
    """Give the language when somebody said it; a guess is only likely, and left to the recogniser."""
    origin = next((row.origin for row in recording.details if row.field == "language"), None)
    language = None if recording.language == UNKNOWN_LANGUAGE else recording.language
    is_said = origin in {EDITOR, *RELIABLE_ORIGINS}
    about = (recording.title, *(row.speaker.name for row in recording.speakers))
    return _Known(language if is_said else None, language, about)
