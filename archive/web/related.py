"""Related recordings, each with the reason: countries, topics and telling words that both have in common."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.requests import Request

from archive.catalogue import found, places
from archive.catalogue.queries import RecordingCard
from archive.catalogue.related import SpokenOf, candidates, spoken_of
from archive.finding.topics import topics
from archive.i18n import N_
from archive.web.asking import language_of, services_of, viewer_of
from archive.web.speaking import say

SHOWN = 4
TOPICS_NAMED, WORDS_NAMED = 3, 4
COUNTRY, REGION, TOPIC, WORD = 4.0, 2.0, 0.5, 0.25
MOST_WORDS_COUNTED = 12
LEAST = 1.0
"""Less in common is no reason to name a recording."""
ABOUT, BOTH_TOPICS, BOTH_WORDS = N_("Also about %(names)s"), N_("Same topics: %(names)s"), N_("Both mention: %(names)s")
NOTHING = SpokenOf(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Related:
    """A related recording."""

    card: RecordingCard
    reasons: tuple[str, ...]
    """In the language of the page."""


@dataclass(frozen=True, slots=True)
class Common:
    """What two recordings have in common."""

    countries: tuple[str, ...]
    regions: tuple[str, ...]
    topics: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def weight(self) -> float:
        """Say how much that is."""
        place = COUNTRY if self.countries else REGION if self.regions else 0
        return place + TOPIC * len(self.topics) + WORD * min(len(self.words), MOST_WORDS_COUNTED)


def related_to(request: Request, session: Session, card: RecordingCard) -> tuple[Related, ...]:
    """Give the recordings with most in common, the closest first; those of the same event are named elsewhere."""
    viewer = viewer_of(request)
    own = spoken_of(session, viewer, [card.recording_id]).get(card.recording_id, NOTHING)
    ids = candidates(session, viewer, card, own.topics)
    if not ids:
        return ()
    said = spoken_of(session, viewer, ids)
    cards = found.cards(session, viewer, ids)
    telling = _telling(own.words, said)
    shared = {key: _common(card, other, own, said.get(key, NOTHING), telling) for key, other in cards.items()}
    close = sorted((key for key in shared if shared[key].weight >= LEAST), key=lambda key: (-shared[key].weight, -key))
    return tuple(Related(cards[key], tuple(_reasons(request, shared[key]))) for key in close[:SHOWN])


def _telling(words: Iterable[str], said: Mapping[int, SpokenOf]) -> frozenset[str]:
    """Choose the words that not everybody says."""
    counted = Counter(word for other in said.values() for word in other.words)
    return frozenset(word for word in words if counted[word] * 2 <= len(said) + 1)


def _common(
    card: RecordingCard, other: RecordingCard, own: SpokenOf, said: SpokenOf, telling: frozenset[str]
) -> Common:
    countries = tuple(code for code in card.countries if code in other.countries)
    around = _regions(other)
    return Common(
        countries=countries,
        regions=() if countries else tuple(region for region in _regions(card) if region in around),
        topics=tuple(topic for topic in topics() if topic in own.topics & said.topics),
        words=tuple(sorted(telling & said.words)),
    )


def _regions(card: RecordingCard) -> tuple[str, ...]:
    lying_in = (region for code in card.countries for region in places.regions_of(code))
    return tuple(dict.fromkeys((*card.regions, *lying_in)))


def _reasons(request: Request, common: Common) -> Iterable[str]:
    i18n, language = services_of(request).i18n, language_of(request)
    named = [i18n.country(code, language) for code in common.countries]
    named += [i18n.region(code, language) for code in common.regions]
    if named:
        yield say(request, ABOUT, names=", ".join(named))
    if common.topics:
        names = [topics()[topic].short_names[language] for topic in common.topics[:TOPICS_NAMED]]
        more = len(common.topics) - len(names)
        yield say(request, BOTH_TOPICS, names=", ".join(names) + (f" + {more}" if more else ""))
    if common.words:
        yield say(request, BOTH_WORDS, names=", ".join(common.words[:WORDS_NAMED]))
