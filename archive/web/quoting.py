"""The quote that an address asks for: `quote=<first line>-<last line>&revision=3`, or a time from and to.

Its own address names lines and revision, so that it shows the same words after later corrections, and says so.
"""

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.requests import Request

from archive.bootstrap import Services
from archive.catalogue import quoting
from archive.catalogue.quoting import MOST_LINES, WordedLine
from archive.catalogue.recordings import Recording
from archive.catalogue.succession_queries import NewerRecording
from archive.catalogue.watching import TranscriptAbout
from archive.formats import duration_clock
from archive.i18n import LANGUAGES
from archive.web import addresses
from archive.web.asking import language_of, number_of, services_of, text_of
from archive.web.citing import BY_PEOPLE, CHECKED, MACHINE, Citation, Newer, Said, citation
from archive.web.spans import Span, written

_KEYS = re.compile(r"([a-z0-9]{1,8})(?:-([a-z0-9]{1,8}))?")
_SLACK_SECONDS = 0.05
"""Neighbouring lines touch; they are not what was quoted."""


@dataclass(frozen=True, slots=True)
class QuoteForm:
    """From when to when somebody wants to quote, as a clock shows it."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class QuoteView:
    """Words of a recording with all that a citation needs."""

    text: str
    speakers: tuple[str, ...]
    language: str
    start_seconds: float
    end_seconds: float
    is_machine_text: bool
    path: str
    """Its own address on this site."""
    play: str
    """The part of the recording."""
    citation: Citation
    other_form: str
    """The same in the other language's form."""
    other_language: str
    present_text: str
    """What stands there now, where that is different."""
    has_vanished: bool
    """Nothing is said there any more."""
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Quoting:
    """The part of the page in which is quoted."""

    form: QuoteForm
    is_asked: bool
    quote: QuoteView | None

    @property
    def time(self) -> str:
        """Give the time of the quote as addresses write it; empty where there is none."""
        if self.quote is None:
            return ""
        return written(Span(self.quote.start_seconds, self.quote.end_seconds))


def quoting_of(
    request: Request,
    session: Session,
    recording: Recording,
    about: TranscriptAbout | None,
    *,
    newer: NewerRecording | None,
) -> Quoting:
    """Give the quote that is asked for, None inside where it cannot be had; it names what takes its place."""
    asked, start, end = (text_of(request, name) for name in ("quote", "from", "to"))
    at = addresses.seconds_of(text_of(request, "t").partition(",")[0]) or 0.0
    form = QuoteForm(start or duration_clock(at), end or duration_clock(at + 30))
    if about is None or not (asked or start):
        return Quoting(form, is_asked=bool(asked or start), quote=None)
    revision = _revision(text_of(request, "revision"), about)
    lines = _lines(session, recording.id, about, asked or start, end, revision=revision)
    if not lines:
        return Quoting(form, is_asked=True, quote=None)
    form = QuoteForm(duration_clock(lines[0].start_seconds), duration_clock(lines[-1].end_seconds + 0.999))
    view = _view(request, session, recording, about, lines, revision=revision, newer=newer)
    return Quoting(form, is_asked=True, quote=view)


def _revision(text: str, about: TranscriptAbout) -> int:
    asked = number_of(text)
    return asked if asked and asked <= about.revision else about.revision


def _lines(
    session: Session, recording_id: int, about: TranscriptAbout, asked: str, until: str, *, revision: int
) -> tuple[WordedLine, ...]:
    """Give the lines from key to key, or from one time to another."""
    language = about.language
    if until:
        start, end = addresses.seconds_of(asked), addresses.seconds_of(until)
        if start is None or end is None:
            return ()
        return quoting.lines_during(session, recording_id, language, start, end, revision=revision)
    keys = _KEYS.fullmatch(asked)
    if keys is None:
        return ()
    return quoting.lines_between(session, recording_id, language, keys[1], keys[2] or keys[1], revision=revision)


def _view(
    request: Request,
    session: Session,
    recording: Recording,
    about: TranscriptAbout,
    found: tuple[WordedLine, ...],
    *,
    revision: int,
    newer: NewerRecording | None,
) -> QuoteView:
    services, language = services_of(request), language_of(request)
    lines = found[:MOST_LINES]
    first, last = lines[0], lines[-1]
    keys = first.key if first is last else f"{first.key}-{last.key}"
    here = {"quote": keys, "revision": revision, "transcript": about.language}
    span = f"{addresses.second(first.start_seconds)},{addresses.second(last.end_seconds)}"
    path = addresses.page(language, "watch", recording.slug, **here) + "#quote"
    form = text_of(request, "cite")
    form = form if form in LANGUAGES else language
    other = next(code for code in LANGUAGES if code != form)
    said = _said(services, recording, about, lines, path=path, newer=_named(services, newer, form))
    present = quoting.lines_during(
        session,
        recording.id,
        about.language,
        first.start_seconds + _SLACK_SECONDS,
        last.end_seconds - _SLACK_SECONDS,
        revision=about.revision,
    )
    present_text = _words(present)
    return QuoteView(
        text=said.text,
        speakers=said.speakers,
        language=about.language,
        start_seconds=first.start_seconds,
        end_seconds=last.end_seconds,
        is_machine_text=said.state == MACHINE,
        path=path,
        play=addresses.page(language, "watch", recording.slug, transcript=about.language)
        + f"&t={span}#line-{first.key}",
        citation=citation(said, i18n=services.i18n, language=form),
        other_form=addresses.page(language, "watch", recording.slug, **here, cite=other) + "#quote",
        other_language=other,
        present_text="" if present_text == said.text else present_text,
        has_vanished=not present,
        is_cut=len(found) > MOST_LINES,
    )


def _named(services: Services, newer: NewerRecording | None, language: str) -> Newer | None:
    if newer is None:
        return None
    path = addresses.page(language, "watch", newer.slug)
    return Newer(newer.title, newer.starts, services.settings.public_url + path)


def _said(
    services: Services,
    recording: Recording,
    about: TranscriptAbout,
    lines: tuple[WordedLine, ...],
    *,
    path: str,
    newer: Newer | None,
) -> Said:
    event, first, last = recording.event, lines[0], lines[-1]
    is_machine_text = any(line.is_machine_text for line in lines)
    return Said(
        text=_words(lines),
        speakers=_speakers(lines),
        title=recording.title,
        event_title=event.title,
        place=event.place or "",
        starts=event.starts,
        ends=event.ends,
        span=f"{duration_clock(first.start_seconds)}–{duration_clock(last.end_seconds)}",
        state=MACHINE if is_machine_text else CHECKED if about.is_checked else BY_PEOPLE,
        url=services.settings.public_url + path,
        site_name=services.settings.site_name,
        seen_on=services.today(),
        newer=newer,
    )


def _words(lines: tuple[WordedLine, ...]) -> str:
    return " ".join(" ".join(line.text.split()) for line in lines)


def _speakers(lines: tuple[WordedLine, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.speaker for line in lines if line.speaker))
