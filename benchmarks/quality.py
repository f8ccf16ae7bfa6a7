"""Whether search finds what counsellors mean: precision and recall by class of query, beside plain ways to search.

    scripts/bench quality                            the open two thirds of the queries, with every miss and false hit
    scripts/bench quality --part=held-back           the third that was held back while search was built, as figures
    scripts/bench quality --part=fresh-3 --errors    a list with sentences of its own, and its errors

Right answers that were found to be forgotten when a list was written stand apart in it; the last line is without them.
`tests/data/search_quality/README.md` describes the lists.
"""

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import Stemmer

from archive.finding.shipped_glossary import shipped_glossary
from search.documents import CueText, RecordingDocument, TranscriptText
from search.index import SearchIndex
from search.results import MAX_PAGE_SIZE, SearchRequest

LISTS = Path(__file__).parents[1] / "tests" / "data" / "search_quality"
SENTENCES = {
    "open": "sentences.jsonl",
    "held-back": "sentences.jsonl",
    "fresh": "sentences_fresh.jsonl",
    "fresh-2": "sentences_fresh_2.jsonl",
    "fresh-3": "sentences_fresh_3.jsonl",
    "fresh-4": "sentences_fresh_4.jsonl",
}
QUERIES = {
    "open": "queries.jsonl",
    "held-back": "queries_held_back.jsonl",
    "fresh": "queries_fresh.jsonl",
    "fresh-2": "queries_fresh_2.jsonl",
    "fresh-3": "queries_fresh_3.jsonl",
    "fresh-4": "queries_fresh_4.jsonl",
}
PARTS = tuple(QUERIES)
_WORDS = re.compile(r"\w+")
_STEMMERS = {
    code: Stemmer.Stemmer(name)
    for code, name in (("de", "german"), ("en", "english"), ("tr", "turkish"), ("sr", "serbian"))
}

Finder = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something said in a webinar."""

    id: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """Something a counsellor types, and the sentences that should answer."""

    kind: str
    text: str
    right: frozenset[str]
    first_right: frozenset[str]
    """As the list was first written, without what had been forgotten."""


class ListError(ValueError):
    """A list that says nothing sensible."""

    def __init__(self, name: str, fault: str, what: str) -> None:
        super().__init__(f"{name}: {fault}: {what}")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a way to search found of some queries, all hits weighing the same."""

    hits: int
    right_hits: int
    right: int

    @property
    def precision(self) -> float:
        """Give the share of hits that are right."""
        return self.right_hits / self.hits if self.hits else 1.0

    @property
    def recall(self) -> float:
        """Give the share of right sentences that are found."""
        return self.right_hits / self.right if self.right else 1.0


def sentences(part: str = "open", *, folder: Path = LISTS) -> tuple[Sentence, ...]:
    """Read the sentences that the queries of a part are asked of.

    Raises:
        ListError: a line cannot be read, or an id is there twice.
    """
    name = SENTENCES[part]
    said = tuple(Sentence(row["id"], row["language"], row["text"]) for row in _rows(folder / name, Sentence.__slots__))
    _refuse(name, "an id is there twice", _repeated(sentence.id for sentence in said))
    return said


def queries(part: str = "open", *, folder: Path = LISTS) -> tuple[Query, ...]:
    """Read the queries of a part.

    Raises:
        ListError: a line cannot be read, a query is there twice, or a right answer is no sentence.
    """
    name, known = QUERIES[part], {sentence.id for sentence in sentences(part, folder=folder)}
    asked = tuple(map(_query, _rows(folder / name, ("class", "query", "right"))))
    _refuse(name, "a query is there twice", _repeated(f"{query.kind}: {query.text}" for query in asked))
    _refuse(name, "right answers that are no sentences", {one for query in asked for one in query.right} - known)
    return asked


def figures(asked: Sequence[Query], find: Finder, *, as_first_written: bool = False) -> Figures:
    """Ask, and count."""
    found = [(find(query.text), query.first_right if as_first_written else query.right) for query in asked]
    return Figures(
        hits=sum(len(hits) for hits, _ in found),
        right_hits=sum(len(hits & right) for hits, right in found),
        right=sum(len(right) for _, right in found),
    )


def lower_case(said: Sequence[Sentence]) -> Finder:
    """Search as plainly as can be: every word of the query stands in the sentence, letter by letter."""
    words = {sentence.id: _plain(sentence.text) for sentence in said}
    return lambda text: frozenset(name for name, own in words.items() if _plain(text) <= own)


