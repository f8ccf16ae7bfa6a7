"""The desk's page on which staff confirm or reject what rules have found about topics in a recording."""

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.auditing import record_about
from archive.catalogue import topic_queries
from archive.catalogue.recordings import Recording
from archive.catalogue.topic_queries import TopicPassage
from archive.catalogue.topics import TopicState
from archive.finding.assigning import decide
from archive.finding.topics import topics
from archive.shelving import search_anew
from archive.web.asking import language_of, number_of, services_of
from archive.web.marking import cut, pattern_of
from archive.web.matrix import passage_path
from archive.web.rendering import render
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, text_of
from search.results import Fragment

EVERYTHING = "confirm-all"
"""The button that confirms all that nobody has looked at, of one topic."""
BUTTONS = {"confirm": TopicState.CONFIRMED, "reject": TopicState.REJECTED, "undo": TopicState.SUGGESTED}
"""Each carries the number of its passage."""


@dataclass(frozen=True, slots=True)
class MarkView:
    """A passage that staff can decide on."""

    moment_id: int
    path: str
    start_seconds: float
    end_seconds: float
    language: str
    fragments: tuple[Fragment, ...]
    words: tuple[str, ...]
    state: TopicState

    @property
    def is_open(self) -> bool:
        """Say whether nobody has decided yet."""
        return self.state is TopicState.SUGGESTED


@dataclass(frozen=True, slots=True)
class TopicMarks:
    """A topic with its passages."""

    slug: str
    name: str
    marks: tuple[MarkView, ...]

    @property
    def open(self) -> int:
        """Count the passages that nobody has decided on."""
        return sum(mark.is_open for mark in self.marks)


@dataclass(frozen=True, slots=True)
class TopicMarksPage:
    """All passages of a recording by topic."""

    recording: Recording
    topics: tuple[TopicMarks, ...]
    open: int
    total: int


@for_staff
def show(request: Request) -> Response:
    """Show what was found, and what has been decided."""
    recording_id, language = request.path_params["recording_id"], language_of(request)
    with services_of(request).database.reading() as session:
        recording = session.get(Recording, recording_id)
        if recording is None:
            raise HTTPException(404)
        found = topic_queries.passages_of(session, recording_id)
    listed = tuple(
        TopicMarks(topic.slug, topic.names[language], tuple(_view(row, recording, language) for row in own))
        for topic in topics().values()
        if (own := [row for row in found if row.topic == topic.slug])
    )
    page = TopicMarksPage(recording, listed, sum(topic.open for topic in listed), len(found))
    return render(request, "desk/topics.html", page)


@staff_form
def mark(request: Request, form: FormData) -> Response:
    """Take a decision, and ask for the words to be indexed anew where the recording's topics are others now."""
    services, recording_id = services_of(request), request.path_params["recording_id"]
    with services.database.writing(by=account_id_of(request)) as session:
        recording = session.get(Recording, recording_id)
        if recording is None:
            raise HTTPException(404)
        wanted = dict(_decisions(form))
        if topic := text_of(form, EVERYTHING):
            found = topic_queries.passages_of(session, recording_id)
            is_open = [row.moment_id for row in found if row.topic == topic and row.state is TopicState.SUGGESTED]
            wanted |= dict.fromkeys(is_open, TopicState.CONFIRMED)
        changed = [
            decide(session, moment_id, recording_id=recording_id, state=state, at=services.clock())
            for moment_id, state in wanted.items()
        ]
        if any(changed):
            search_anew(services, session, recording)
        if wanted:
            states = sorted({state.value for state in wanted.values()})
            record_about(session, "topics.decided", recording, passages=len(wanted), decisions=states)
    place = f"#m{next(iter(wanted))}" if wanted else ""
    return see_other(desk_path(request, "recordings", recording_id, "topics") + place)


def _decisions(form: FormData) -> list[tuple[int, TopicState]]:
    typed = [(number_of(text_of(form, button)), state) for button, state in BUTTONS.items()]
    return [(moment_id, state) for moment_id, state in typed if moment_id is not None]


def _view(passage: TopicPassage, recording: Recording, language: str) -> MarkView:
    return MarkView(
        moment_id=passage.moment_id,
        path=passage_path(passage, recording.slug, language, spoken=recording.language),
        start_seconds=passage.start_seconds,
        end_seconds=passage.end_seconds,
        language=passage.language,
        fragments=cut(passage.text, pattern_of(sorted(passage.said, key=len, reverse=True))),
        words=passage.words,
        state=passage.state,
    )
