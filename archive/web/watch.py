"""The page of one recording: player, transcript, what was found in it, and all that is known about it."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.bootstrap import Services
from archive.catalogue import queries, watching
from archive.catalogue.events import State
from archive.catalogue.queries import RecordingCard
from archive.catalogue.recordings import Recording
from archive.catalogue.viewing import visible_recording_ids
from archive.catalogue.watching import TranscriptAbout
from archive.finding.searching import find
from archive.web.access import shown_recording
from archive.web.asking import language_of, services_of, text_of, texts_of, viewer_of
from archive.web.document_views import DocumentView, document_views
from archive.web.filters import LEFT_OUT
from archive.web.keeping import with_afterwards
from archive.web.player import PlayerView, player_view
from archive.web.quoting import Quoting, quoting_of
from archive.web.reading import TranscriptView
from archive.web.related import Related, related_to
from archive.web.rendering import render
from archive.web.sharing import Sharing, sharing_of
from archive.web.spans import AskedTime, asked_time
from archive.web.transcript_part import AskedWords, chosen_transcript, transcript_of
from archive.web.view_counting import counting_view
from search.errors import SearchError
from search.results import SearchRequest

MOMENTS_SHOWN = 1000
"""More than anybody follows one by one; its transcript is read once for all of them."""
MOST_LETTERS_TWICE = 60_000
"""An hour of words: up to there they stand in the head of the page once more, for machines."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """How many lines can be found."""

    indexed: int
    total: int


@dataclass(frozen=True, slots=True)
class WatchPage:
    """One recording."""

    recording: RecordingCard
    is_draft: bool
    is_arriving: bool
    """It can be played, and more of it follows."""
    description: str
    description_language: str
    series: str
    organisers: tuple[str, ...]
    speakers: tuple[str, ...]
    player: PlayerView
    transcript: TranscriptView | None
    transcript_note: str
    captions_reason: str
    """Why there are no captions, in the words of the desk; empty where nobody said."""
    time: AskedTime
    quoting: Quoting
    offers_files: bool
    """Film and sound may be taken along."""
    missing_language: str
    """A language that was asked for, and there is no transcript in it."""
    found: AskedWords | None
    searchable: Searchable | None
    """None while the index is being prepared."""
    others: tuple[RecordingCard, ...]
    """Further recordings of the same event."""
    related: tuple[Related, ...]
    documents: tuple[DocumentView, ...]
    sharing: Sharing


def watch(request: Request) -> Response:
    """Show a recording: 404 when it was never shown, 410 with the reason when it is withdrawn."""
    page = page_of(request)
    return with_afterwards(
        request,
        render(request, "pages/watch.html", page),
        partial(counting_view, recording_id=page.recording.recording_id, is_public=not page.is_draft),
    )


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
    found = _found(request, session, recording)
    event = queries.event(session, recording.event.slug, viewer_of(request))
    if event is None:  # every recording has one
        raise HTTPException(404)
    chosen = chosen_transcript(request, recording, transcripts)
    others = event.card.recordings
    card = queries.card_with_newer(session, viewer_of(request), recording)
    quoting = quoting_of(request, session, recording, chosen.about, newer=card.newer)
    time = asked_time(request.query_params.get("t") or quoting.time, recording.duration_seconds)
    transcript = transcript_of(request, session, recording, transcripts, chosen, words=found, span=time.span)
    missing = frozenset(row.key for row in recording.renditions if not services.store.holds(row.key))
    return WatchPage(
        recording=card,
        is_draft={recording.state, recording.event.state} != {State.PUBLISHED},
        is_arriving=recording.shelved_at is None,
        description=_description(recording, language),
        description_language="en" if recording.description_en and language == "en" else recording.language,
        series=event.series.get(language, ""),
        organisers=event.organisers,
        speakers=tuple(entry.speaker.name for entry in recording.speakers),
        player=player_view(
            recording,
            transcripts,
            span=time.span,
            found_seconds=(*found.hit.timeline, *found.hit.slides) if found and found.hit else (),
            missing=missing,
        ),
        transcript=transcript,
        transcript_note=recording.transcript_note,
        captions_reason=recording.captions_reason,
        time=time,
        quoting=quoting,
        offers_files=recording.offers_files,
        missing_language=chosen.missing,
        found=found,
        searchable=_searchable(services, recording, transcripts),
        others=tuple(other for other in others if other.recording_id != recording.id),
        related=related_to(request, session, card),
        documents=document_views(session, recording, viewer_of(request)),
        sharing=sharing_of(request, recording, transcripts, event, text=_text(transcript)),
    )


def _text(transcript: TranscriptView | None) -> str:
    """Give all words that the page shows, as search engines read them; those of hours they read in the page itself."""
    lines = transcript.lines if transcript else ()
    text = " ".join("".join(piece.text for piece in line.fragments) for line in lines)
    return text if len(text) <= MOST_LETTERS_TWICE else ""


def _found(request: Request, session: Session, recording: Recording) -> AskedWords | None:
    text, without = text_of(request, "q"), texts_of(request, LEFT_OUT)
    if not text:
        return None
    question = SearchRequest(
        text=text,
        without_expansion=frozenset(without),
        recording_id=recording.id,
        page_size=1,
        moments_per_recording=MOMENTS_SHOWN,
    )
    allowed = visible_recording_ids(session, viewer_of(request), drafts=True)
    try:
        answer = find(services_of(request), session, question, allowed=allowed)
    except SearchError:
        return AskedWords(text, without, None, is_answered=False)
    # what was switched off for other words is forgotten with them
    without = tuple(one.key for one in answer.expansions if one.is_off)
    return AskedWords(text, without, answer.hits[0] if answer.hits else None, is_answered=True)


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


def _description(recording: Recording, language: str) -> str:
    first, other = recording.description, recording.description_en
    return (other or first) if language == "en" else (first or other)
