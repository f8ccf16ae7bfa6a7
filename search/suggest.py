"""What might have been meant, when nothing was found: names and titles of the catalogue, spelt nearly the same."""

from collections.abc import Iterable
from difflib import get_close_matches

from search.analysis import split_words
from search.folding import fold
from search.passages import Facts
from search.query import ParsedQuery, Word

MAX_SUGGESTIONS = 3
_MIN_LETTERS = 4
_NEARNESS = 0.8


def suggestions(query: ParsedQuery, recordings: Iterable[Facts]) -> tuple[str, ...]:
    """Give whole queries in which one word is replaced by a near one. Only what the asking person may see is used."""
    spellings: dict[str, str] = {}
    for facts in recordings:
        for text in (facts.title, facts.event_title, facts.place, *facts.country_names, *facts.speakers):
            spellings.update((fold(word.text), word.text) for word in split_words(text))
    found: list[str] = []
    for clause in query.clauses:
        if not isinstance(clause, Word) or len(clause.text) < _MIN_LETTERS or fold(clause.text) in spellings:
            continue
        found += [
            query.text[: clause.start] + spellings[near] + query.text[clause.end :]
            for near in get_close_matches(fold(clause.text), spellings, n=MAX_SUGGESTIONS, cutoff=_NEARNESS)
        ]
    return tuple(dict.fromkeys(found))[:MAX_SUGGESTIONS]
