"""Where recordings answer: runs of neighbouring cues of one passage, all of them counted, known from the index alone.

Which cues answer is known without reading one of them, so totals and timelines are true and cheap. A run ends at the
latest with its passage: a word said all the time is a moment a passage, not one of an hour. A slide is a passage of
one cue, so it is a run of its own.
"""

from dataclasses import dataclass

import numpy as np

from search.arrays import Bools, Bytes, Float32, Int64, starts_of_runs
from search.evidence import Evidence
from search.passages import SLIDE, TIMED
from search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring cues of one passage that answer."""

    recording_id: int
    part: str
    """Speech, or a slide."""
    language: str
    position: int
    """Of the cue that answers best."""
    start_seconds: float
    cue_start_seconds: float
    words: int
    """How many different leaves of the query its best cue answers."""
    score: float
    """Of the passage."""


@dataclass(frozen=True, slots=True)
class Runs:
    """All runs in what is spoken and on the slides of the recordings that answer."""

    snapshot: Snapshot
    document_scores: Float32
    words: Bytes
    """How many leaves of the query each cue answers."""
    starts: Int64
    """The first cue of each run, ascending; the cues of a recording stand together."""
    recordings: Int64
    """The recording of each run, as the snapshot numbers them."""
    firsts: Int64
    """The first run of each recording that has one."""

    @property
    def total(self) -> int:
        """Count the runs in all recordings."""
        return len(self.starts)

    def timeline(self, recording: int, part: str) -> tuple[float, ...]:
        """Give the start of every run in one part of a recording, in seconds, ascending."""
        cues, documents = self.snapshot.cues, self.snapshot.documents
        own = self._of(recording)
        starts = cues.start_milliseconds[own[documents.parts[cues.documents[own]] == self.snapshot.part_code(part)]]
        return tuple((np.sort(starts) / 1000).tolist())

    def best(self, recording: int, limit: int) -> list[Run]:
        """Give the best: most of the asked words in one cue, then what is said, the best passage, the earliest."""
        starts = self._of(recording)
        if not len(starts) or limit <= 0:
            return []
        cues = self.snapshot.cues
        words = self._most_words(starts)
        documents = cues.documents[starts]
        scores = self.document_scores[documents]
        is_shown = self.snapshot.documents.parts[documents] == self.snapshot.part_code(SLIDE)  # and not said
        order = np.lexsort((cues.start_milliseconds[starts], -scores, is_shown, -words.astype(np.int64)))[:limit]
        return [self._run(int(starts[n]), int(words[n]), float(scores[n])) for n in order.tolist()]

    def _of(self, recording: int) -> Int64:
        (at,) = np.nonzero(self.recordings[self.firsts] == recording)
        if not len(at):
            return self.starts[:0]
        ends = np.append(self.firsts[1:], len(self.starts))
        return self.starts[self.firsts[at[0]] : ends[at[0]]]

    def _most_words(self, starts: Int64) -> Bytes:
        """Give for each run, of one recording, the most words one of its cues answers."""
        end = self._end(int(starts[-1]))
        return np.maximum.reduceat(self.words[:end], starts)

    def _end(self, start: int) -> int:
        """Give the first cue behind a run, or behind its passage."""
        last = int(self.snapshot.documents.first_cues[self.snapshot.cues.documents[start] + 1])
        silent = np.flatnonzero(self.words[start:last] == 0)
        return start + int(silent[0]) if len(silent) else last

    def _run(self, start: int, words: int, score: float) -> Run:
        snapshot, cues = self.snapshot, self.snapshot.cues
        document = int(cues.documents[start])
        best = start + int(np.argmax(self.words[start : self._end(start)]))
        return Run(
            recording_id=int(snapshot.recordings[snapshot.documents.recordings[document]]),
            part=snapshot.parts[int(snapshot.documents.parts[document])],
            language=snapshot.languages[int(snapshot.documents.languages[document])],
            position=int(cues.positions[best]),
            start_seconds=float(cues.start_milliseconds[start]) / 1000,
            cue_start_seconds=float(cues.start_milliseconds[best]) / 1000,
            words=words,
            score=score,
        )


def runs_in(evidence: Evidence, snapshot: Snapshot) -> Runs:
    """Find all runs in the recordings that answer."""
    words = np.zeros(len(snapshot.cues.documents), np.uint8)
    for match in evidence.matches:
        answers = np.zeros(len(words), np.bool_)
        answers[match.cues] = True
        words += answers
    starts = np.flatnonzero(_starts(words > 0, snapshot.cues.is_first))
    documents = snapshot.cues.documents[starts]
    recordings = snapshot.documents.recordings[documents]
    kept = np.append(evidence.recordings, False)[recordings]
    is_timed = np.array([part in TIMED for part in snapshot.parts], np.bool_)
    kept &= is_timed.take(snapshot.documents.parts[documents])
    recordings = recordings[kept].astype(np.int64)
    return Runs(snapshot, evidence.document_scores, words, starts[kept], recordings, starts_of_runs(recordings))


def _starts(answers: Bools, is_first: Bools) -> Bools:
    starts = answers.copy()
    starts[1:] &= ~answers[:-1] | is_first[1:]
    return starts
