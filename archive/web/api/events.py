"""The API about events: the list, with and without footage, and one of them."""

from dataclasses import fields

from starlette.exceptions import HTTPException

from archive.catalogue import dates, queries
from archive.catalogue.queries import EventCard
from archive.catalogue.viewing import VISITOR
from archive.web.access import shown_event
from archive.web.api import making
from archive.web.api.endpoints import Call
from archive.web.api.models_of_places import Event, EventDetails, EventList
from archive.web.api.parameters import EventsQuery, Query
from archive.web.api.recordings import series_of


def events(call: Call[EventsQuery]) -> EventList:
    """List the events that anybody may see, the latest first."""
    asked = call.query
    found = [card for card in queries.events(call.session, VISITOR) if _fits(card, asked)]
    first = (asked.page - 1) * asked.page_size
    return EventList(
        total=len(found),
        page=asked.page,
        links=making.links(call.public_url, call.address, page=asked.page, total=len(found), page_size=asked.page_size),
        items=tuple(_event(call.public_url, card) for card in found[first : first + asked.page_size]),
    )


def event(call: Call[Query]) -> EventDetails:
    """Give one event."""
    row = shown_event(call.session, call.parts["slug"], VISITOR)
    about = queries.event(call.session, row.slug, VISITOR)
    if about is None:
        raise HTTPException(404)
    summary = _event(call.public_url, about.card)
    return EventDetails(
        **{field.name: getattr(summary, field.name) for field in fields(summary)},
        series=series_of(row.series),
        organisers=about.organisers,
        descriptions={language: text for language, text in about.descriptions.items() if text},
    )


def _event(public_url: str, card: EventCard) -> Event:
    return Event(
        slug=card.slug,
        title=card.title,
        language=card.language,
        url=making.address(public_url, "events", card.slug),
        page=making.page(public_url, "events", card.slug),
        starts=card.starts,
        ends=card.ends,
        kind=card.kind,
        place=card.place,
        countries=card.countries,
        regions=card.regions,
        recordings=tuple(making.reference(public_url, shown.slug, shown.title) for shown in card.recordings),
    )


def _fits(card: EventCard, asked: EventsQuery) -> bool:
    is_about = not asked.country or any(queries.events_about([card], country=code.upper()) for code in asked.country)
    is_of_year = not asked.year or dates.year_of(card.starts) in asked.year
    return is_about and is_of_year and (not asked.kind or card.kind in asked.kind)
