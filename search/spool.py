"""Documents put aside on the disk, to be read twice: a rebuild first counts all words and then writes all passages."""

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from search.documents import RecordingDocument


class Spool:
    """Documents in a file without a name, which is gone with the process that wrote it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[RecordingDocument]:
        """Give all documents, in their order, one at a time."""
        self._file.seek(0)
        try:
            while True:
                document: RecordingDocument = pickle.load(self._file)  # noqa: S301 - written a moment ago, by us
                yield document
        except EOFError:
            return


@contextmanager
def spooled(folder: Path, documents: Iterable[RecordingDocument]) -> Iterator[Spool]:
    """Put documents aside in this folder's file system.

    Raises:
        OSError: there is no room for them.
    """
    with tempfile.TemporaryFile(dir=folder) as file:
        for document in documents:
            pickle.dump(document, file, pickle.HIGHEST_PROTOCOL)
        yield Spool(file)
