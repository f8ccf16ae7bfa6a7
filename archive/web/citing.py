"""Writes a quote with its source, in German or English, as text and as HTML for other documents. Decides nothing."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from html import escape

from archive.i18n import N_, I18n
from archive.web.words import SUPERSEDED

QUOTED = {"de": "„%s“", "en": "“%s”"}
RIGHT_TO_LEFT = frozenset({"R", "AL"})
"""Of Hebrew, of Arabic, as Unicode calls the directions of letters."""
MACHINE, CHECKED, BY_PEOPLE = N_("machine text, not checked"), N_("checked by a person"), N_("written by people")


@dataclass(frozen=True, slots=True)
class Newer:
    """The recording that takes the place of what is quoted."""

    title: str
    starts: str | None
    url: str


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
    newer: Newer | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote in the form of one language."""

    language: str
    quoted: str
    source: str
    """Without the address."""
    url: str
    superseded: str
    """That there is a newer recording, and which; empty while there is none."""
    newer_url: str

    @property
    def text(self) -> str:
        """Give it as plain text."""
        notice = f"\n{self.superseded}, {self.newer_url}" if self.superseded else ""
        return f"{self.quoted}\n({self.source}, {self.url}){notice}"

    @property
    def html(self) -> str:
        """Give it as HTML for other documents."""
        url, quoted = escape(self.url), escape(self.quoted)
        notice = f"\n{_linked(self.superseded, self.newer_url)}" if self.superseded else ""
        return f'<blockquote cite="{url}"><p>{quoted}</p></blockquote>\n{_linked(self.source, self.url)}{notice}'


def citation(said: Said, *, i18n: I18n, language: str) -> Citation:
    """Write the source as footnotes name it: who, what, where, when, which part, how sure, seen when."""
    say = i18n.translations(language).gettext
    title, place = _apart(said.title), _apart(said.place)
    event = "" if said.event_title == said.title else _apart(said.event_title)
    day = i18n.date_range(said.starts, said.ends, language) if said.starts else ""
    heard = ", ".join(filter(None, [event, place, day, said.span]))
    who = " / ".join(map(_apart, said.speakers))
    seen = [
        said.site_name,
        say(N_("as of %(day)s")) % {"day": day} if day else "",
        say(N_("retrieved %(day)s")) % {"day": i18n.date(said.seen_on.isoformat(), language)},
    ]
    parts = [
        f"{who}: {title}" if who else title,
        f"{heard} ({say(said.state)})",
        ", ".join(filter(None, seen)),
    ]
    return Citation(
        language=language,
        quoted=QUOTED[language] % _apart(said.text),
        source=". ".join(parts),
        url=said.url,
        superseded=superseded(said.newer, i18n=i18n, language=language) if said.newer else "",
        newer_url=said.newer.url if said.newer else "",
    )


def superseded(newer: Newer, *, i18n: I18n, language: str) -> str:
    """Say that there is a newer recording, which one, and of what day."""
    day = f" ({i18n.date(newer.starts, language)})" if newer.starts else ""
    return i18n.translations(language).gettext(SUPERSEDED) % {"title": _apart(newer.title) + day}


def _apart(words: str) -> str:
    """Set words that run from right to left apart, or they would turn round the date beside them (UAX #9: isolates)."""
    is_turned = any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in words)
    return f"\u2068{words}\u2069" if is_turned else words


def _linked(text: str, url: str) -> str:
    return f'<p>{escape(text)}, <a href="{escape(url)}">{escape(url)}</a></p>'
