"""The same question in several countries, side by side: the best moments of each, and where nothing was found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import found, queries
from archive.catalogue.queries import RecordingCard
from archive.catalogue.viewing import visible_recording_ids
from archive.finding.searching import find
from archive.web import addresses
from archive.web.asking import language_of, services_of, viewer_of
from archive.web.expansions import ExpansionView, expansions_of, without_forgotten
from archive.web.filters import Asked, asked_of
from archive.web.hits import MomentView, hit_view
from archive.web.ordering import countries_in_order
from archive.web.rendering import render
from search.results import Answer, SearchRequest

MOST_COUNTRIES = 6
SHOWN_AT_FIRST = 4
RECORDINGS_ASKED, MOMENTS_ASKED, MOMENTS_SHOWN = 4, 3, 5


@dataclass(frozen=True, slots=True)
class Said:
    """A moment, and the recording it is from."""

    moment: MomentView
    card: RecordingCard


@dataclass(frozen=True, slots=True)
class Column:
    """What the recordings about a country answer."""

    code: str
    moments: tuple[Said, ...]
    total_moments: int
    total_recordings: int
    path: str
    """The whole answer about this country."""


@dataclass(frozen=True, slots=True)
class CountryChoice:
    """A country that can be compared."""

    code: str
    is_chosen: bool
    has_answer: bool


@dataclass(frozen=True, slots=True)
class ComparePage:
    """One question, several countries."""

    text: str
    columns: tuple[Column, ...]
    choices: tuple[CountryChoice, ...]
    silent: tuple[str, ...]
    """Chosen countries whose recordings do not answer."""
    most: int
    search_path: str
    expansions: tuple[ExpansionView, ...]
    left_out: tuple[str, ...]
    """Words whose glossary is not asked, as the address names them."""


def compare(request: Request) -> Response:
    """Answer a question once for each of up to six countries."""
    services, viewer = services_of(request), viewer_of(request)
    asked = asked_of(request, asked_on="compare")
    with services.database.reading() as session:
        events = queries.events(session, viewer)
        allowed = visible_recording_ids(session, viewer)
        codes = [
            place.code for place in countries_in_order(request, queries.country_places(events)) if place.recordings
        ]
        question = SearchRequest(
            text=asked.text, page_size=1, moments_per_recording=1, without_expansion=frozenset(asked.left_out)
        )
        answer = find(services, session, question, allowed=allowed) if asked.text else None
        asked = without_forgotten(asked, answer) if answer else asked
        answering = _answering(answer) if answer else {}
        chosen = _chosen(asked, codes, answering)
        columns = [_column(request, session, asked, code, allowed) for code in chosen if code in answering]
    page = ComparePage(
        text=asked.text,
        columns=tuple(column for column in columns if column.total_recordings),
        choices=tuple(CountryChoice(code, code in chosen, code in answering) for code in codes),
        silent=tuple(code for code in chosen if code not in answering) if asked.text else (),
        most=MOST_COUNTRIES,
        search_path=addresses.page(language_of(request), "search", q=asked.text, without=asked.left_out),
        expansions=expansions_of(asked, answer) if answer else (),
        left_out=asked.left_out,
    )
    return render(request, "pages/compare.html", page)


def _answering(answer: Answer) -> Mapping[str, int]:
    """Give the number of recordings that answer by country."""
    return {value.value: value.count for value in answer.facets.get("countries", ())}


def _chosen(asked: Asked, codes: Sequence[str], answering: Mapping[str, int]) -> list[str]:
    """Give the countries to compare, in the order of the list: those chosen, else those with most to say."""
    wanted = [code.upper() for code in asked.chosen["country"]]
    if not wanted:
        wanted = sorted(codes, key=lambda code: -answering.get(code, 0))[:SHOWN_AT_FIRST]
    return [code for code in codes if code in wanted][:MOST_COUNTRIES]


def _column(request: Request, session: Session, asked: Asked, code: str, allowed: frozenset[int]) -> Column:
    question = SearchRequest(
        text=asked.text,
        countries=(code,),
        page_size=RECORDINGS_ASKED,
        moments_per_recording=MOMENTS_ASKED,
        without_expansion=frozenset(asked.left_out),
    )
    answer = find(services_of(request), session, question, allowed=allowed)
    said = tuple(_said(request, session, asked, answer))
    language = language_of(request)
    return Column(
        code=code,
        moments=said[:MOMENTS_SHOWN],
        total_moments=answer.total_moments,
        total_recordings=answer.total_recordings,
        path=addresses.page(language, "search", q=asked.text, country=code.lower(), without=asked.left_out),
    )


def _said(request: Request, session: Session, asked: Asked, answer: Answer) -> Iterable[Said]:
    ids = [hit.recording_id for hit in answer.hits]
    cards = found.cards(session, viewer_of(request), ids)
    written = found.machine_written(session, ids)
    for hit in answer.hits:
        card = cards.get(hit.recording_id)
        if card is not None:
            view = hit_view(hit, card, written[card.recording_id], asked, services_of(request).i18n)
            yield from (Said(moment, card) for moment in view.moments)
