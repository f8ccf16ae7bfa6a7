"""Whether search finds what counsellors mean: precision and recall by class of query, beside plain ways to search.

scripts/bench quality                  the open two thirds of the queries, with every miss and every false hit
scripts/bench quality --held-back      the third nobody works on, as figures only
"""

import json
import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import Stemmer

from archive.shipped_glossary import shipped_glossary
from search.documents import CueText, RecordingDocument, TranscriptText
from search.index import SearchIndex
from search.results import MAX_PAGE_SIZE, SearchRequest

LISTS = Path(__file__).parents[1] / "tests" / "data" / "search_quality"
OPEN, HELD_BACK = "queries.jsonl", "queries_held_back.jsonl"
_WORDS = re.compile(r"\w+")
_STEMMERS = {"de": Stemmer.Stemmer("german"), "en": Stemmer.Stemmer("english")}

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


def sentences() -> tuple[Sentence, ...]:
    """Read the sentences."""
    return tuple(Sentence(**row) for row in _rows("sentences.jsonl"))


def queries(name: str = OPEN) -> tuple[Query, ...]:
    """Read the queries of one list."""
    return tuple(Query(row["class"], row["query"], frozenset(row["right"])) for row in _rows(name))


def figures(asked: Sequence[Query], find: Finder) -> Figures:
    """Ask, and count."""
    found = [(find(query.text), query.right) for query in asked]
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


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    is_held_back = "--held-back" in arguments
    said, asked = sentences(), queries(HELD_BACK if is_held_back else OPEN)
    with tempfile.TemporaryDirectory() as folder:
        ways = {"lower case": lower_case(said), "stemmed": stemmed(said), "ours": ours(said, Path(folder))}
        print(f"quality: {len(said)} sentences, {len(asked)} queries {'held back' if is_held_back else 'open'}, "
              "precision / recall over all hits")  # fmt: skip
        print(f"  {'class':<16}{'queries':>8}" + "".join(f"{name:>16}" for name in ways))
        for kind in (*sorted({query.kind for query in asked}), ""):
            of_kind = [query for query in asked if not kind or query.kind == kind]
            print(f"  {kind or 'ALL':<16}{len(of_kind):>8}" + "".join(_cell(of_kind, find) for find in ways.values()))
        if not is_held_back:
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


def _cell(asked: Sequence[Query], find: Finder) -> str:
    counted = figures(asked, find)
    return f"{f'{counted.precision:.3f} / {counted.recall:.3f}':>16}"


def _plain(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text.lower()))


def _rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (LISTS / name).read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main(sys.argv[1:])
