"""Checks the running site from outside, as its visitors use it; for machines, so its lines are English and plain.

The words it searches for are taken from what was really said, and the moment found must begin at most a second before
the word.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs, quote, urlsplit

from archive.bootstrap import Services
from archive.catalogue.recordings import Recording
from archive.demo.doors import Take
from archive.demo.visitor import Reply, Visitor
from archive.details.drafts import draft_recording, drop_draft
from archive.finding.indexing import completeness
from ingest.details import Detail, Details
from media.cues import Word, read_timed_text

FIRST_BYTES = 100
BEFORE_SECONDS, ROUNDING_SECONDS = 1.0, 0.05
PAST_THE_END = 10**12


class NotAsPromisedError(Exception):
    """The site did something else than it should; the message says what."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A take, and the slug under which the site shows it."""

    take: Take
    slug: str


def check_site(services: Services, here: Sequence[Checked], *, say: Callable[[str], None]) -> bool:
    """Check everything, say each result as a line `ok ...` or `failed ...`, and tell whether all is well."""
    visitor = Visitor(services.settings.public_url)
    spoken = [row for row in here if row.take.script.door != "file"]
    checks: list[tuple[str, Callable[[], str]]] = [("health", lambda: _health(visitor))]
    checks += [(f"home in {language}", _home_check(visitor, language)) for language in ("de", "en")]
    for language in dict.fromkeys(row.take.script.language for row in spoken):
        row = next(row for row in spoken if row.take.script.language == language)
        checks.append((f"search in {language}", _search_check(visitor, row)))
    checks += [(f"watching {row.take.script.slug}", _watch_check(visitor, row)) for row in here]
    checks += [("draft", lambda: _draft_is_hidden(services, visitor)), ("index", lambda: _index_is_complete(services))]
    results = [_is_well(name, check, say) for name, check in checks]  # all of them, also after a failure
    return all(results)


def _is_well(name: str, check: Callable[[], str], say: Callable[[str], None]) -> bool:
    try:
        say(f"ok {name}: {check()}")
    except (NotAsPromisedError, OSError) as exc:
        say(f"failed {name}: {exc}")
        return False
    return True


def _health(visitor: Visitor) -> str:
    _expect(visitor.get("/healthz"), HTTPStatus.OK, "/healthz")
    return "/healthz answers"


def _home_check(visitor: Visitor, language: str) -> Callable[[], str]:
    def check() -> str:
        reply = visitor.get(f"/{language}/")
        _expect(reply, HTTPStatus.OK, "the start page")
        shown = {urlsplit(link).path for link in reply.links(f"/{language}/watch/")}
        if not shown:
            message = "it shows no recording"
            raise NotAsPromisedError(message)
        return f"shows {len(shown)} recordings"

    return check


def _search_check(visitor: Visitor, row: Checked) -> Callable[[], str]:
    def check() -> str:
        language, word = row.take.script.language, _telling_word(row.take)
        asked = word.text.strip(".,;:?!")
        reply = visitor.get(f"/{language}/search?q={quote(asked)}")
        _expect(reply, HTTPStatus.OK, f"the search for {asked}")
        links = reply.links(f"/{language}/watch/{row.slug}?")
        starts = [float(at) for link in links for at in parse_qs(urlsplit(link).query).get("t", [])]
        before = [word.start_seconds - start for start in starts]
        near = [lead for lead in before if -ROUNDING_SECONDS <= lead <= BEFORE_SECONDS + ROUNDING_SECONDS]
        if not near:
            message = f"{asked} is said at {word.start_seconds:.2f} s, moments begin at {starts or 'none'}"
            raise NotAsPromisedError(message)
        return f"{asked} begins {near[0]:.2f} s after its moment"

    return check


def _watch_check(visitor: Visitor, row: Checked) -> Callable[[], str]:
    def check() -> str:
        page = f"/{row.take.script.language}/watch/{row.slug}"
        reply = visitor.get(page)
        _expect(reply, HTTPStatus.OK, page)
        media = [urlsplit(link).path for link in reply.links("/media/")]
        films = [path for path in media if path.endswith(".mp4")]
        if not films:
            message = f"{page} has no film"
            raise NotAsPromisedError(message)
        size_bytes = _check_ranges(visitor, films[0])
        if row.take.script.door == "file":
            return f"{size_bytes} bytes, 206, 416"
        captions = [path for path in media if path.endswith(".vtt")]
        _expect(visitor.get(captions[0] if captions else page + "/no-captions"), HTTPStatus.OK, "captions")
        cues = read_timed_text(visitor.get(captions[0]).body).cues
        if len(cues) != len(row.take.script.lines):
            message = f"{len(cues)} cues, {len(row.take.script.lines)} sentences were said"
            raise NotAsPromisedError(message)
        return f"{size_bytes} bytes, 206, 416, {len(cues)} cues"

    return check


def _check_ranges(visitor: Visitor, film: str) -> int:
    part = visitor.get(film, Range=f"bytes=0-{FIRST_BYTES - 1}")
    _expect(part, HTTPStatus.PARTIAL_CONTENT, f"the beginning of {film}")
    if len(part.body) != FIRST_BYTES:
        message = f"{len(part.body)} bytes of {film} instead of {FIRST_BYTES}"
        raise NotAsPromisedError(message)
    beyond = visitor.get(film, Range=f"bytes={PAST_THE_END}-")
    _expect(beyond, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, f"a part behind the end of {film}")
    return int(part.headers.get("content-range", "/0").rpartition("/")[2])


def _draft_is_hidden(services: Services, visitor: Visitor) -> str:
    with _a_draft(services) as slug:
        _expect(visitor.get(f"/de/watch/{slug}"), HTTPStatus.NOT_FOUND, "a draft")
        if slug in visitor.get("/de/events").text:
            message = "a draft is listed with the events"
            raise NotAsPromisedError(message)
    return "404, and listed nowhere"


@contextmanager
def _a_draft(services: Services) -> Iterator[str]:
    details = Details(title=Detail("title", "Demonstration: draft of the self-check", "given"))
    with services.database.writing() as session:
        draft = draft_recording(session, details, now=services.clock(), is_demonstration=True)
        recording_id, slug = draft.id, draft.slug
    try:
        yield slug
    finally:
        with services.database.writing() as session:
            drop_draft(session, session.get_one(Recording, recording_id))


def _index_is_complete(services: Services) -> str:
    with services.database.reading() as session:
        found = completeness(session, services.index)
    if not found.is_complete:
        message = f"{found.indexed} of {found.total} cues indexed"
        raise NotAsPromisedError(message)
    return f"{found.indexed} of {found.total} cues indexed"


def _telling_word(take: Take) -> Word:
    """Choose the longest word that is said in a recording, where it is said first."""
    cues = read_timed_text(take.footage.captions.read_bytes()).cues
    return max((word for cue in cues for word in cue.words), key=lambda word: len(word.text))


def _expect(reply: Reply, status: HTTPStatus, what: str) -> None:
    if reply.status != status:
        message = f"{what} answers with {reply.status} instead of {status.value}"
        raise NotAsPromisedError(message)
