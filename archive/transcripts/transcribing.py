"""Writes the words of a recording: a transcript with its cues, and which one of a language is in use.

What people checked or wrote by hand stays in use, and a new transcript is laid beside it. Where words come from is
not known here: an ingest (`accession.py`), a file of an editor, or speech (`recognising.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import insert
from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.cut_queries import cut_of, redacted_spans
from archive.catalogue.recordings import Origin, Recording, Transcript, TranscriptCue
from archive.details.drafts import note_detail, set_field
from archive.details.field_checks import UNKNOWN_LANGUAGE
from archive.errors import InvalidInputError, NotFoundError
from archive.shelving import search_anew
from archive.transcripts.cut_lines import as_seen, without_redacted
from archive.transcripts.revising import LineName, keep_wording, names_for, next_revision, taken_keys
from ingest.context import TranscriptNote, TranscriptResult
from ingest.details import DOUBTFUL_LANGUAGE
from media.cues import Cue

LONGEST_SPEAKER = 200
TRUST = tuple(Origin)
"""The enumeration stands in falling order of trust."""


@dataclass(frozen=True, slots=True)
class Laid:
    """What became of new words."""

    lines: int
    is_current: bool
    """Whether they are those that visitors see and find."""


def replace_transcripts(
    services: Services, session: Session, recording: Recording, found: Sequence[TranscriptResult]
) -> None:
    """Take in what an ingest found, the most trusted first, in place of what the same origin said before.

    What it did not find again stays, and so does what people worked on: a later run never takes words away.
    """
    for transcript in found:
        _lay(services, session, recording, transcript)


def add_captions(
    services: Services, session: Session, recording_id: int, found: TranscriptResult, *, is_of_original: bool = False
) -> Laid:
    """Add captions to a recording that is on the shelf, and ask for them to be indexed.

    Their seconds are those that people see; of captions that came with the original (`is_of_original`), those of it.
    Earlier captions of the same language from a file are replaced, unless people have checked them.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `recording`: `not-shelved`: it is still on its way in, which would replace them; `captions`:
            `outside`: nothing of them is in what is seen of a trimmed recording.
    """
    recording = shelved(session, recording_id)
    if is_of_original:
        seen = as_seen(found.cues, cut_of(session, recording_id))
        if not seen:
            raise InvalidInputError({"captions": "outside"})
        found = replace(found, cues=seen, timing_lines=found.timing_lines - len(found.cues) + len(seen))
    laid = _lay(services, session, recording, found)
    recording.transcript_note = ""
    search_anew(services, session, recording)
    record_about(session, "captions.added", recording, language=found.language, lines=laid.lines)
    session.flush()
    return laid


def add_recognised(
    services: Services, session: Session, recording_id: int, found: TranscriptResult | None, *, note: TranscriptNote
) -> None:
    """Add recognised speech, or say by the note why there is none; bringing it into the index is up to the caller.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `not-shelved`.
    """
    recording = shelved(session, recording_id)
    if found is not None:
        _lay(services, session, recording, found)
        _settle_language(session, recording, found.language)
    recording.transcript_note = "" if has_words(recording) else note
    recording.version += 1
    session.flush()


def shelved(session: Session, recording_id: int) -> Recording:
    """Give a recording that is on the shelf.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `not-shelved`.
    """
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotFoundError(kind="recording", key=recording_id)
    if recording.shelved_at is None:
        raise InvalidInputError({"recording": "not-shelved"})
    return recording


def has_words(recording: Recording) -> bool:
    """Say whether a transcript is in use."""
    return any(row.is_current for row in recording.transcripts)


def is_by_people(row: Transcript) -> bool:
    """Say whether people wrote or checked these words, or a part of them."""
    is_worked_on = row.is_checked or row.is_edited or row.origin == Origin.HAND
    return is_worked_on or any(cue.is_checked for cue in row.cues)


def _lay(services: Services, session: Session, recording: Recording, found: TranscriptResult) -> Laid:
    """Add a transcript in place of an older one of its sort; it comes into use unless a better one is."""
    origin = Origin(found.origin)
    found = replace(found, cues=without_redacted(found.cues, redacted_spans(session, recording.id)))
    revision = next_revision(session, recording.id, found.language)
    same = [row for row in recording.transcripts if row.language == found.language and row.origin == origin]
    replaced = [row for row in same if not is_by_people(row)]
    names = _name(session, recording, replaced, found, revision=revision)
    for row in replaced:
        recording.transcripts.remove(row)
    session.flush()
    rivals = [row for row in recording.transcripts if row.language == found.language and row.is_current]
    is_best = all(not is_by_people(row) and TRUST.index(row.origin) > TRUST.index(origin) for row in rivals)
    for row in rivals if is_best else ():
        keep_wording(session, row, row.cues)
        row.is_current = False
    new = Transcript(
        recording_id=recording.id,
        language=found.language,
        origin=origin,
        engine=found.engine,
        is_current=is_best,
        timing_lines=found.timing_lines,
        problems=list(found.problems),
        revision=revision,
        created_at=services.clock(),
    )
    session.add(new)
    session.flush()
    _write_cues(session, new.id, found, names)
    session.expire(recording, ["transcripts"])
    return Laid(len(found.cues), is_best)


def _name(
    session: Session, recording: Recording, replaced: Sequence[Transcript], found: TranscriptResult, *, revision: int
) -> list[LineName]:
    """Name the new lines, and keep the wording of those that visitors could read and now no longer can."""
    shown = next((row for row in replaced if row.is_current), None)
    before = shown.cues if shown else []
    written = [(cue.start_seconds, cue.text) for cue in found.cues]
    names = names_for(before, written, revision=revision, taken=taken_keys(session, recording.id))
    staying = {name.key for name in names if name.since_revision < revision}
    if shown is not None:
        keep_wording(session, shown, [cue for cue in before if cue.key not in staying])
    return names


def _write_cues(session: Session, transcript_id: int, found: TranscriptResult, names: Sequence[LineName]) -> None:
    rows = [
        {
            "transcript_id": transcript_id,
            "key": name.key,
            "since_revision": name.since_revision,
            "position": position,
            "start_seconds": cue.start_seconds,
            "end_seconds": cue.end_seconds,
            "text": cue.text,
            "speaker": None if cue.speaker is None else cue.speaker[:LONGEST_SPEAKER],
            "word_starts": _word_starts(cue),
            "word_chances": _word_chances(cue),
        }
        for position, (cue, name) in enumerate(zip(found.cues, names, strict=True))
    ]
    if rows:
        session.execute(insert(TranscriptCue), rows)


def _word_starts(cue: Cue) -> list[float] | None:
    """Give the start of each written word; None when the recogniser counted words differently from the text."""
    if not cue.words or len(cue.words) != len(cue.text.split()):
        return None
    return [round(word.start_seconds, 3) for word in cue.words]


def _word_chances(cue: Cue) -> list[float] | None:
    """Give how sure the recogniser was of each written word; None where it did not say, or counted differently."""
    chances = [word.chance for word in cue.words if word.chance is not None]
    return chances if chances and len(chances) == len(cue.words) == len(cue.text.split()) else None


def _settle_language(session: Session, recording: Recording, heard: str) -> None:
    """Take the language that was heard where nobody knew better, as an ingest does."""
    said = next((row for row in recording.details if row.field == "language"), None)
    if recording.language == UNKNOWN_LANGUAGE or (said is not None and said.origin in DOUBTFUL_LANGUAGE):
        set_field(session, recording, "language", heard)
        note_detail(recording, "language", heard, "recognised-speech")
