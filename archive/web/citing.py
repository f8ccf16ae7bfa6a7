"""Writes a quote with its source, in German or English, as text and as HTML for other documents. Decides nothing."""

import datetime as dt
from dataclasses import dataclass
from html import escape

from archive.i18n import N_, I18n

QUOTED = {"de": "„%s“", "en": "“%s”"}
MACHINE, CHECKED, BY_PEOPLE = N_("machine text, not checked"), N_("checked by a person"), N_("written by people")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said, by whom, where and when."""

    text: str
    speakers: tuple[str, ...]
    title: str
    event_title: str
    place: str
    starts: str | None
    ends: str | None
    span: str
    """From when to when, as a clock shows it."""
    state: str
    """Whether a machine wrote the words."""
    url: str
    site_name: str
    seen_on: dt.date


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote in the form of one language."""

    language: str
    quoted: str
    source: str
    """Without the address."""
    url: str

    @property
    def text(self) -> str:
        """Give it as plain text."""
        return f"{self.quoted}\n({self.source}, {self.url})"

    @property
    def html(self) -> str:
        """Give it as HTML for other documents."""
        url, quoted, source = (escape(text) for text in (self.url, self.quoted, self.source))
        return f'<blockquote cite="{url}"><p>{quoted}</p></blockquote>\n<p>{source}, <a href="{url}">{url}</a></p>'


def citation(said: Said, *, i18n: I18n, language: str) -> Citation:
    """Write the source as footnotes name it: who, what, where, when, which part, how sure, seen when."""
    say = i18n.translations(language).gettext
    event = "" if said.event_title == said.title else said.event_title
    day = i18n.date_range(said.starts, said.ends, language) if said.starts else ""
    heard = ", ".join(filter(None, [event, said.place, day, said.span]))
    who = " / ".join(said.speakers)
    seen = [
        said.site_name,
        say(N_("as of %(day)s")) % {"day": day} if day else "",
        say(N_("retrieved %(day)s")) % {"day": i18n.date(said.seen_on.isoformat(), language)},
    ]
    parts = [
        f"{who}: {said.title}" if who else said.title,
        f"{heard} ({say(said.state)})",
        ", ".join(filter(None, seen)),
    ]
    return Citation(language, QUOTED[language] % said.text, ". ".join(parts), said.url)
