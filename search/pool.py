"""Postings on their way to the disk: taken in document by document, given back term by term.

Stands in for Whoosh's pool (whoosh/writing.py), which keeps, sorts, pickles and merges one tuple a posting. Here each
term has one growing list; only terms are sorted. When the lists take too much memory they are put aside in a file, and
in the end all that was put aside is merged.
"""

import heapq
import pickle
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import IO

MEMORY_BYTES = 96 << 20
_LIST_BYTES = 500
"""What a term takes besides its postings: three arrays, their owner, the key."""
_POSTING_BYTES = 9
"""A document and a count, with some room to grow."""


@dataclass(slots=True)
class TermPostings:
    """The postings of one term, in the order of the documents."""

    field_name: str
    term: bytes
    documents: "array[int]" = field(default_factory=lambda: array("I"))
    counts: "array[int]" = field(default_factory=lambda: array("I"))
    places: bytearray = field(default_factory=bytearray)
    """As the format of the field encodes them, one posting after the other; empty for a field without."""

    @property
    def key(self) -> tuple[str, bytes]:
        """Give what lists are ordered by."""
        return self.field_name, self.term


class PostingPool:
    """All postings of one segment. Documents must come in ascending order."""

    def __init__(self, folder: Path, *, memory_bytes: int = MEMORY_BYTES) -> None:
        """Take the folder in whose file system lists are put aside, and how much may be kept in memory."""
        self._folder = folder
        self._memory_bytes = memory_bytes
        self._lists: dict[str, dict[bytes, TermPostings]] = defaultdict(dict)
        self._bytes = 0
        self._aside: list[IO[bytes]] = []

    def add(self, posting: tuple[str, bytes, int, float, bytes | None]) -> None:
        """Take a posting in: field, term, document, count, encoded places. Called by Whoosh for each one there is.

        A field without places has empty ones when it is written, and none when its segment is melted.

        Raises:
            OSError: there is no room to put lists aside.
        """
        name, term, document, count, places = posting
        lists = self._lists[name]
        known = lists.get(term)
        if known is None:
            known = lists[term] = TermPostings(name, term)
            self._bytes += _LIST_BYTES + len(term)
        known.documents.append(document)
        known.counts.append(int(count))
        self._bytes += _POSTING_BYTES
        if places:
            known.places += places
            self._bytes += len(places)
        if self._bytes > self._memory_bytes:
            self._put_aside()

    def iter_postings(self) -> Iterator[TermPostings]:
        """Give the postings of each term once, in the order of fields and terms; afterwards the pool is empty."""
        sources = [*(_read(file) for file in self._aside), self._taken()]
        by_key = attrgetter("key")
        for _, of_one_term in groupby(heapq.merge(*sources, key=by_key), key=by_key):
            first, *later = of_one_term
            for more in later:  # put aside later, so of later documents
                first.documents += more.documents
                first.counts += more.counts
                first.places += more.places
            yield first

    def cleanup(self) -> None:
        """Give all room back. Called by Whoosh whatever happened."""
        for file in self._aside:
            file.close()
        self._aside = []
        self._lists.clear()

    def _taken(self) -> Iterator[TermPostings]:
        for name in sorted(self._lists):
            lists = self._lists.pop(name)
            for term in sorted(lists):
                yield lists.pop(term)
        self._bytes = 0

    def _put_aside(self) -> None:
        file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by `cleanup`
        self._aside.append(file)
        for own in self._taken():
            pickle.dump((own.field_name, own.term, own.documents.tobytes(), own.counts.tobytes(), own.places), file)
        file.flush()


def _read(file: IO[bytes]) -> Iterator[TermPostings]:
    file.seek(0)
    try:
        while True:
            name, term, documents, counts, places = pickle.load(file)  # noqa: S301 - written a moment ago, by us
            yield TermPostings(name, term, array("I", documents), array("I", counts), places)
    except EOFError:
        return
