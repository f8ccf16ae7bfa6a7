"""From rows to the words that search holds, and the count of how complete it is. The database is the truth.

Drafts are indexed too: who may find what is decided for every question, by the catalogue.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from archive.bootstrap import Services
from archive.catalogue import dates, places
from archive.catalogue.database import Database
from archive.catalogue.events import Event, State
from archive.catalogue.pictures import Slide
from archive.catalogue.recordings import Recording, Transcript, TranscriptCue
from archive.finding.assigning import assign_topics, topics_of
from archive.finding.topics import topics
from archive.i18n import LANGUAGES, N_, I18n
from search.documents import CueSource, CueText, RecordingDocument, SlideSource, SlideText, TranscriptText
from search.errors import SearchError
from search.index import SearchIndex

log = logging.getLogger(__name__)

_CUE, _TRANSCRIPT = TranscriptCue.__table__.c, Transcript.__table__.c
_CUES_SHOWN = (  # made once, and without objects for its rows
    select(_CUE.position, _CUE.start_seconds, _CUE.text, _CUE.word_starts, _CUE.key)
    .join(Transcript.__table__, _TRANSCRIPT.id == _CUE.transcript_id)
    .where(_TRANSCRIPT.recording_id == bindparam("recording"), _TRANSCRIPT.language == bindparam("language"))
    .where(_TRANSCRIPT.is_current, _CUE.position.between(bindparam("first"), bindparam("last")))
    .order_by(_CUE.position)
)
KIND_NAMES = {"virtual": N_("virtual"), "national": N_("national"), "regional": N_("regional")}


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the cues that should be searchable are."""

    indexed: int
    total: int
    stale: tuple[int, ...]
    """Recordings whose words in the index are not those of the catalogue."""
    surplus: tuple[int, ...]
    """Recordings that the index holds and the catalogue does not."""

    @property
    def is_complete(self) -> bool:
        """Say whether there is nothing to mend."""
        return not self.stale and not self.surplus


def document_of(session: Session, recording_id: int, *, i18n: I18n) -> RecordingDocument | None:
    """Make the search document of a recording; None when there is none, or its footage has not arrived."""
    recording = session.scalar(
        select(Recording)
        .where(Recording.id == recording_id, _is_shelved())
        .options(joinedload(Recording.event).joinedload(Event.series))
        .options(selectinload(Recording.speakers), selectinload(Recording.transcripts))
    )
    if recording is None:
        return None
    event = recording.event
    current = [transcript for transcript in recording.transcripts if transcript.is_current]
    regions = tuple(row.region for row in event.regions)
    countries = tuple(
        dict.fromkeys(
            [*(row.country for row in event.countries), *(c for r in regions for c in places.countries_of(r))]
        )
    )
    about = topics_of(session, recording.id)
    return RecordingDocument(
        recording_id=recording.id,
        version=recording.version,
        language=recording.language,
        title=recording.title,
        description="\n".join(filter(None, (recording.description, recording.description_en))),
        speakers=tuple(row.speaker.name for row in recording.speakers),
        event_title=event.title,
        place=event.place or "",
        countries=countries,
        country_names=_place_names(countries, regions, i18n),
        regions=tuple(dict.fromkeys([*regions, *(r for c in countries for r in places.regions_of(c))])),
        year=dates.year_of(event.starts),
        date=event.starts or "",
        kind=event.kind or "",
        kind_names=_in_all_languages(KIND_NAMES[event.kind], i18n) if event.kind else (),
        language_names=tuple(
            dict.fromkeys(i18n.language_name(row.language, shown_in) for row in current for shown_in in LANGUAGES)
        ),
        series=event.series.slug if event.series else "",
        series_names=tuple(dict.fromkeys((event.series.title_de, event.series.title_en))) if event.series else (),
        topics=about,
        topic_names=tuple(name for topic in about for name in topics()[topic].all_names),
        has_checked_transcript=any(transcript.is_checked for transcript in current),
        transcripts=tuple(TranscriptText(transcript.language, _cues(session, transcript.id)) for transcript in current),
        slides=_slides(session, recording.id),
    )


def index_recordings(services: Services, recording_ids: Sequence[int]) -> None:
    """Bring the index to what the catalogue says of these recordings; an index that is broken is built anew.

    The rows are read while the index is locked, so that of two writers the later one never brings older words.

    Raises:
        SearchError: the index cannot be written now.
    """
    wanted = list(dict.fromkeys(recording_ids))
    _assign(services, wanted)
    if services.index.problem() is not None:
        rebuild(services)
        return
    with services.database.reading() as session:
        here = set(session.scalars(select(Recording.id).where(Recording.id.in_(wanted), _is_shelved())))
    gone = [recording_id for recording_id in wanted if recording_id not in here]
    try:
        if here:
            services.index.replace(_documents(services, sorted(here)))
        if gone:
            services.index.remove(gone)
    except SearchError as exc:
        if not exc.can_rebuild:
            raise
        log.warning("the index is built anew: %s", exc)
        rebuild(services)


