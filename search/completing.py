"""What may be typed next: words that were said, titles, countries and speakers that go on as the typed text does.

Everything comes out of what the asking person may see, counted there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.folding import fold
from search.passages import Facts
from search.spelling import Reader
from search.words import folded_words, words_in_a_row

MIN_LETTERS = 2
MAX_COMPLETIONS = 8
MAX_NAMES = 4
"""So many of the completions at most are titles, countries and speakers, if there are enough words."""
_LONGEST_TEXT = 100


@dataclass(frozen=True, slots=True)
class Completion:
    """A text to search for."""

    text: str
    kind: str
    """word, title, country or speaker."""


def completions(text: str, reader: Reader) -> tuple[Completion, ...]:
    """Give what the text may become, names first, then words by how often they occur."""
    typed = words_in_a_row(text)
    if not typed or len(text) > _LONGEST_TEXT or typed[-1].end_char != len(text):
        return ()
    begun = fold(typed[-1].text)
    if len(begun) < MIN_LETTERS:
        return ()
    names = list(_names(frozenset(fold(word.text) for word in typed[:-1]), begun, reader.scope.facts.values()))
    written = (reader.written(term) for term in reader.scope.terms_with_prefix(begun)[: 2 * MAX_COMPLETIONS])
    before = text[: typed[-1].start_char]
    words = [Completion(before + form, "word") for form in written if fold(form).startswith(begun)]
    known = {fold(completion.text) for completion in names}
    fresh = [word for word in words if fold(word.text) not in known and fold(word.text) != fold(text)]
    kept = names[: max(MAX_NAMES, MAX_COMPLETIONS - len(fresh))]
    return tuple(dict.fromkeys([*kept, *fresh]))[:MAX_COMPLETIONS]


def _names(before: frozenset[str], begun: str, recordings: Iterable[Facts]) -> Iterator[Completion]:
    """Give names that hold all words before the last one, and one that begins like it: short kinds first."""
    recordings = list(recordings)
    for kind, texts_of in _KINDS:
        found = {
            text
            for facts in recordings
            for text in texts_of(facts)
            if before <= (words := folded_words(text)) and any(word.startswith(begun) for word in words)
        }
        yield from (Completion(text, kind) for text in sorted(found, key=lambda text: (len(text), text)))


_KINDS = (
    ("country", lambda facts: facts.country_names),
    ("speaker", lambda facts: facts.speakers),
    ("title", lambda facts: (facts.event_title, facts.title)),
)
