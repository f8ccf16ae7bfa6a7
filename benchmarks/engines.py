"""The same passages and questions in four engines: ours, stock Whoosh, SQLite's FTS5, and tantivy.

Each gives the ten best recordings with the start and the marked words of the best passage. Ours asks for every word
anywhere in the recording, counts all moments and facets, and knows compounds and exact words with every question; the
others ask for all words within one passage, of plain stems, and count facets only for the class "counted".
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import tantivy
from whoosh import fields, query, scoring, sorting
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from benchmarks.plain import terms
from benchmarks.questions import Question
from search.documents import CueText, RecordingDocument
from search.index import SearchIndex
from search.results import SearchRequest

HITS, CUES_A_PASSAGE, PASSAGES_LOOKED_AT = 10, 10, 200
FACETS = ("country", "language", "year")


@dataclass(frozen=True, slots=True)
class Passage:
    """What the other engines index."""

    recording: int
    cue: int
    text: str
    country: str
    language: str
    year: int


class Engine(Protocol):
    """An engine of the comparison."""

    name: str

    def build(self, documents: Iterable[RecordingDocument]) -> None:
        """Make the index."""

    def open(self) -> None:
        """Open what was made."""

    def ask(self, question: Question) -> int:
        """Answer, and say how many recordings are shown."""


class Cues:
    """The words to show, in a table as the catalogue has them."""

    def __init__(self, path: Path) -> None:
        self.database = sqlite3.connect(path, check_same_thread=False)

    def fill(self, documents: Iterable[RecordingDocument]) -> None:
        """Write all cues."""
        self.database.execute(
            "create table cue(recording, place, start, text, primary key(recording, place)) without rowid"
        )
        for known in documents:
            rows = [
                (known.recording_id, cue.position, cue.start_seconds, cue.text) for cue in known.transcripts[0].cues
            ]
            self.database.executemany("insert into cue values(?,?,?,?)", rows)
        self.database.commit()

    def read(self, recording: int, _language: str, first: int, last: int) -> Sequence[CueText]:
        """Read some."""
        rows = self.database.execute(
            "select place, start, text from cue where recording=? and place between ? and ? order by place",
            (recording, first, last),
        )
        return [CueText(*row) for row in rows]

    def shown(self, best: Mapping[int, int], asked: frozenset[str], languages: Mapping[int, str]) -> int:
        """Make a snippet of the best passage of each recording: the cue with most of the terms, its words marked."""
        for recording, first in best.items():
            cues = self.read(recording, "", first, first + CUES_A_PASSAGE - 1)
            found = [(len(asked & set(terms(cue.text, languages[recording]))), cue) for cue in cues]
            cue = max(found, key=lambda pair: pair[0])[1]
            " ".join(
                f"<{word}>" if asked & set(terms(word, languages[recording])) else word for word in cue.text.split()
            )
        return len(best)


def passages(documents: Iterable[RecordingDocument]) -> Iterator[Passage]:
    """Cut recordings into passages of plain stems."""
    for known in documents:
        said = known.transcripts[0]
        for first in range(0, len(said.cues), CUES_A_PASSAGE):
            text = " ".join(cue.text for cue in said.cues[first : first + CUES_A_PASSAGE])
            stems = " ".join(terms(text, said.language))
            yield Passage(
                known.recording_id, first, stems, known.countries[0] if known.countries else "", said.language,
                known.year or 0,
            )  # fmt: skip


class Ours:
    """Mitschnitt's own."""

    name = "ours"

    def __init__(self, folder: Path, cues: Cues, languages: Mapping[int, str]) -> None:
        self.index = SearchIndex.open(folder / "ours")
        self.cues, self.allowed = cues, frozenset(languages)

    def build(self, documents: Iterable[RecordingDocument]) -> None:
        """Rebuild, as the archive does."""
        self.index.rebuild(documents)

    def open(self) -> None:
        """Open a snapshot, as a server does when it starts."""
        self.index = SearchIndex.open(self.index.folder)
        self.index.counts()

    def ask(self, question: Question) -> int:
        """Ask as the search page asks."""
        countries = (question.country,) if question.country else ()
        request = SearchRequest(text=question.text, countries=countries, page_size=HITS, moments_per_recording=1)
        return len(self.index.search(request, allowed=self.allowed, cues=self.cues.read).hits)


