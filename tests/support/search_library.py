"""A small archive for the tests of search: recordings, their cues as the catalogue would give them, and an index."""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path

from search.documents import CueText, RecordingDocument, SlideText, TranscriptText
from search.index import SearchIndex
from search.results import Answer, RecordingHit, SearchRequest

CUE_SECONDS = 5.0


def transcript(language: str, *texts: str, word_seconds: float | None = None) -> TranscriptText:
    """A transcript with a cue every five seconds; its words come word_seconds apart, from half a second on."""
    cues = []
    for position, text in enumerate(texts):
        start = position * CUE_SECONDS
        words = (
            tuple(start + 0.5 + number * word_seconds for number in range(len(text.split()))) if word_seconds else ()
        )
        cues.append(CueText(position, start, text, words))
    return TranscriptText(language, tuple(cues))


def recording(recording_id: int, *texts: str, language: str = "de", **known) -> RecordingDocument:
    """A recording with one transcript of these cues, unless transcripts are given."""
    known.setdefault("transcripts", (transcript(language, *texts),) if texts else ())
    known.setdefault("title", f"Aufzeichnung Nummer {recording_id}")
    known.setdefault("version", 1)
    return RecordingDocument(recording_id=recording_id, language=language, **known)


class Library:
    """Recordings, indexed."""

    def __init__(self, folder: Path, *documents: RecordingDocument) -> None:
        self.index = SearchIndex.open(folder, wait_seconds=5)
        self.documents = {document.recording_id: document for document in documents}
        self.index.rebuild(documents)

    def add(self, *documents: RecordingDocument) -> None:
        """Put recordings in, or in place of what was there."""
        self.documents |= {document.recording_id: document for document in documents}
        self.index.replace(documents)

    def seen_by(self, index: SearchIndex) -> "Library":
        """The same recordings, asked through another reader of the folder."""
        twin = copy(self)
        twin.index = index
        return twin

    def other_reader(self) -> "Library":
        """The same recordings, asked as another process asks."""
        return self.seen_by(SearchIndex.open(self.index.folder, wait_seconds=0.2))

    def cues(self, recording_id: int, language: str, first: int, last: int) -> Sequence[CueText]:
        """Give cues as the catalogue does."""
        for spoken in self.documents[recording_id].transcripts:
            if spoken.language == language:
                return [cue for cue in spoken.cues if first <= cue.position <= last]
        return []

    def slide(self, recording_id: int, position: int) -> SlideText | None:
        """Give a slide as the catalogue does."""
        slides = self.documents[recording_id].slides
        return next((slide for slide in slides if slide.position == position), None)

    def ask(self, text: str, *, allowed: Sequence[int] | None = None, **wishes) -> Answer:
        """Ask, by default as somebody who may see everything."""
        visible = frozenset(self.documents if allowed is None else allowed)
        return self.index.search(SearchRequest(text=text, **wishes), allowed=visible, cues=self.cues, slides=self.slide)

    def found(self, text: str, **wishes) -> list[int]:
        """Give the ids of the recordings that answer, sorted."""
        return sorted(hit.recording_id for hit in self.ask(text, page_size=100, **wishes).hits)


def shown(hit: RecordingHit, moment: int = 0) -> str:
    """Give a snippet as a line, its marks in brackets."""
    return "".join(f"[{part.text}]" if part.is_match else part.text for part in hit.moments[moment].snippet)


def without_transcripts(document: RecordingDocument) -> RecordingDocument:
    """The same recording before anybody has written down what is said."""
    return replace(document, transcripts=())
