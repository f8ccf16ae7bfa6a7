"""The search page: recordings that answer, the moments in them, why they were found, and ways to narrow it down."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import queries, watching
from archive.catalogue.queries import RecordingCard
from archive.catalogue.viewing import visible_recording_ids
from archive.catalogue.watching import TranscriptAbout
from archive.indexing import cue_source
from archive.web import addresses
from archive.web.asking import language_of, services_of, viewer_of
from archive.web.filters import Asked, Chip, Facet, asked_of, chips_of, facets_of
from archive.web.player import ticks_of
from archive.web.rendering import render
from archive.web.words import QUERY_NOTES, REASONS, SORTS
from search.results import Answer, Fragment, Moment, RecordingHit

AROUND = 2
"""Pages named before and after the present one."""


@dataclass(frozen=True, slots=True)
class MomentView:
    """Where something was said."""

    path: str
    start_seconds: float
    language: str
    fragments: tuple[Fragment, ...]
    reason: str
    is_speech: bool
    is_machine_text: bool


@dataclass(frozen=True, slots=True)
class HitView:
    """A recording that answers."""

    recording: RecordingCard
    path: str
    """Its page with all moments marked."""
    total_moments: int
    moments: tuple[MomentView, ...]
    ticks: tuple[float, ...]

    @property
    def unshown(self) -> int:
        """Count the moments of speech that are not listed here."""
        return max(0, self.total_moments - sum(moment.is_speech for moment in self.moments))


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
    sorts: tuple[SortLink, ...]
    pages: tuple[PageLink, ...]
    notes: tuple[str, ...]
    suggestions: tuple[str, ...]
    without_filters: str
    """The same words without filters; empty when none is chosen."""
    is_archive_empty: bool


def search(request: Request) -> Response:
    """Answer a question from what this person may see."""
    services, viewer, asked = services_of(request), viewer_of(request), asked_of(request)
    with services.database.reading() as session:
        allowed = visible_recording_ids(session, viewer)
        answer = services.index.search(asked.request(), allowed=allowed, cues=cue_source(services.database))
        ids = [hit.recording_id for hit in answer.hits]
        cards = queries.cards(session, viewer, ids)
        transcripts = watching.transcripts_of(session, ids)
    chips = chips_of(request, asked)
    page = SearchPage(
        text=asked.text,
        sort=asked.sort,
        is_asking=not answer.query.is_empty,
        hits=tuple(
            _hit(hit, cards[hit.recording_id], transcripts.get(hit.recording_id, ()), asked)
            for hit in answer.hits
            if hit.recording_id in cards
        ),
        total_recordings=answer.total_recordings,
        total_moments=answer.total_moments,
        facets=facets_of(request, asked, answer),
        chips=chips,
        sorts=tuple(SortLink(label, asked.path(sort=sort), sort == asked.sort) for sort, label in SORTS.items()),
        pages=_pages(asked, answer),
        notes=tuple(dict.fromkeys(QUERY_NOTES[note.code] for note in answer.query.notes if note.code in QUERY_NOTES)),
        suggestions=answer.suggestions,
        without_filters=addresses.page(language_of(request), "search", q=asked.text) if chips else "",
        is_archive_empty=not allowed,
    )
    return render(request, "pages/search.html", page)


def _hit(hit: RecordingHit, card: RecordingCard, transcripts: tuple[TranscriptAbout, ...], asked: Asked) -> HitView:
    by_language = {about.language: about for about in transcripts}
    return HitView(
        recording=card,
        path=addresses.page(asked.language, "watch", card.slug, q=asked.text),
        total_moments=hit.total_moments,
        moments=tuple(_moment(moment, card, by_language, asked) for moment in hit.moments),
        ticks=ticks_of(hit.timeline, card.duration_seconds),
    )


def _moment(
    moment: Moment, card: RecordingCard, transcripts: Mapping[str, TranscriptAbout], asked: Asked
) -> MomentView:
    is_speech = moment.kind == "speech"
    about = transcripts.get(moment.transcript_language)
    path = addresses.page(
        asked.language,
        "watch",
        card.slug,
        q=asked.text,
        transcript=moment.transcript_language if is_speech and len(transcripts) > 1 else None,
        t=addresses.second(moment.start_seconds) if is_speech else None,
    )
    return MomentView(
        path=f"{path}#l{moment.position}" if is_speech else path,
        start_seconds=moment.start_seconds,
        language=moment.transcript_language,
        fragments=moment.snippet,
        reason=REASONS.get(moment.reason, ""),
        is_speech=is_speech,
        is_machine_text=is_speech and about is not None and about.is_machine_text,
    )


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
