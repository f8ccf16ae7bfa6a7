"""What search should answer, without any index: every recording read from its first word to its last.

For texts of words that no stemmer changes and no list of stop words holds, separated by single spaces.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from search.documents import RecordingDocument

CUES_A_PASSAGE = 10


@dataclass(frozen=True)
class Asked:
    """One part of a question: words that follow each other, or the beginning of one word."""

    words: tuple[str, ...]
    is_beginning: bool = False
    is_excluded: bool = False

    @property
    def typed(self) -> str:
        """As a person types it."""
        text = f'"{" ".join(self.words)}"' if len(self.words) > 1 else self.words[0]
        return ("-" if self.is_excluded else "") + text + ("*" if self.is_beginning else "")

    def begins_in(self, words: Sequence[str]) -> list[int]:
        """Give the places in a text at which it is said."""
        if self.is_beginning:
            return [place for place, word in enumerate(words) if word.startswith(self.words[0])]
        return [n for n in range(len(words)) if tuple(words[n : n + len(self.words)]) == self.words]


def texts_of(document: RecordingDocument) -> list[list[str]]:
    """Give what is written and said of a recording, as words."""
    said = [" ".join(cue.text for cue in transcript.cues) for transcript in document.transcripts]
    return [text.split() for text in (document.title, *said)]


def answering(documents: Sequence[RecordingDocument], question: Sequence[Asked]) -> list[int]:
    """Give the recordings that hold all that is asked and nothing that is excluded, anywhere."""
    return [
        document.recording_id
        for document in documents
        if all(any(asked.begins_in(text) for text in texts_of(document)) != asked.is_excluded for asked in question)
    ]


def moments_of(document: RecordingDocument, question: Sequence[Asked]) -> list[float]:
    """Give the starts of the moments: neighbouring cues of one passage in which something asked for begins."""
    starts = []
    for transcript in document.transcripts:
        owners = [place for place, cue in enumerate(transcript.cues) for _ in cue.text.split()]
        words = [word for cue in transcript.cues for word in cue.text.split()]
        hits = {owners[at] for asked in question if not asked.is_excluded for at in asked.begins_in(words)}
        starts += [
            transcript.cues[hit].start_seconds for hit in hits if hit - 1 not in hits or hit % CUES_A_PASSAGE == 0
        ]
    return sorted(starts)
