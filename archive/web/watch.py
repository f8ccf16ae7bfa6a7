"""The page of one recording: player, transcript, what was found in it, and all that is known about it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from archive.bootstrap import Services
from archive.catalogue import queries, watching
from archive.catalogue.events import State
from archive.catalogue.queries import RecordingCard
from archive.catalogue.recordings import Recording
from archive.catalogue.viewing import visible_recording_ids
from archive.catalogue.watching import Line, TranscriptAbout
from archive.searching import find
from archive.web import addresses
from archive.web.access import shown_recording
from archive.web.asking import language_of, services_of, text_of, viewer_of
from archive.web.marking import LineView, line_at, line_views, written_forms
from archive.web.player import PlayerView, player_view
from archive.web.rendering import render
from archive.web.sharing import Sharing, sharing_of
from search.errors import SearchError
from search.results import RecordingHit, SearchRequest

MOMENTS_SHOWN = 1000
"""More than anybody follows one by one; its transcript is read once for all of them."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """How many lines can be found."""

    indexed: int
    total: int


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language that the transcript can be read in."""

    language: str
    link: str
    """The same search at the same second."""


@dataclass(frozen=True, slots=True)
class TranscriptView:
    """One transcript with its lines, and the languages there are."""

    about: TranscriptAbout
    lines: tuple[LineView, ...]
    languages: tuple[LanguageChoice, ...]
    link: str
    """What stands before the second in the address of a line."""


@dataclass(frozen=True, slots=True)
class FoundView:
    """What was searched for, and where it is said in this recording."""

    query: str
    hit: RecordingHit | None


@dataclass(frozen=True, slots=True)
class WatchPage:
    """One recording."""

    recording: RecordingCard
    is_draft: bool
    is_arriving: bool
    """It can be played, and more of it follows."""
    description: str
    series: str
    organisers: tuple[str, ...]
    speakers: tuple[str, ...]
    player: PlayerView
    transcript: TranscriptView | None
    transcript_note: str
    found: FoundView | None
    searchable: Searchable | None
    """None while the index is being prepared."""
    others: tuple[RecordingCard, ...]
    """Further recordings of the same event."""
    sharing: Sharing


def watch(request: Request) -> Response:
    """Show a recording: 404 when it was never shown, 410 with the reason when it is withdrawn."""
    return render(request, "pages/watch.html", page_of(request))


def page_of(request: Request) -> WatchPage:
    """Gather what there is to show of the recording that the address names.

    Raises:
        HTTPException: 404, there is none, or not for this person.
        Withdrawn: it was published once; with day and reason.
    """
    with services_of(request).database.reading() as session:
        recording = shown_recording(session, request.path_params["slug"], viewer_of(request))
        return _page(request, session, recording)


def _page(request: Request, session: Session, recording: Recording) -> WatchPage:
    services, language = services_of(request), language_of(request)
    transcripts = watching.transcripts(session, recording.id)
    asked_second = addresses.seconds_of(request.query_params.get("t"))
    allowed = visible_recording_ids(session, viewer_of(request), drafts=True)
    found = _found(services, session, recording, text_of(request, "q"), allowed)
    event = queries.event(session, recording.event.slug, viewer_of(request))
    shown = _chosen(transcripts, text_of(request, "transcript"), recording.language, language)
    others = event.card.recordings if event else ()
    transcript = _transcript(session, transcripts, shown, found, asked_second) if shown else None
    return WatchPage(
        recording=queries.card_of(recording),
        is_draft={recording.state, recording.event.state} != {State.PUBLISHED},
        is_arriving=recording.shelved_at is None,
        description=recording.description,
        series=event.series.get(language, "") if event else "",
        organisers=event.organisers if event else (),
        speakers=tuple(entry.speaker.name for entry in recording.speakers),
        player=player_view(
            recording,
            transcripts,
            start_seconds=asked_second,
            found_seconds=(*found.hit.timeline, *found.hit.slides) if found and found.hit else (),
        ),
        transcript=transcript,
        transcript_note=recording.transcript_note,
        found=found,
        searchable=_searchable(services, recording, transcripts),
        others=tuple(card for card in others if card.recording_id != recording.id),
        sharing=sharing_of(request, recording, transcripts, text=_text(transcript)),
    )


def _text(transcript: TranscriptView | None) -> str:
    """Give all words that the page shows, as search engines read them."""
    if transcript is None:
        return ""
    return " ".join("".join(piece.text for piece in line.fragments) for line in transcript.lines)


def _chosen(transcripts: tuple[TranscriptAbout, ...], asked: str, spoken: str, read: str) -> TranscriptAbout | None:
    """Choose the transcript to show: the one asked for, else in the language spoken, else in that of the page."""
    by_language = {about.language: about for about in reversed(transcripts) if about.lines}
    for wanted in (asked, spoken, read):
        if wanted in by_language:
            return by_language[wanted]
    return next((about for about in transcripts if about.lines), None)


def _transcript(
    session: Session,
    transcripts: tuple[TranscriptAbout, ...],
    shown: TranscriptAbout,
    found: FoundView | None,
    second: float | None,
) -> TranscriptView:
    lines: tuple[Line, ...] = watching.lines(session, shown.transcript_id)
    moments = found.hit.moments if found and found.hit else ()
    forms = written_forms(moment for moment in moments if moment.transcript_language == shown.language)
    query, choices = found.query if found else "", [about.language for about in transcripts if about.lines]
    at = "" if second is None else addresses.second(second)
    kept = _asked(q=query, transcript=shown.language if len(choices) > 1 else "")
    return TranscriptView(
        about=shown,
        lines=line_views(lines, forms=forms, current=line_at(lines, second)),
        languages=tuple(LanguageChoice(code, "?" + _asked(q=query, transcript=code, t=at)) for code in choices),
        link=f"?{kept}&t=" if kept else "?t=",
    )


def _asked(**parts: str) -> str:
    return urlencode({name: value for name, value in parts.items() if value})


def _found(
    services: Services, session: Session, recording: Recording, text: str, allowed: frozenset[int]
) -> FoundView | None:
    if not text:
        return None
    request = SearchRequest(text=text, recording_id=recording.id, page_size=1, moments_per_recording=MOMENTS_SHOWN)
    try:
        answer = find(services, session, request, allowed=allowed)
    except SearchError:
        return FoundView(text, None)
    return FoundView(text, answer.hits[0] if answer.hits else None)


def _searchable(
    services: Services, recording: Recording, transcripts: tuple[TranscriptAbout, ...]
) -> Searchable | None:
    total = sum(about.lines for about in transcripts)
    try:
        held = services.index.indexed(recording.id)
    except SearchError:
        return None
    is_fresh = held is not None and held.version == recording.version
    return Searchable(min(held.cues, total) if held is not None and is_fresh else 0, total)
