"""Plain stemming, as the engines we measure against index and ask: words, lower case, stem, folded; no stop words."""

import re

from search.analysis import term_of
from search.folding import fold
from search.languages import is_common

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Give the words of a text."""
    return _WORD.findall(text)


def terms(text: str, language: str) -> list[str]:
    """Give the stems of a text, those of stop words left out."""
    return [term_of(word, language) for word in words(text) if not is_common(fold(word), language)]


def is_telling(word: str, language: str) -> bool:
    """Say whether a word is worth asking for: no stop word, no number, more than three letters."""
    return len(word) > 3 and word.isalpha() and not is_common(fold(word), language)
