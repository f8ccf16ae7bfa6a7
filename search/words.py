"""A text cut into its written words, with positions that count on; no language is known here, nothing is stemmed.

What people write as one and say as several is there both ways: hyphens, apostrophes, abbreviations, CamelCase.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search.folding import IGNORABLE, fold

# Python's \w knows no combining marks, so they are named: Latin, Cyrillic, Hebrew, Arabic, Indic, half marks.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0b82\u0bbe-\u0bcd"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20dc\ufe20-\ufe2f"
)
_PART = rf"[^\W_](?:[^\W_]|[{_MARKS}{IGNORABLE}])*"
_LETTER = rf"[^\W\d_][{_MARKS}]*"
_JOINT = r"[-'’‐‑\u02bc]"  # hyphens and apostrophes
_GENDER = r"[*:_/·](?=(?:innen|in)(?![^\W_]))(?:innen|in)"  # Berater:innen
_THOUSANDS = (
    r"(?<![\w.,])(?:\d{1,3}(?:\.\d{3})+(?!\d|\.\d)|\d{1,3}(?:,\d{3})+(?!\d|,\d)"
    r"|\d{1,3}(?:['’\u00a0\u202f]\d{3})+(?!\d)|[1-9]\d{0,2}(?: \d{3})+(?![\w]|[.,]\d))"
)
_DOTTED = (  # z. B. and z.B. and z.B
    rf"(?<!\w){_LETTER}\.(?:(?:[ \u00a0]{_LETTER}\.(?!\w))+|(?:{_LETTER}\.)*(?:{_LETTER}\.|{_LETTER}(?!\w)))"
)
_WRITTEN = re.compile(
    r"(?P<scheme>https?://)"
    rf"|(?P<number>{_THOUSANDS})"
    rf"|(?P<dotted>{_DOTTED})"
    rf"|(?P<word>{_PART}(?:{_JOINT}{_PART}|{_GENDER})*)"
    r"|(?P<sign>§+|[%€$£])"
)
_PARTS = re.compile(_PART)
_NOT_DIGIT = re.compile(r"\D")
_HUMP = re.compile(r"(?<=[^\W\d_A-Z]{2})(?=[A-ZÄÖÜ][^\W\d_A-Z]{2})")
_FEMININE = {"in", "innen"}
_FEMININE_HUMP = "Innen"  # BeraterInnen
_SUFFIX_LETTERS = 3
_HYPHENS = {"-", "‐", "‑"}


class WordPart(NamedTuple):
    """A word of a text before any language is known. A tuple, since a rebuild makes millions of them."""

    text: str
    position: int
    start_char: int
    """Start of the whole written word this is a part of: marks cover written words."""
    end_char: int
    is_joined: bool = False
    """Made of parts that were written apart, and there besides them."""


def split_words(text: str) -> list[WordPart]:
    """Cut a text into its words, with positions that count on.

    A number keeps its thousands (2.000 is 2000), and a sign of the trade is a word (§, %, €). The parts of a hyphenated
    word stand one after the other, and the word as a whole stands once more where its first part stands (E-Mail is
    also Email, z. B. also zB, StarthilfePlus also Starthilfe and Plus). A short ending after an apostrophe is no word
    of its own (Iraq's, Ankara'dan), nor is the one that makes Berater:innen of Berater.
    """
    words: list[WordPart] = []
    position = 0
    for match in _WRITTEN.finditer(text):
        start, end = match.span()
        kind = match.lastgroup
        if kind == "scheme":  # nobody says it, and only some type it
            continue
        written = match.group()
        if kind == "word":
            if written.isalpha() and (written[1:].islower() or not _HUMP.search(written)):  # as nearly all are
                words.append(WordPart(written, position, start, end))
                position += 1
                continue
            parts = list(_parts(written))
        elif kind == "dotted":
            parts = _PARTS.findall(written)
        else:
            parts = [_NOT_DIGIT.sub("", written) if kind == "number" else written[0]]
        words.extend(WordPart(part, position + i, start, end) for i, part in enumerate(parts))
        joined = "".join(_PARTS.findall(written))
        if kind in {"word", "dotted"} and joined != parts[0] and not parts[0].isdigit():
            words.append(WordPart(joined, position, start, end, is_joined=True))
        position += len(parts)
    return words


def words_in_a_row(text: str) -> list[WordPart]:
    """Cut a text into the words that follow each other, each place once: without those that are joined."""
    return [word for word in split_words(text) if not word.is_joined]


@lru_cache(maxsize=20_000)
def folded_words(text: str) -> frozenset[str]:
    """Give all words of a text folded, joined ones too; remembered, since names are asked again and again."""
    return frozenset(fold(word.text) for word in split_words(text))


def _parts(written: str) -> Iterator[str]:
    end = 0
    is_first = True
    for match in _PARTS.finditer(written):
        joint = written[end : match.start()]
        part = match.group()
        is_suffix = (
            len(part) <= _SUFFIX_LETTERS and end > 1
            if joint not in {"", *_HYPHENS, *"*:_/·"}
            else part in _FEMININE and joint not in _HYPHENS
        )
        if is_first or not is_suffix:
            first, *humps = _HUMP.split(part)
            yield first
            yield from (hump for hump in humps if hump != _FEMININE_HUMP)
        is_first = False
        end = match.end()
