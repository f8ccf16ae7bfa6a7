"""Documents put aside on the disk, to be read again: a rebuild first counts all words and then writes all passages."""

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from search.documents import CueText, RecordingDocument


class Spool:
    """Documents in a file without a name, which is gone with the process that wrote it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def keeping(self, documents: Iterable[RecordingDocument]) -> Iterator[RecordingDocument]:
        """Put each document aside and hand it on.

        Raises:
            OSError: there is no room for it.
        """
        for document in documents:
            pickler = pickle.Pickler(self._file, pickle.HIGHEST_PROTOCOL)
            # a frozen class with slots is pickled field by field in Python, and there are a thousand cues an hour
            pickler.dispatch_table = {CueText: _plain_cue}
            pickler.dump(document)
            yield document

    def __iter__(self) -> Iterator[RecordingDocument]:
        """Give all documents that were put aside, in their order, one at a time."""
        self._file.seek(0)
        try:
            while True:
                document: RecordingDocument = pickle.load(self._file)  # noqa: S301 - written a moment ago, by us
                yield document
        except EOFError:
            return


@contextmanager
def new_spool(folder: Path) -> Iterator[Spool]:
    """Open a spool in this folder's file system."""
    with tempfile.TemporaryFile(dir=folder) as file:
        yield Spool(file)


def _plain_cue(cue: CueText) -> tuple[type[CueText], tuple[int, float, str, tuple[float, ...]]]:
    return CueText, (cue.position, cue.start_seconds, cue.text, cue.word_starts)
