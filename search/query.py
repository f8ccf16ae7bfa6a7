"""The search language: what a person may type, as a tree with positions. Everything that is no operator is text.

Words must all occur; `"exact phrase"`; `-word` must not occur; `a OR b`; `word*`; `land:georgien` and the other fields;
`folie:wohnen` looks on slides only. Several values of one field are alternatives. No text is refused: what cannot be
meant is read as text, and noted.
"""

from dataclasses import dataclass

MAX_CHARACTERS = 1000
MAX_TERMS = 32
MIN_PREFIX_LETTERS = 3
MAX_EXPANSIONS = 64

FIELDS = {
    "land": "country",
    "country": "country",
    "jahr": "year",
    "year": "year",
    "sprache": "language",
    "language": "language",
    "rednerin": "speaker",
    "redner": "speaker",
    "speaker": "speaker",
    "thema": "topic",
    "topic": "topic",
    "art": "kind",
    "kind": "kind",
    "reihe": "series",
    "series": "series",
    "folie": "slide",
    "slide": "slide",
}
"""Field names as typed, in German and English, to the field they mean. `slide` is none of a recording: its words are
looked for on slides only."""


@dataclass(frozen=True, slots=True)
class Word:
    """One asked word; written with hyphens, slashes or dots it may hold several that follow each other."""

    text: str
    start: int
    end: int
    on_slide: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in quotes: they follow each other."""

    text: str
    start: int
    end: int
    on_slide: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word, typed with a star."""

    text: str
    start: int
    end: int
    on_slide: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A property the recording must have."""

    name: str
    """country, year, language, speaker, topic, kind or series."""
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Not:
    """What must not occur in the recording."""

    node: "Word | Phrase | Prefix | Field"


@dataclass(frozen=True, slots=True)
class Or:
    """Alternatives, of which one must occur."""

    nodes: tuple["Word | Phrase | Prefix | Field", ...]


Leaf = Word | Phrase | Prefix | Field
Clause = Word | Phrase | Prefix | Field | Not | Or


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of the query should know, with its place in the text."""

    code: str
    """too-long, too-many-words, prefix-too-short, prefix-of-several-words, no-leading-wildcard, not-a-year,
    no-words, only-common-words."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as it was understood: every clause must hold."""

    text: str
    clauses: tuple[Clause, ...]
    notes: tuple[Note, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when nothing was typed: all recordings answer."""
        return not self.clauses and not self.notes
