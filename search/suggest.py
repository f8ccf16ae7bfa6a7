"""What might have been meant, when nothing was found: words of the archive that are one slip of the keys away.

A slip is a letter too many, too few, another one, or two the wrong way round (Damerau, Communications of the ACM 7(3),
1964). The word that the asking person's recordings hold most often is meant. Nothing else is looked at.
"""

import string
from collections.abc import Iterable, Iterator
from itertools import islice

from search.folding import fold
from search.query import Word
from search.scope import Scope
from search.spelling import Reader

MAX_SUGGESTIONS = 3
MAX_WORDS = 3
"""So many words of one question are looked at, and no more."""
_LETTERS = range(4, 25)
_TRIED = 6


def suggestions(text: str, unknown: Iterable[Word], reader: Reader) -> Iterator[str]:
    """Give whole questions in which one of the unknown words is replaced by a known one, the likeliest first."""
    words = (word for word in unknown if word.text.isalpha() and len(word.text) in _LETTERS)
    for word in islice(words, MAX_WORDS):
        for written in _known(fold(word.text), reader):
            yield text[: word.start] + written + text[word.end :]


def slips(word: str) -> set[str]:
    """Give all words one slip away, itself left out."""
    letters = string.ascii_lowercase if word.isascii() else "".join(sorted(set(word)))
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    gone = {before + after[1:] for before, after in cuts if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    other = {before + letter + after[1:] for before, after in cuts if after for letter in letters}
    more = {before + letter + after for before, after in cuts for letter in letters}
    return (gone | swapped | other | more) - {word}


def _known(word: str, reader: Reader) -> Iterator[str]:
    """Give words of the archive that are one slip away, as they are written there, the most frequent first."""
    counts = {term: len(reader.scope.postings(term).documents) for term in slips(word) if _is_held(term, reader.scope)}
    likely = sorted((term for term, count in counts.items() if count), key=lambda term: (-counts[term], term))
    written = (reader.written(term) for term in likely[:_TRIED])
    yield from dict.fromkeys(form for form in written if form)


def _is_held(term: str, scope: Scope) -> bool:
    return any(term in segment.terms for segment in scope.snapshot.segments.values())