def rebuild(services: Services, *, purges: bool = False) -> int:
    """Build the whole index anew beside the one that answers; say how many recordings it holds.

    One that `purges` leaves no word of what is gone in any file.

    Raises:
        SearchError: the index cannot be written now.
    """
    with services.database.reading() as session:
        shelved = session.scalars(select(Recording.id).where(_is_shelved()).order_by(Recording.id)).all()
    _assign(services, shelved)
    services.index.rebuild(_documents(services, shelved), purges=purges)
    return len(shelved)


def completeness(session: Session, index: SearchIndex) -> Completeness:
    """Compare the index with the catalogue, recording by recording.

    Raises:
        IndexUnavailableError: no generation of the index can answer.
    """
    counts = index.counts()
    indexed, total, stale = 0, 0, []
    expected = _expected(session)
    for recording_id, wanted in expected.items():
        total += wanted.cues
        held = counts.get(recording_id)
        if held is not None and held.version == wanted.version:
            indexed += min(held.cues, wanted.cues)
        if held is None or held.version != wanted.version or held.cues != wanted.cues:
            stale.append(recording_id)
    return Completeness(indexed, total, tuple(stale), tuple(sorted(counts.keys() - expected.keys())))


def cue_source(database: Database) -> CueSource:
    """Give search the words that it shows, out of the catalogue at the time of asking."""

    def cues(recording_id: int, language: str, first: int, last: int) -> Sequence[CueText]:
        with database.reading() as session:
            return cues_within(session)(recording_id, language, first, last)

    return cues


def cues_within(session: Session) -> CueSource:
    """Give search the words that it shows, in a transaction that is open already: a page shows thirty moments."""

    def cues(recording_id: int, language: str, first: int, last: int) -> Sequence[CueText]:
        asked = {"recording": recording_id, "language": language, "first": first, "last": last}
        rows = session.connection().execute(_CUES_SHOWN, asked)
        return [CueText(place, start, text, tuple(words or ()), key) for place, start, text, words, key in rows]

    return cues


def slide_source(database: Database) -> SlideSource:
    """Give search the slides that it shows, out of the catalogue at the time of asking."""

    def slide(recording_id: int, position: int) -> SlideText | None:
        with database.reading() as session:
            row = session.scalar(select(Slide).where(Slide.recording_id == recording_id, Slide.position == position))
        return _slide_text(row) if row else None

    return slide


def _assign(services: Services, recording_ids: Iterable[int]) -> None:
    """Find what the words are about before they are indexed, a transaction each: the facet counts it."""
    for recording_id in recording_ids:
        with services.database.writing() as session:
            assign_topics(session, recording_id)


def _documents(services: Services, recording_ids: Iterable[int]) -> Iterator[RecordingDocument]:
    for recording_id in recording_ids:
        with services.database.reading() as session:
            document = document_of(session, recording_id, i18n=services.i18n)
        if document is not None:
            yield document


@dataclass(frozen=True, slots=True)
class _Expected:
    version: int
    cues: int


def _expected(session: Session) -> dict[int, _Expected]:
    versions = session.execute(select(Recording.id, Recording.version).where(_is_shelved()))
    cues = session.execute(
        select(Transcript.recording_id, func.count(TranscriptCue.id))
        .join(TranscriptCue, TranscriptCue.transcript_id == Transcript.id)
        .where(Transcript.is_current)
        .group_by(Transcript.recording_id)
    )
    counted = dict(iter(cues))
    return {key: _Expected(version, counted.get(key, 0)) for key, version in versions}


def _is_shelved() -> ColumnElement[bool]:
    """Say what belongs into the index: what is withdrawn goes from there as well, though nobody would be shown it."""
    return and_(Recording.shelved_at.is_not(None), Recording.state != State.WITHDRAWN)


def _cues(session: Session, transcript_id: int) -> tuple[CueText, ...]:
    rows = session.scalars(
        select(TranscriptCue).where(TranscriptCue.transcript_id == transcript_id).order_by(TranscriptCue.position)
    )
    return tuple(_cue_text(row) for row in rows)


def _slides(session: Session, recording_id: int) -> tuple[SlideText, ...]:
    rows = session.scalars(select(Slide).where(Slide.recording_id == recording_id).order_by(Slide.position))
    return tuple(_slide_text(row) for row in rows if row.text)


def _slide_text(row: Slide) -> SlideText:
    return SlideText(row.position, row.start_seconds, row.title, row.text)


def _cue_text(row: TranscriptCue) -> CueText:
    return CueText(row.position, row.start_seconds, row.text, tuple(row.word_starts or ()), row.key)


def _place_names(countries: Sequence[str], regions: Sequence[str], i18n: I18n) -> tuple[str, ...]:
    named = [i18n.country(code, language) for code in countries for language in LANGUAGES]
    named += [alias for code in countries for alias in places.country_aliases().get(code, ())]
    named += [i18n.region(code, language) for code in regions for language in LANGUAGES]
    return tuple(dict.fromkeys(named))


def _in_all_languages(message: str, i18n: I18n) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i18n.translations(language).gettext(message) for language in LANGUAGES))
