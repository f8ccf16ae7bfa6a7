"""Changing the index: a draft beside the generation that answers, filled by Whoosh, then published in one step."""

from collections.abc import Callable, Iterable
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from search.analysis import Analyser
from search.codec import NumpyCodec
from search.compounds import GERMAN
from search.documents import RecordingDocument
from search.errors import IndexNotWrittenError, RepeatedRecordingError
from search.generations import Generation, current, draft_from, publish, sweep, writing_lock
from search.manifest import HashedFiles, check_manifest
from search.merging import merge_little
from search.passages import passages_of
from search.pool import PostingPool
from search.schema import fields_of, passage_schema
from search.spool import new_spool
from search.wordcounts import WordCounts, count_words, read_word_counts, write_word_counts

_Change = Callable[[SegmentWriter, WordCounts], None]


def replace_recordings(
    root: Path, documents: Iterable[RecordingDocument], *, files: HashedFiles, timeout_seconds: float
) -> Generation:
    """Put these recordings into the index, in place of what it held of them.

    Raises:
        IndexBusyError: another writer did not finish in time.
        IndexUnavailableError: there is no sound generation to start from; rebuild.
        IndexNotWrittenError: the disk refused.
        RepeatedRecordingError: a recording was given twice.
    """

    def change(writer: SegmentWriter, counts: WordCounts) -> None:
        _add(writer, documents, counts, deletes_first=True)

    return _change(root, change, files=files, timeout_seconds=timeout_seconds)


def remove_recordings(
    root: Path, recording_ids: Iterable[int], *, files: HashedFiles, timeout_seconds: float
) -> Generation:
    """Take recordings out of the index; those it does not hold are passed over.

    Raises:
        IndexBusyError: another writer did not finish in time.
        IndexUnavailableError: there is no sound generation to start from; rebuild.
        IndexNotWrittenError: the disk refused.
    """

    def change(writer: SegmentWriter, _counts: WordCounts) -> None:
        for recording_id in recording_ids:
            writer.delete_by_term("recording", recording_id)

    return _change(root, change, files=files, timeout_seconds=timeout_seconds)


def rebuild_index(
    root: Path,
    documents: Iterable[RecordingDocument],
    *,
    files: HashedFiles,
    timeout_seconds: float,
    purges: bool = False,
) -> Generation:
    """Build a new index of these recordings beside the one that answers, then let it answer.

    One that `purges` leaves no file of any older one.

    Raises:
        IndexBusyError: another writer did not finish in time.
        IndexNotWrittenError: the disk refused.
        RepeatedRecordingError: a recording was given twice.
    """
    with writing_lock(root, timeout_seconds=timeout_seconds):
        try:
            sweep(root)
            draft = draft_from(root, None)
            with new_spool(draft) as spool:
                counts = count_words(spool.keeping(documents))
                write_word_counts(draft, counts)
                index = FileIndex.create(FileStorage(str(draft)), passage_schema(), "MAIN")
                _write(index, lambda writer: _add(writer, spool, counts, deletes_first=False))
            generation = publish(root, draft, files)
            sweep(root, keeps_before=not purges)
        except OSError as exc:
            raise IndexNotWrittenError(exc.strerror or type(exc).__name__) from exc
    return generation


def _change(root: Path, change: _Change, *, files: HashedFiles, timeout_seconds: float) -> Generation:
    with writing_lock(root, timeout_seconds=timeout_seconds):
        base = current(root)
        try:
            check_manifest(base.folder, base.manifest_sha256, files)
            sweep(root)
            draft = draft_from(root, base)
            counts = read_word_counts(draft)
            _write(FileIndex(FileStorage(str(draft))), lambda writer: change(writer, counts))
            generation = publish(root, draft, files)
            sweep(root)
        except OSError as exc:
            raise IndexNotWrittenError(exc.strerror or type(exc).__name__) from exc
    return generation


def _write(index: FileIndex, change: Callable[[SegmentWriter], None]) -> None:
    # the lock of the whole index is held already
    writer = index.writer(codec=NumpyCodec(), _lk=False)
    writer.pool = PostingPool(Path(index.storage.folder))
    try:
        change(writer)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=merge_little)


def _add(
    writer: SegmentWriter, documents: Iterable[RecordingDocument], counts: WordCounts, *, deletes_first: bool
) -> None:
    analyser = Analyser(counts.of(GERMAN))
    seen: set[int] = set()
    for document in documents:
        if document.recording_id in seen:
            raise RepeatedRecordingError(document.recording_id)
        seen.add(document.recording_id)
        if deletes_first:
            writer.delete_by_term("recording", document.recording_id)
        for passage in passages_of(document, analyser):
            writer.add_document(**fields_of(passage))
