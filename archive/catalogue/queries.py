"""Named reads of the public site: cards of recordings, events, places, each for whoever is looking. Changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from archive.catalogue import places
from archive.catalogue.events import Event, Kind, Series
from archive.catalogue.recordings import Recording, RecordingSpeaker, Speaker
from archive.catalogue.succession_queries import NewerRecording, newer_recordings
from archive.catalogue.viewing import Viewer, may_see_event, may_see_recording


@dataclass(frozen=True, slots=True)
class RecordingCard:
    """A recording as lists show it."""

    recording_id: int
    slug: str
    title: str
    language: str
    duration_seconds: float | None
    poster_key: str | None
    is_demonstration: bool
    event_slug: str
    event_title: str
    starts: str | None
    ends: str | None
    kind: Kind | None
    place: str | None
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    series: str = ""
    """Slug of the series of its event; empty without one."""
    as_of: str | None = None
    """The state of affairs it speaks of: the event's date, where staff said nothing else."""
    newer: NewerRecording | None = None
    """What has taken its place, where that was asked for."""


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event as lists show it, with what there is to watch of it."""

    slug: str
    title: str
    language: str
    starts: str | None
    ends: str | None
    kind: Kind | None
    place: str | None
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    recordings: tuple[RecordingCard, ...]
    series: str = ""
    """Slug of its series; empty without one."""

    @property
    def duration_seconds(self) -> float:
        """Add up what there is to watch."""
        return sum(card.duration_seconds or 0 for card in self.recordings)


@dataclass(frozen=True, slots=True)
class Place:
    """A country or a region with what the archive holds about it."""

    code: str
    as_of: str | None
    """Date of the newest event that can be watched; None when none can."""
    recordings: int
    events: int
    duration_seconds: float


@dataclass(frozen=True, slots=True)
class EventAbout:
    """What the page of an event says beside its card."""

    card: EventCard
    series: Mapping[str, str]
    """Title of its series by language; empty without one."""
    organisers: tuple[str, ...]
    descriptions: Mapping[str, str]


def events(session: Session, viewer: Viewer) -> tuple[EventCard, ...]:
    """List all events, the latest first, each with its recordings."""
    rows = session.scalars(_events().where(may_see_event(viewer)).order_by(Event.starts.desc().nulls_last(), Event.id))
    found = rows.all()
    cards = _cards_by_event(session, viewer, [row.id for row in found])
    return tuple(_event_card(row, cards.get(row.id, ())) for row in found)


def events_about(listed: Iterable[EventCard], *, country: str) -> tuple[EventCard, ...]:
    """Choose the events about a country: named themselves, or lying in a region that is."""
    around = frozenset(places.regions_of(country))
    return tuple(event for event in listed if country in event.countries or around & set(event.regions))


def event(session: Session, slug: str, viewer: Viewer) -> EventAbout | None:
    """Give an event for its page; whether this person may see it is decided elsewhere."""
    row = session.scalar(_events().where(Event.slug == slug).options(selectinload(Event.organisers)))
    if row is None:
        return None
    series = {} if row.series is None else {"de": row.series.title_de, "en": row.series.title_en}
    return EventAbout(
        card=_event_card(row, _cards_by_event(session, viewer, [row.id]).get(row.id, ())),
        series=series,
        organisers=tuple(entry.organiser.name for entry in row.organisers),
        descriptions={"de": row.description_de, "en": row.description_en},
    )


def find_event(session: Session, slug: str) -> Event | None:
    """Give an event, whoever may see it."""
    return session.scalar(select(Event).where(Event.slug == slug))


def newest_recordings(session: Session, viewer: Viewer, *, limit: int) -> tuple[RecordingCard, ...]:
    """List recordings of the latest events; of one event, what was published last."""
    order = (Event.starts.desc().nulls_last(), Recording.published_at.desc(), Recording.id.desc())
    return tuple(map(card_of, session.scalars(_recordings(viewer).order_by(*order).limit(limit))))


def recordings_with(session: Session, viewer: Viewer, speakers: Sequence[int]) -> tuple[RecordingCard, ...]:
    """List the recordings in which one of these people speaks, the latest first."""
    spoken = select(RecordingSpeaker.recording_id).where(RecordingSpeaker.speaker_id.in_(speakers))
    order = (Event.starts.desc().nulls_last(), Recording.id.desc())
    return tuple(map(card_of, session.scalars(_recordings(viewer).where(Recording.id.in_(spoken)).order_by(*order))))


def speaker_names(session: Session, viewer: Viewer) -> Mapping[int, str]:
    """Give the names of all who speak in what this person may see."""
    heard = (
        select(Speaker.id, Speaker.name)
        .join(RecordingSpeaker, RecordingSpeaker.speaker_id == Speaker.id)
        .join(Recording, Recording.id == RecordingSpeaker.recording_id)
        .join(Recording.event)
        .where(may_see_recording(viewer))
        .order_by(Speaker.id)
    )
    return {row.id: row.name for row in session.execute(heard)}


def series_titles(session: Session, slugs: Iterable[str], language: str) -> Mapping[str, str]:
    """Give the titles of these series in a language of the site."""
    rows = session.scalars(select(Series).where(Series.slug.in_(slugs)))
    return {row.slug: row.title_de if language == "de" else row.title_en for row in rows}


def country_places(listed: Iterable[EventCard]) -> tuple[Place, ...]:
    """Sum up the countries that events name."""
    by_code: dict[str, list[EventCard]] = {}
    for card in listed:
        for code in card.countries:
            by_code.setdefault(code, []).append(card)
    return tuple(_place(code, found) for code, found in by_code.items())


def region_places(listed: Iterable[EventCard]) -> tuple[Place, ...]:
    """Sum up regions: events that name the region, or one of its countries."""
    found = tuple(listed)
    summed = []
    for code, region in places.regions().items():
        about = [card for card in found if code in card.regions or set(region.countries) & set(card.countries)]
        named = [card for card in about if code in card.regions]
        if named:
            summed.append(_place(code, about))
    return tuple(summed)


def place_of(code: str, listed: Iterable[EventCard]) -> Place:
    """Sum up one country or region from its events."""
    return _place(code, tuple(listed))


def _events() -> Select[Event]:
    return select(Event).options(selectinload(Event.countries), selectinload(Event.regions), joinedload(Event.series))


def _recordings(viewer: Viewer) -> Select[Recording]:
    loaded = contains_eager(Recording.event)
    return _shown(viewer).options(
        loaded,
        loaded.selectinload(Event.countries),
        loaded.selectinload(Event.regions),
        loaded.joinedload(Event.series),
    )


def _shown(viewer: Viewer) -> Select[Recording]:
    return select(Recording).join(Recording.event).where(may_see_recording(viewer))


def _cards_by_event(session: Session, viewer: Viewer, ids: Sequence[int]) -> dict[int, tuple[RecordingCard, ...]]:
    """Give the cards of events that this session has just loaded: nothing about them is read twice."""
    rows = session.scalars(_shown(viewer).where(Recording.event_id.in_(ids)).order_by(Recording.position, Recording.id))
    found: dict[int, tuple[RecordingCard, ...]] = {}
    for row in rows:
        found[row.event_id] = (*found.get(row.event_id, ()), card_of(row))
    return found


def card_of(row: Recording) -> RecordingCard:
    """Make the card of a loaded recording; its event with countries and regions must be loaded too."""
    return RecordingCard(
        recording_id=row.id,
        slug=row.slug,
        title=row.title,
        language=row.language,
        duration_seconds=row.duration_seconds,
        poster_key=row.poster_key,
        is_demonstration=row.is_demonstration,
        event_slug=row.event.slug,
        event_title=row.event.title,
        starts=row.event.starts,
        ends=row.event.ends,
        kind=row.event.kind,
        place=row.event.place,
        countries=tuple(entry.country for entry in row.event.countries),
        regions=tuple(entry.region for entry in row.event.regions),
        series=row.event.series.slug if row.event.series else "",
        as_of=row.as_of or row.event.starts,
    )


def card_with_newer(session: Session, viewer: Viewer, row: Recording) -> RecordingCard:
    """Make the card of a loaded recording, with what has taken its place."""
    return replace(card_of(row), newer=newer_recordings(session, viewer, [row.id]).get(row.id))


def _event_card(row: Event, recordings: tuple[RecordingCard, ...]) -> EventCard:
    return EventCard(
        slug=row.slug,
        title=row.title,
        language=row.language,
        starts=row.starts,
        ends=row.ends,
        kind=row.kind,
        place=row.place,
        countries=tuple(entry.country for entry in row.countries),
        regions=tuple(entry.region for entry in row.regions),
        recordings=recordings,
        series=row.series.slug if row.series else "",
    )


def _place(code: str, about: Sequence[EventCard]) -> Place:
    watchable = [card for card in about if card.recordings]
    return Place(
        code=code,
        as_of=max((row.as_of for card in watchable for row in card.recordings if row.as_of), default=None),
        recordings=sum(len(card.recordings) for card in watchable),
        events=len(about),
        duration_seconds=sum(card.duration_seconds for card in watchable),
    )