def stemmed(said: Sequence[Sentence]) -> Finder:
    """Search with stemming and nothing else: the query is stemmed in the language of each sentence."""

    def stems(text: str, language: str) -> frozenset[str]:
        return frozenset(_STEMMERS[language].stemWords(sorted(_plain(text))))

    words = {sentence.id: stems(sentence.text, sentence.language) for sentence in said}
    language = {sentence.id: sentence.language for sentence in said}
    return lambda text: frozenset(name for name, own in words.items() if stems(text, language[name]) <= own)


def ours(said: Sequence[Sentence], folder: Path) -> Finder:
    """Search as the house does: every sentence a recording of its own, the shipped glossary, the real answer."""
    index = SearchIndex.open(folder)
    cues = {number: CueText(0, 0.0, sentence.text) for number, sentence in enumerate(said)}
    index.rebuild(
        RecordingDocument(
            recording_id=number,
            version=1,
            language=sentence.language,
            title="",
            transcripts=(TranscriptText(sentence.language, (cues[number],)),),
        )
        for number, sentence in enumerate(said)
    )
    glossary, everything = shipped_glossary(), frozenset(cues)

    def find(text: str) -> frozenset[str]:
        found: list[str] = []
        page = pages = 1
        while page <= pages:
            request = SearchRequest(text=text, page=page, page_size=MAX_PAGE_SIZE)
            answer = index.search(
                request, allowed=everything, cues=lambda number, *_: (cues[number],), glossary=glossary
            )
            found += [said[hit.recording_id].id for hit in answer.hits]
            page, pages = page + 1, answer.pages
        return frozenset(found)

    return find


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench quality")
    parser.add_argument("--part", choices=PARTS, default="open")
    parser.add_argument("--lists", type=Path, default=LISTS, help="the folder of the lists")
    parser.add_argument("--errors", action="store_true", help="name each miss and each false hit")
    wishes = parser.parse_args(arguments)
    try:
        said = sentences(wishes.part, folder=wishes.lists)
        asked = queries(wishes.part, folder=wishes.lists)
    except (ListError, OSError) as error:
        parser.exit(1, f"quality: {error}\n")
    with tempfile.TemporaryDirectory() as folder:
        ways = {"lower case": lower_case(said), "stemmed": stemmed(said), "ours": ours(said, Path(folder))}
        print(f"quality: {len(said)} sentences, {len(asked)} queries of the part {wishes.part}, "
              "precision / recall over all hits")  # fmt: skip
        print(f"  {'class':<16}{'queries':>8}" + "".join(f"{name:>16}" for name in ways))
        for kind in (*sorted({query.kind for query in asked}), ""):
            of_kind = [query for query in asked if not kind or query.kind == kind]
            cells = "".join(_cell(figures(of_kind, find)) for find in ways.values())
            print(f"  {kind or 'ALL':<16}{len(of_kind):>8}{cells}")
        if any(query.right != query.first_right for query in asked):
            cells = "".join(_cell(figures(asked, find, as_first_written=True)) for find in ways.values())
            print(f"  {'as first written':<16}{len(asked):>8}{cells}")
        if wishes.errors or wishes.part == "open":
            _print_errors(asked, ways["ours"], {sentence.id: sentence.text for sentence in said})


def _print_errors(asked: Sequence[Query], find: Finder, texts: Mapping[str, str]) -> None:
    for query in asked:
        hits = find(query.text)
        wrong = [("missed", name) for name in sorted(query.right - hits)]
        wrong += [("false ", name) for name in sorted(hits - query.right)]
        if wrong:
            print(f"  {query.kind}: {query.text}")
            for what, name in wrong:
                print(f"      {what} {name} {texts[name]}")


def _cell(counted: Figures) -> str:
    return f"{f'{counted.precision:.3f} / {counted.recall:.3f}':>16}"


def _plain(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text.lower()))


def _query(row: Mapping[str, Any]) -> Query:
    right = frozenset(row["right"])
    return Query(row["class"], row["query"], right | frozenset(row.get("added", ())), right)


def _rows(path: Path, needed: Iterable[str]) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ListError(path.name, f"line {number} is no JSON", str(error)) from error
        lacking = [name for name in needed if name not in row]
        _refuse(path.name, f"line {number} lacks", lacking)
        rows.append(row)
    return rows


def _repeated(names: Iterable[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}


def _refuse(name: str, fault: str, faulty: Collection[str]) -> None:
    if faulty:
        raise ListError(name, fault, ", ".join(sorted(faulty)))


if __name__ == "__main__":
    main()
