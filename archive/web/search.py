"""The search page: recordings that answer, the moments in them, why they were found, and ways to narrow it down."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import found, queries
from archive.catalogue.viewing import Viewer, visible_recording_ids
from archive.finding.searching import find
from archive.web import addresses
from archive.web.asking import language_of, services_of, viewer_of
from archive.web.desk.unanswered import counting
from archive.web.expansions import ExpansionView, expansions_of, without_forgotten
from archive.web.filters import Asked, Chip, Facet, asked_of, chips_of, facets_of
from archive.web.hits import HitView, hit_view
from archive.web.keeping import with_afterwards
from archive.web.rendering import render
from archive.web.words import QUERY_NOTES, SORTS
from search.query import Note
from search.results import Answer

AROUND = 2
"""Pages named before and after the present one."""


@dataclass(frozen=True, slots=True)
class NoteView:
    """What a reader should know about how the question was understood, and the part of it that is meant."""

    words: str
    place: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the answer; number 0 stands for a gap."""

    number: int
    path: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class SortLink:
    """An order of the answer."""

    label: str
    path: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """An answer."""

    text: str
    sort: str
    is_asking: bool
    """False where nothing was typed: then all recordings are listed."""
    hits: tuple[HitView, ...]
    total_recordings: int
    total_moments: int
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    expansions: tuple[ExpansionView, ...]
    left_out: tuple[str, ...]
    """Words whose glossary is not asked, as the address names them."""
    sorts: tuple[SortLink, ...]
    pages: tuple[PageLink, ...]
    notes: tuple[NoteView, ...]
    suggestions: tuple[str, ...]
    without_filters: str
    """The same words without filters; empty when none is chosen."""
    is_archive_empty: bool
    feed: str
    """The same search for programs that look for new recordings."""


def search(request: Request) -> Response:
    """Answer a question from what this person may see."""
    services, viewer, asked = services_of(request), viewer_of(request), asked_of(request)
    with services.database.reading() as session:
        allowed = visible_recording_ids(session, viewer)
        answer = find(services, session, asked.request(), allowed=allowed)
        asked = without_forgotten(asked, answer)
        ids = [hit.recording_id for hit in answer.hits]
        cards = found.cards(session, viewer, ids)
        written = found.machine_written(session, ids)
        series = queries.series_titles(session, _series_in(answer, asked), asked.language)
    chips = chips_of(request, asked, series)
    search_page = addresses.page(asked.language, "search")
    page = SearchPage(
        text=asked.text,
        sort=asked.sort,
        is_asking=not answer.query.is_empty,
        hits=tuple(
            hit_view(hit, cards[hit.recording_id], written[hit.recording_id], asked, services.i18n)
            for hit in answer.hits
            if hit.recording_id in cards
        ),
        total_recordings=answer.total_recordings,
        total_moments=answer.total_moments,
        facets=facets_of(request, asked, answer, series),
        chips=chips,
        expansions=expansions_of(asked, answer),
        left_out=asked.left_out,
        sorts=tuple(SortLink(label, asked.path(sort=sort), sort == asked.sort) for sort, label in SORTS.items()),
        pages=_pages(asked, answer),
        notes=tuple(_note(note, answer.query.text) for note in answer.query.notes),
        suggestions=answer.suggestions,
        without_filters=addresses.page(language_of(request), "search", q=asked.text) if chips else "",
        is_archive_empty=not allowed,
        feed=addresses.feed(asked.language, "search") + asked.path(sort="relevance").removeprefix(search_page),
    )
    response = render(request, "pages/search.html", page)
    if _is_unanswered(asked, answer, viewer, is_empty=not allowed):
        return with_afterwards(request, response, lambda _request: counting(services, asked.text))
    return response


def _pages(asked: Asked, answer: Answer) -> tuple[PageLink, ...]:
    if answer.pages <= 1:
        return ()
    near = range(answer.page - AROUND, answer.page + AROUND + 1)
    shown = [number for number in range(1, answer.pages + 1) if number in {1, answer.pages} or number in near]
    links: list[PageLink] = []
    for number in shown:
        if links and number > links[-1].number + 1:
            links.append(PageLink(0, "", is_current=False))
        links.append(PageLink(number, asked.path(page=number), number == answer.page))
    return tuple(links)


def _is_unanswered(asked: Asked, answer: Answer, viewer: Viewer, *, is_empty: bool) -> bool:
    """Say whether a visitor's own words found nothing at all; what filters hide has an answer."""
    is_asked = bool(answer.query.clauses) and not asked.is_narrowed
    return is_asked and not answer.total_recordings and not viewer.is_staff and not is_empty


def _note(note: Note, text: str) -> NoteView:
    place = text[note.start : note.end]
    return NoteView(QUERY_NOTES[note.code], place if len(place) < len(text) else "")


def _series_in(answer: Answer, asked: Asked) -> tuple[str, ...]:
    return (*asked.chosen["series"], *(value.value for value in answer.facets.get("series", ())))
