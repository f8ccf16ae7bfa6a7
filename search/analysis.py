"""From text to terms: words with their places, in lower case, stemmed in the language of the text, folded.

The same way is gone by what is indexed, what is asked, and what is marked in a snippet.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.folding import IGNORABLE, fold, lower
from search.languages import UNKNOWN, base_language, is_common, stem

MAX_TERM_LETTERS = 64

# Python's \w knows no combining marks, so they are named: Latin, Cyrillic, Hebrew, Arabic, Indic, half marks.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0b82\u0bbe-\u0bcd"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20dc\ufe20-\ufe2f"
)
_PART = rf"[^\W_](?:[^\W_]|[{_MARKS}{IGNORABLE}])*"
_THOUSANDS = r"(?<![\d.,])\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+(?![\d]|[.,]\d)"
_JOINT = r"[-'’‐‑\u02bc]"  # hyphens and apostrophes
_WRITTEN = re.compile(rf"(?P<number>{_THOUSANDS})|(?P<word>{_PART}(?:{_JOINT}{_PART})*)")
_PARTS = re.compile(_PART)
_NOT_DIGIT = re.compile(r"\D")
_SUFFIX_LETTERS = 3


@dataclass(frozen=True, slots=True)
class WordPart:
    """A word of a text before any language is known."""

    text: str
    position: int
    start_char: int
    """Start of the whole written word this is a part of: marks cover written words."""
    end_char: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word as the index knows it."""

    term: str
    position: int
    start_char: int
    end_char: int
    is_common: bool
    """A stop word: it holds its position, but speech is indexed without it."""


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """What one asked word may be called in the index."""

    terms: tuple[str, ...]
    """Alternatives: its terms in every language asked for."""
    is_common: bool
    """A stop word in at least one of these languages."""


def split_words(text: str) -> list[WordPart]:
    """Cut a text into its words, with positions that count on.

    A number keeps its thousands (2.000 is 2000). The parts of a hyphenated word stand one after the other, and the
    word as a whole stands once more where its first part stands (E-Mail is also Email). A short ending after an
    apostrophe is no word of its own (Iraq's, Ankara'dan).
    """
    words: list[WordPart] = []
    position = 0
    for match in _WRITTEN.finditer(text):
        start, end = match.span()
        if match["number"]:
            words.append(WordPart(_NOT_DIGIT.sub("", match["number"]), position, start, end))
            position += 1
            continue
        parts = list(_parts(match["word"]))
        words.extend(WordPart(part, position + i, start, end) for i, part in enumerate(parts))
        if len(parts) > 1 and not parts[0].isdigit():
            words.append(WordPart("".join(parts), position, start, end))
        position += len(parts)
    return words


def analyse(text: str, language: str) -> list[Token]:
    """Give the tokens of a text in this language."""
    code = base_language(language)
    return [
        Token(term_of(word.text, code), word.position, word.start_char, word.end_char, _is_common(word.text, code))
        for word in split_words(text)
    ]


def terms_for_query(word: str, languages: Iterable[str]) -> QueryTerms:
    """Give the terms of one asked word in all these languages: the index does not say which one was meant."""
    codes = sorted({base_language(language) for language in languages}) or [UNKNOWN]
    folded = fold(word)
    return QueryTerms(
        terms=tuple(dict.fromkeys(term_of(word, code) for code in codes)),
        is_common=any(is_common(folded, code) for code in codes),
    )


@lru_cache(maxsize=200_000)
def term_of(word: str, language: str) -> str:
    """Give the term of one word: lower case, stem, fold. Remembered, since transcripts repeat their words."""
    return fold(stem(lower(word, language), language))[:MAX_TERM_LETTERS]


@lru_cache(maxsize=200_000)
def _is_common(word: str, language: str) -> bool:
    return is_common(fold(word), language)


def _parts(written: str) -> Iterator[str]:
    end = 0
    is_first = True
    for match in _PARTS.finditer(written):
        joint = written[end : match.start()]
        is_suffix = joint not in {"", "-", "‐", "‑"} and end > 1 and len(match.group()) <= _SUFFIX_LETTERS
        if is_first or not is_suffix:
            yield match.group()
        is_first = False
        end = match.end()