class StockWhoosh:
    """Whoosh 2.7.4 as it comes."""

    name = "whoosh"

    def __init__(self, folder: Path, cues: Cues, languages: Mapping[int, str]) -> None:
        self.folder, self.cues, self.languages = folder / "whoosh", cues, languages

    def build(self, documents: Iterable[RecordingDocument]) -> None:
        """Index the stems with Whoosh's own text field."""
        self.folder.mkdir()
        number = {"sortable": True, "signed": False, "shift_step": 0}
        schema = fields.Schema(
            text=fields.TEXT(phrase=True, analyzer=None), recording=fields.NUMERIC(int, **number),
            cue=fields.NUMERIC(int, **number), country=fields.ID(sortable=True), language=fields.ID(sortable=True),
            year=fields.NUMERIC(int, **number),
        )  # fmt: skip
        schema["text"].analyzer = fields.analysis.SpaceSeparatedTokenizer()
        writer = FileIndex.create(FileStorage(str(self.folder)), schema, "MAIN").writer(limitmb=256)
        for passage in passages(documents):
            writer.add_document(
                text=passage.text, recording=passage.recording, cue=passage.cue, country=passage.country,
                language=passage.language, year=passage.year,
            )  # fmt: skip
        writer.commit()

    def open(self) -> None:
        """Open a searcher."""
        self.searcher = FileIndex(FileStorage(str(self.folder))).searcher(weighting=scoring.BM25F())
        reader = self.searcher.reader()
        self.recordings, self.starts = reader.column_reader("recording"), reader.column_reader("cue")

    def ask(self, question: Question) -> int:
        """Search with Whoosh's queries, one passage a recording."""
        words = [query.Term("text", term) for term in question.terms]
        first = question.terms[0]
        wanted = {
            "phrase": lambda: query.Phrase("text", list(question.terms)),
            "beginning": lambda: query.Prefix("text", first),
            "typo": lambda: query.FuzzyTerm("text", first, maxdist=1, prefixlength=1),
            "either": lambda: query.Or(words),
        }.get(question.kind, lambda: query.And(words) if len(words) > 1 else words[0])()
        options: dict[str, object] = {"collapse": "recording"}
        if question.country:
            options["filter"] = query.Term("country", question.country)
        if question.kind == "counted":
            options["groupedby"] = [sorting.FieldFacet(name) for name in FACETS]
        found = self.searcher.search(wanted, limit=HITS, **options)
        top = [found[place].docnum for place in range(min(HITS, found.scored_length()))]
        best = {self.recordings[number]: self.starts[number] for number in top}
        return self.cues.shown(best, frozenset(question.terms), self.languages)


class Fts5:
    """SQLite's full text search."""

    name = "fts5"

    def __init__(self, folder: Path, cues: Cues, languages: Mapping[int, str]) -> None:
        self.path, self.cues, self.languages = folder / "fts5.sqlite", cues, languages

    def build(self, documents: Iterable[RecordingDocument]) -> None:
        """Index the stems, with indexes for beginnings."""
        database = sqlite3.connect(self.path)
        database.execute("create table passage(id integer primary key, recording, cue, country, language, year)")
        database.execute("""create virtual table words using fts5(stems, content='', prefix='3 4',
            tokenize="unicode61 remove_diacritics 0")""")
        database.execute("create virtual table vocabulary using fts5vocab(words, row)")
        for number, p in enumerate(passages(documents)):
            row = (number, p.recording, p.cue, p.country, p.language, p.year)
            database.execute("insert into passage values(?,?,?,?,?,?)", row)
            database.execute("insert into words(rowid, stems) values(?,?)", (number, p.text))
        database.execute("insert into words(words) values('optimize')")
        database.commit()
        database.close()

    def open(self) -> None:
        """Open the file, mapped into memory."""
        self.database = sqlite3.connect(self.path)
        self.database.execute("pragma mmap_size=2000000000")

    def ask(self, question: Question) -> int:
        """Search, and keep the best passage of each recording."""
        quoted = [f'"{term}"' for term in question.terms]
        match = {
            "phrase": f'"{" ".join(question.terms)}"', "beginning": f"{quoted[0]}*", "either": " OR ".join(quoted)
        }.get(question.kind, " AND ".join(quoted))  # fmt: skip
        if question.kind == "typo":
            match = " OR ".join([*quoted, *(f'"{near}"' for near in self._near(question.terms[0]))])
        if question.kind == "counted":
            for facet in FACETS:
                self.database.execute(
                    f"select {facet}, count(distinct recording) from words join passage on id = words.rowid "
                    "where words match ? group by 1", (match,),
                ).fetchall()  # fmt: skip
        where, values = ("and country = ?", [question.country]) if question.country else ("", [])
        rows = self.database.execute(
            f"select recording, cue from words join passage on id = words.rowid where words match ? {where} "
            f"order by words.rank limit {PASSAGES_LOOKED_AT}", [match, *values],
        )  # fmt: skip
        return self.cues.shown(_first_of_each(rows), frozenset(question.terms), self.languages)

    def _near(self, word: str) -> list[str]:
        between = (word[0], word[0] + "\U0010ffff")
        rows = self.database.execute("select term from vocabulary where term between ? and ?", between)
        return [term for (term,) in rows if abs(len(term) - len(word)) <= 1 and _is_near(term, word)]


