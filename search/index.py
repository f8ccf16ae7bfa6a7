"""The search index as the rest of the house knows it: open, change, count, ask.

The catalogue is the truth and the index a cache of it. An index that is missing, damaged or outdated never answers
wrongly: it says so, and `rebuild` makes it anew while what still answers goes on answering.
"""

import logging
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from search.answering import answer
from search.completing import Completion, completions
from search.documents import CueSource, RecordingDocument, SlideSource, no_slides
from search.errors import IndexUnavailableError, Unavailable
from search.generations import current, pointer_state
from search.glossary import NOTHING, Glossary
from search.manifest import HashedFiles, check_manifest
from search.results import Answer, IndexedCount, SearchRequest
from search.scope import Scope
from search.snapshot import Snapshot
from search.spelling import Reader
from search.writing import rebuild_index, remove_recordings, replace_recordings

log = logging.getLogger(__name__)

WAIT_FOR_WRITER_SECONDS = 30.0
_OPENING_TRIES = 5
_SCOPES_KEPT = 4


@dataclass(frozen=True, slots=True)
class _State:
    pointer: tuple[int, int] | None
    snapshot: Snapshot | None
    problem: IndexUnavailableError | None


class SearchIndex:
    """An index in a folder. Threads may share it; other processes may read and change the same folder."""

    def __init__(self, folder: Path, *, wait_seconds: float) -> None:
        self.folder = folder
        self._wait_seconds = wait_seconds
        self._files = HashedFiles()
        self._refreshing = threading.Lock()
        self._state: _State | None = None
        self._scopes: tuple[Scope, ...] = ()

    @classmethod
    def open(cls, folder: Path, *, wait_seconds: float = WAIT_FOR_WRITER_SECONDS) -> Self:
        """Open the index in this folder, whatever its state: a broken one can be rebuilt only when it is open.

        Args:
            folder: made when it does not exist.
            wait_seconds: how long a change waits for another writer.
        """
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, wait_seconds=wait_seconds)

    def problem(self) -> IndexUnavailableError | None:
        """Say what is wrong with the published index, or None. An older snapshot may still answer."""
        return self._refreshed().problem

    def check(self) -> IndexUnavailableError | None:
        """Read every file of the index anew and say what is wrong, or None."""
        with self._refreshing:
            self._files.forget()
            state = self._opened(self._state.snapshot if self._state else None)
            if state.problem is not None:  # a snapshot of damaged files must not answer either
                state = _State(state.pointer, None, state.problem)
            self._state = state
            return state.problem

    def generation(self) -> int:
        """Give the number of the generation that answers; it grows with every change. 0 when none answers."""
        snapshot = self._refreshed().snapshot
        return snapshot.number if snapshot else 0

    def replace(self, documents: Iterable[RecordingDocument]) -> int:
        """Put recordings into the index, in place of what it held of them; give the new generation's number.

        Raises:
            IndexBusyError: another writer did not finish in time.
            IndexUnavailableError: there is no sound index to change; rebuild it.
            IndexNotWrittenError: the disk refused; nothing has changed.
            RepeatedRecordingError: a recording was given twice; nothing has changed.
        """
        return replace_recordings(self.folder, documents, files=self._files, timeout_seconds=self._wait_seconds).number

    def remove(self, recording_ids: Iterable[int]) -> int:
        """Take recordings out of the index; give the new generation's number.

        Raises:
            IndexBusyError: another writer did not finish in time.
            IndexUnavailableError: there is no sound index to change; rebuild it.
            IndexNotWrittenError: the disk refused; nothing has changed.
        """
        return remove_recordings(
            self.folder, recording_ids, files=self._files, timeout_seconds=self._wait_seconds
        ).number

    def rebuild(self, documents: Iterable[RecordingDocument], *, purges: bool = False) -> int:
        """Build the whole index anew beside the one that answers, and swap; give the new generation's number.

        One that `purges` leaves no file of any older one: words that were in it are nowhere.

        Raises:
            IndexBusyError: another writer did not finish in time.
            IndexNotWrittenError: the disk refused; nothing has changed.
            RepeatedRecordingError: a recording was given twice; nothing has changed.
        """
        return rebuild_index(
            self.folder, documents, files=self._files, timeout_seconds=self._wait_seconds, purges=purges
        ).number

    def indexed(self, recording_id: int) -> IndexedCount | None:
        """Say what the index holds of a recording; None when it does not hold it.

        Raises:
            IndexUnavailableError: no generation can answer.
        """
        return self.counts().get(recording_id)

    def counts(self) -> Mapping[int, IndexedCount]:
        """Say what the index holds of every recording.

        Raises:
            IndexUnavailableError: no generation can answer.
        """
        return self._snapshot().counts()

    def search(
        self,
        request: SearchRequest,
        *,
        allowed: frozenset[int],
        cues: CueSource,
        slides: SlideSource = no_slides,
        glossary: Glossary = NOTHING,
    ) -> Answer:
        """Answer a question from the recordings in `allowed`; nothing else contributes to the answer.

        Raises:
            IndexUnavailableError: no generation can answer.
        """
        return answer(request, self._seen_by(allowed), cues, slides=slides, glossary=glossary)

    def complete(
        self, text: str, *, allowed: frozenset[int], cues: CueSource, slides: SlideSource = no_slides
    ) -> tuple[Completion, ...]:
        """Give what a text may become while it is typed, from the recordings in `allowed` and nothing else.

        Raises:
            IndexUnavailableError: no generation can answer.
        """
        return completions(text, Reader(self._seen_by(allowed), cues, slides))

    def _seen_by(self, allowed: frozenset[int]) -> Scope:
        """Give the scope of these recordings; those of the last few kinds of visitors are kept."""
        snapshot = self._snapshot(waits=False)
        known = tuple(scope for scope in self._scopes if scope.snapshot is snapshot)
        for scope in known:
            if scope.allowed == allowed:
                return scope
        scope = Scope(snapshot, allowed)
        self._scopes = (scope, *known[: _SCOPES_KEPT - 1])
        return scope

    def _snapshot(self, *, waits: bool = True) -> Snapshot:
        state = self._refreshed(waits=waits)
        if state.snapshot is None:
            raise state.problem or IndexUnavailableError(Unavailable.MISSING)
        return state.snapshot

    def _refreshed(self, *, waits: bool = True) -> _State:
        """Give what is published. Who does not wait gets what was before while another thread is opening it."""
        state = self._state
        if state is not None and state.pointer == pointer_state(self.folder):
            return state
        if not waits and state is not None and state.snapshot is not None and self._refreshing.locked():
            return state
        with self._refreshing:
            state = self._state
            if state is None or state.pointer != pointer_state(self.folder):
                state = self._state = self._opened(state.snapshot if state else None)
            return state

    def _opened(self, before: Snapshot | None) -> _State:
        """Open what the pointer points to; when that cannot be, the snapshot before goes on answering."""
        pointer = None
        problem = IndexUnavailableError(Unavailable.MISSING)
        for _ in range(_OPENING_TRIES):
            pointer = pointer_state(self.folder)
            try:
                generation = current(self.folder)
                check_manifest(generation.folder, generation.manifest_sha256, self._files)
                snapshot = Snapshot.open(generation.folder, number=generation.number, before=before)
            except IndexUnavailableError as error:
                problem = error
            except OSError as error:
                problem = IndexUnavailableError(Unavailable.DAMAGED, error.strerror or type(error).__name__)
            else:
                return _State(pointer, snapshot, None)
            if pointer == pointer_state(self.folder):  # no writer was faster than we were
                break
        if before is not None:
            log.warning("generation %d goes on answering: %s", before.number, problem)
        return _State(pointer, before, problem)
