"""From typed text to the query tree: one pass over the text, no recursion, never an error, never unbounded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from search.folding import IGNORABLE, fold
from search.query import (
    FIELDS,
    MAX_CHARACTERS,
    MAX_TERMS,
    MIN_PREFIX_LETTERS,
    Clause,
    Field,
    Leaf,
    Not,
    Note,
    Or,
    ParsedQuery,
    Phrase,
    Prefix,
    Word,
)
from search.words import split_words

_QUOTES = str.maketrans(dict.fromkeys("„“”‟«»", '"'))
_NOTHING_BUT_SPACE = re.compile(rf"[\x00-\x1f\x7f]|(?<!\w)[{IGNORABLE}]|[{IGNORABLE}](?!\w)")
_SPACED_NUMBER = r"(?<![\w.,])[1-9]\d{0,2}(?: \d{3})+(?![\w.,])"
_PIECE = re.compile(
    rf'(?P<minus>(?<![^\s("])-(?=[\w"*]))?'
    rf"(?:(?P<field>{'|'.join(sorted(FIELDS, key=len, reverse=True))}):\s*(?=[\w\"]))?"
    rf'(?:"(?P<phrase>[^"]*)"|(?P<chunk>{_SPACED_NUMBER}'
    r'|(?:(?<=\d),(?=\d)|[^\s,;!?()\[\]{}|&<>=+^~"])+))',
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_OR = {"OR", "ODER"}


@dataclass(slots=True)
class _Reading:
    """What has been understood so far."""

    clauses: list[Clause] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    terms: int = 0
    joins_next: bool = False

    def note(self, code: str, start: int, end: int) -> None:
        if all(known.code != code for known in self.notes):
            self.notes.append(Note(code, start, end))

    def add(self, leaf: Leaf, *, is_excluded: bool, words: int) -> None:
        """Take a leaf in, as an alternative to the one before it if an OR stands between."""
        if self.terms + words > MAX_TERMS:
            self.note("too-many-words", leaf.start, leaf.end)
            return
        self.terms += words
        if is_excluded:
            self.clauses.append(Not(leaf))
        elif self.joins_next and self.clauses and not isinstance(before := self.clauses[-1], Not):
            self.clauses[-1] = _either(before, leaf)
        else:
            self.clauses.append(leaf)
        self.joins_next = False


def parse(text: str) -> ParsedQuery:
    """Read what was typed."""
    reading = _Reading()
    if len(text) > MAX_CHARACTERS:
        reading.note("too-long", MAX_CHARACTERS, len(text))
    line = _NOTHING_BUT_SPACE.sub(" ", text[:MAX_CHARACTERS].translate(_QUOTES))
    is_blank = not line.strip()
    if line.count('"') % 2:  # the last quote opens nothing
        at = line.rindex('"')
        line = f"{line[:at]} {line[at + 1 :]}"
    for match in _pieces(line):
        _take(match, reading)
    if not reading.clauses and not is_blank:
        reading.note("no-words", 0, len(line))
    clauses = _without_repeats(_joined_fields(reading.clauses))
    return ParsedQuery(text=text[:MAX_CHARACTERS], clauses=clauses, notes=tuple(reading.notes))


def _pieces(line: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(line):
        match = _PIECE.match(line, at)
        if match is not None:
            at = match.end()
            yield match
        else:
            at += 1


def _take(match: re.Match[str], reading: _Reading) -> None:
    is_excluded = match["minus"] is not None
    name = FIELDS[match["field"].lower()] if match["field"] else ""
    on_slide = name == "slide"
    if name and not on_slide and (value := match["phrase"] if match["phrase"] is not None else match["chunk"]):
        if name != "year" or _YEAR.fullmatch(value):
            leaf = Field(name, value, match.start(), match.end())
            reading.add(leaf, is_excluded=is_excluded, words=1)
            return
        reading.note("not-a-year", *match.span())
    if match["phrase"] is not None:
        _take_phrase(match, reading, is_excluded=is_excluded, on_slide=on_slide)
    elif match["chunk"] in _OR and not is_excluded and not match["field"]:
        reading.joins_next = bool(reading.clauses)
    else:
        _take_chunk(match, reading, is_excluded=is_excluded, on_slide=on_slide)


def _take_phrase(match: re.Match[str], reading: _Reading, *, is_excluded: bool, on_slide: bool) -> None:
    words = {word.position for word in split_words(match["phrase"])}
    if not words:
        return
    start, end = match.span("phrase")
    kind = Phrase if len(words) > 1 else Word
    text = match["phrase"] if len(words) > 1 else match["phrase"].strip()
    leaf = kind(text, start, end, on_slide)
    reading.add(leaf, is_excluded=is_excluded, words=len(words))


def _take_chunk(match: re.Match[str], reading: _Reading, *, is_excluded: bool, on_slide: bool) -> None:
    chunk, start = match["chunk"], match.start("chunk")
    if chunk.startswith("*"):
        reading.note("no-leading-wildcard", start, start + 1)
    for piece in re.finditer(r"[^*]+\*?", chunk):
        at, end = start + piece.start(), start + piece.end()
        text = piece.group().rstrip("*")
        words = split_words(text)
        if not words:
            continue
        count = 1 + max(word.position for word in words)
        whole = words[-1]  # of a hyphenated word, the word without its hyphens
        is_one_word = whole.start_char == words[0].start_char
        if not piece.group().endswith("*"):
            reading.add(Word(text, at, end, on_slide), is_excluded=is_excluded, words=count)
        elif not is_one_word or len(fold(whole.text)) < MIN_PREFIX_LETTERS:
            reading.note("prefix-too-short" if is_one_word else "prefix-of-several-words", at, end)
            reading.add(Word(text, at, end, on_slide), is_excluded=is_excluded, words=count)
        else:
            reading.add(Prefix(whole.text, at, end, on_slide), is_excluded=is_excluded, words=1)


def _joined_fields(clauses: list[Clause]) -> tuple[Clause, ...]:
    """Make the values of one field alternatives, as they are in the filters."""
    joined: list[Clause] = []
    at: dict[str, int] = {}
    for clause in clauses:
        if not isinstance(clause, Field):
            joined.append(clause)
        elif clause.name not in at:
            at[clause.name] = len(joined)
            joined.append(clause)
        elif not isinstance(before := joined[at[clause.name]], Not):
            joined[at[clause.name]] = _either(before, clause)
    return tuple(joined)


def _without_repeats(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Leave out what was asked before: a word typed thirty times asks no more than once, and costs no more."""
    kept: dict[object, Clause] = {}
    for clause in clauses:
        node = clause.node if isinstance(clause, Not) else clause
        asks: object = clause
        if isinstance(node, Word | Phrase | Prefix):
            asks = (type(clause), type(node), fold(node.text), node.on_slide)
        kept.setdefault(asks, clause)
    return tuple(kept.values())


def _either(before: Leaf | Or, leaf: Leaf) -> Or:
    return Or((*(before.nodes if isinstance(before, Or) else (before,)), leaf))
