"""The fixed list of topics with their names and the rules by which they are recognised, out of `data/topics.toml`."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from archive.catalogue import places
from search.analysis import Analyser
from search.topics import PLAIN, STRONG, TopicFinder, TopicRule, TopicWord

TOPICS = places.DATA / "topics.toml"
WHOLE = "="
"""Stands before a word of a list that is not found as a part of a compound."""
_WEIGHTS = {"strong": STRONG, "words": PLAIN}


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that passages are about."""

    slug: str
    names: Mapping[str, str]
    """Name by language of the site."""
    short_names: Mapping[str, str]
    """The same for where there is little room."""
    rule: TopicRule

    @property
    def all_names(self) -> tuple[str, ...]:
        """Give every name it may be asked for by."""
        return tuple(dict.fromkeys((*self.names.values(), *self.short_names.values())))


@cache
def topics() -> Mapping[str, Topic]:
    """Give all topics by their slugs, in the order of the list."""
    listed = tomllib.loads(TOPICS.read_text(encoding="utf-8"))
    return {
        slug: Topic(slug, entry["names"], entry["short"], TopicRule(slug, tuple(_words(entry))))
        for slug, entry in listed.items()
    }


@cache
def finder() -> TopicFinder:
    """Give what finds topics; compounds are split by the shipped words alone, so that every archive answers alike."""
    return TopicFinder((topic.rule for topic in topics().values()), Analyser({}))


def _words(entry: Mapping[str, Mapping[str, list[str]]]) -> Iterator[TopicWord]:
    for name, weight in _WEIGHTS.items():
        for language, texts in entry[name].items():
            for text in texts:
                yield TopicWord(text.removeprefix(WHOLE), language, weight, text.startswith(WHOLE))