class Tantivy:
    """The engine written in Rust."""

    name = "tantivy"

    def __init__(self, folder: Path, cues: Cues, languages: Mapping[int, str]) -> None:
        self.folder, self.cues, self.languages = folder / "tantivy", cues, languages

    def build(self, documents: Iterable[RecordingDocument]) -> None:
        """Index the stems, with one thread."""
        self.folder.mkdir()
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("stems", tokenizer_name="spaces", index_option="position")
        for name in ("recording", "cue", "year"):
            schema.add_integer_field(name, stored=True, indexed=True, fast=True)
        for name in ("country", "language"):
            schema.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        index = tantivy.Index(schema.build(), path=str(self.folder))
        self._register(index)
        writer = index.writer(heap_size=128_000_000, num_threads=1)
        for p in passages(documents):
            writer.add_document(
                tantivy.Document(
                    stems=p.text, recording=p.recording, cue=p.cue, year=p.year, country=p.country, language=p.language
                )
            )
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """Open a searcher."""
        index = tantivy.Index.open(str(self.folder))
        self._register(index)
        index.reload()
        self.searcher, self.schema = index.searcher(), index.schema

    def ask(self, question: Question) -> int:
        """Search, and keep the best passage of each recording."""
        make, first = tantivy.Query, question.terms[0]
        words = [make.term_query(self.schema, "stems", term) for term in question.terms]
        must = tantivy.Occur.Should if question.kind == "either" else tantivy.Occur.Must
        wanted = {
            "phrase": lambda: make.phrase_query(self.schema, "stems", list(question.terms)),
            "beginning": lambda: make.regex_query(self.schema, "stems", f"{first}.*"),
            "typo": lambda: make.fuzzy_term_query(self.schema, "stems", first, distance=1),
        }.get(
            question.kind, lambda: make.boolean_query([(must, word) for word in words]) if len(words) > 1 else words[0]
        )()
        if question.country:
            country = make.const_score_query(make.term_query(self.schema, "country", question.country), 0.0)
            wanted = make.boolean_query([(tantivy.Occur.Must, wanted), (tantivy.Occur.Must, country)])
        if question.kind == "counted":
            self.searcher.aggregate(wanted, {facet: {"terms": {"field": facet, "size": 50}} for facet in FACETS})
        hits = self.searcher.search(wanted, PASSAGES_LOOKED_AT).hits
        rows = (self.searcher.doc(address) for _, address in hits)
        best = _first_of_each((row["recording"][0], row["cue"][0]) for row in rows)
        return self.cues.shown(best, frozenset(question.terms), self.languages)

    def _register(self, index: tantivy.Index) -> None:
        spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("spaces", spaces)


def _first_of_each(rows: Iterable[Sequence[int]]) -> dict[int, int]:
    best: dict[int, int] = {}
    for recording, cue in rows:
        best.setdefault(recording, cue)
        if len(best) == HITS:
            break
    return best


def _is_near(one: str, other: str) -> bool:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[at:], other[at:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


ENGINES = {engine.name: engine for engine in (Ours, StockWhoosh, Fts5, Tantivy)}
