"""Finds words in the lines of one or all transcripts, shows what replacing them would give, and replaces them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.edits import EditKind
from archive.catalogue.recordings import Recording, Transcript, TranscriptCue
from archive.errors import InvalidInputError, LinesChangedError
from archive.plain_text import one_line
from archive.transcripts.line_edits import ReplaceWords
from archive.transcripts.line_saving import Saving, save

LONGEST_WORDS = 200
MOST_AT_ONCE = 150
"""Lines that are shown with a tick and replaced in one go; a form of the desk has two hundred fields."""
ROWS_AT_ONCE = 2000
_ASCII_RUN = re.compile(r"[\x20-\x7e]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, and what is to stand in its place."""

    find: str
    replacement: str
    is_whole_word: bool
    is_case_kept: bool
    """Whether capital and small letters differ."""

    def pattern(self) -> re.Pattern[str]:
        """Give what finds it; white space between words is any, as lines are broken in their middle."""
        words = r"\s+".join(re.escape(word) for word in self.find.split())
        bounded = rf"(?<!\w){words}(?!\w)" if self.is_whole_word else words
        return re.compile(bounded, 0 if self.is_case_kept else re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A line in which it stands."""

    recording_id: int
    title: str
    transcript_id: int
    language: str
    key: str
    version: int
    start_seconds: float
    text: str
    replaced: str


@dataclass(frozen=True, slots=True)
class Found:
    """The first lines in which it stands, and in how many it stands in all."""

    places: tuple[Place, ...]
    lines: int
    transcripts: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """A line that was ticked, as it was seen."""

    transcript_id: int
    key: str
    version: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """What was done."""

    lines: int
    skipped: int
    """Lines that somebody changed meanwhile, or in which the words no longer stand."""


def wanted_of(find: str, replacement: str, *, is_whole_word: bool, is_case_kept: bool) -> Wanted:
    """Say what is wanted.

    Raises:
        InvalidInputError: `find`: `empty`, `too-long`; `replacement`: `too-long`.
    """
    found, put = one_line(find), one_line(replacement)
    faults = {name: "too-long" for name, text in (("find", found), ("replacement", put)) if len(text) > LONGEST_WORDS}
    if not found:
        faults["find"] = "empty"
    if faults:
        raise InvalidInputError(faults)
    return Wanted(found, put, is_whole_word, is_case_kept)


def find_places(session: Session, wanted: Wanted, *, transcript_id: int | None = None) -> Found:
    """Look through one transcript, or through all that visitors read; other transcripts are only looked at by name."""
    places: list[Place] = []
    lines, transcripts = 0, set()
    for place in _places(session, wanted, transcript_id):
        lines += 1
        transcripts.add(place.transcript_id)
        if lines <= MOST_AT_ONCE:
            places.append(place)
    return Found(tuple(places), lines, len(transcripts))


def replace_in(
    services: Services, session: Session, wanted: Wanted, chosen: Iterable[Chosen], *, request_id: str
) -> Replaced:
    """Replace the words in these lines, as one edit of each transcript under one name; what changed since is left."""
    pattern = wanted.pattern()
    by_transcript: dict[int, list[Chosen]] = {}
    for one in chosen:
        by_transcript.setdefault(one.transcript_id, []).append(one)
    lines = total = 0
    for transcript_id, mine in by_transcript.items():
        total += len(mine)
        transcript = session.get(Transcript, transcript_id, with_for_update=True)
        edits = [] if transcript is None else list(_edits(session, wanted, pattern, mine))
        if transcript is None or not edits:
            continue
        saving = Saving(edits, request_id, transcript.last_edit, EditKind.REPLACED)
        try:
            lines += save(services, session, transcript, saving).changed
        except LinesChangedError:  # the rows were read in this transaction: a line stands here twice
            continue
    return Replaced(lines, total - lines)


def replaced_text(wanted: Wanted, pattern: re.Pattern[str], text: str) -> str:
    """Give a text with the words replaced; where nothing is put in their place, no double blanks stay."""
    made = pattern.sub(lambda _match: wanted.replacement, text)
    return made if wanted.replacement else re.sub(r" {2,}", " ", made).strip()


def _edits(
    session: Session, wanted: Wanted, pattern: re.Pattern[str], chosen: Sequence[Chosen]
) -> Iterator[ReplaceWords]:
    seen: Mapping[str, int] = {one.key: one.version for one in chosen}
    rows = session.execute(
        select(TranscriptCue.key, TranscriptCue.text, TranscriptCue.last_edit).where(
            TranscriptCue.transcript_id == chosen[0].transcript_id, TranscriptCue.key.in_(seen)
        )
    )
    for key, text, version in rows:
        made = replaced_text(wanted, pattern, text)
        if version == seen[key] and made != text and made:
            yield ReplaceWords(key, version, made)


def _places(session: Session, wanted: Wanted, transcript_id: int | None) -> Iterator[Place]:
    pattern = wanted.pattern()
    cue = TranscriptCue
    rows = (
        select(
            Recording.id, Recording.title, Transcript.id, Transcript.language, cue.key, cue.last_edit,
            cue.start_seconds, cue.text,
        )
        .join(Transcript, Transcript.id == cue.transcript_id)
        .join(Recording, Recording.id == Transcript.recording_id)
        .order_by(Recording.title, Transcript.id, cue.position)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )  # fmt: skip
    rows = (
        rows.where(Transcript.id == transcript_id) if transcript_id is not None else rows.where(Transcript.is_current)
    )
    for run in _ASCII_RUN.findall(max(wanted.find.split(), key=len)):  # the database folds no other letters
        rows = rows.where(cue.text.icontains(run, autoescape=True))
    for row in session.execute(rows):
        text = row[-1]
        made = replaced_text(wanted, pattern, text)
        if made != text and made:
            yield Place(*row, made)
