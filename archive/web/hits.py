"""What a search found as pages show it: recordings, their moments, where these stand on the time line, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.catalogue.queries import RecordingCard
from archive.i18n import I18n
from archive.web import addresses
from archive.web.filters import Asked
from archive.web.player import ticks_of
from archive.web.words import REASONS, VIAS
from search.results import Fragment, Moment, RecordingHit, Via

WRITTEN = frozenset({"title", "speaker", "place", "description"})
"""Reasons that say where it is written, not how it is said."""


@dataclass(frozen=True, slots=True)
class MomentView:
    """Where something was said, shown or written."""

    path: str
    start_seconds: float
    language: str
    fragments: tuple[Fragment, ...]
    why: tuple[str, ...]
    """Reasons in the language of the page."""
    is_timed: bool
    is_slide: bool
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
    slide_ticks: tuple[float, ...]
    slides: int
    """How many of the moments are slides."""

    @property
    def unshown(self) -> int:
        """Count the moments that are not listed here."""
        return max(0, self.total_moments - sum(moment.is_timed for moment in self.moments))


def hit_view(hit: RecordingHit, card: RecordingCard, written: Mapping[str, bool], asked: Asked, i18n: I18n) -> HitView:
    """Show one recording that answers; `written` has the languages of its words, true where a machine wrote them."""
    return HitView(
        recording=card,
        path=addresses.page(asked.language, "watch", card.slug, q=asked.text, without=asked.left_out),
        total_moments=hit.total_moments,
        moments=tuple(_moment(moment, card, written, asked, i18n) for moment in hit.moments),
        ticks=ticks_of(hit.timeline, card.duration_seconds),
        slide_ticks=ticks_of(hit.slides, card.duration_seconds),
        slides=len(hit.slides),
    )


def why(moment: Moment, i18n: I18n, language: str) -> tuple[str, ...]:
    """Say why a moment answers, in words."""
    say = i18n.translations(language).gettext
    vias = [_via(via, i18n, language) for via in moment.via]
    # what stands for a word explains more than how it was said; where it is written is said in any case
    is_told = bool(vias) and moment.reason not in WRITTEN
    how = [] if is_told or moment.reason not in REASONS else [say(REASONS[moment.reason])]
    return (*how, *vias)


def _via(via: Via, i18n: I18n, language: str) -> str:
    say = i18n.translations(language).gettext
    words = " + ".join(via.words)
    if via.reason == "part":
        return say(VIAS["part"]) % {"words": words}
    if via.language in {"", language}:
        return say(VIAS["glossary"]) % {"words": words}
    name = i18n.language_name(via.language, language)
    return say(VIAS["language"]) % {"language": name, "words": words}


def _moment(moment: Moment, card: RecordingCard, written: Mapping[str, bool], asked: Asked, i18n: I18n) -> MomentView:
    is_speech, is_slide = moment.kind == "speech", moment.kind == "slide"
    path = addresses.page(
        asked.language,
        "watch",
        card.slug,
        q=asked.text,
        without=asked.left_out,
        transcript=moment.transcript_language if is_speech and len(written) > 1 else None,
        t=addresses.second(moment.start_seconds) if is_speech or is_slide else None,
    )
    return MomentView(
        path=f"{path}#line-{moment.key}" if moment.key else path,
        start_seconds=moment.start_seconds,
        language=moment.transcript_language,
        fragments=moment.snippet,
        why=why(moment, i18n, asked.language),
        is_timed=is_speech or is_slide,
        is_slide=is_slide,
        is_machine_text=is_speech and written.get(moment.transcript_language, False),
    )
