"""Gives words without times their places: spread over a length by the number of their letters. Estimates, no more.

For transcripts that came as plain text, and for long paragraphs of which only the beginning is known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from media.captions import Block
from media.errors import TimedTextError

LONGEST_UNCUT = 200
LONGEST_PIECE = 84
SHORTEST_SENTENCE = 24
FEWEST_WORDS_PER_MINUTE = 10
MOST_WORDS_PER_MINUTE = 400
"""Auctioneers; what has more words than this was not said in the recording."""
LETTERS_OF_PROSE = 0.6
SENTENCE_END = re.compile(r"""[.!?…]["“”»')\]]*$""")
CONTROL = re.compile("[\u0000-\u0008\u000e-\u001f\ufffd]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words and the place they are thought to have."""

    start_seconds: float
    end_seconds: float
    text: str


def spread(text: str, *, start_seconds: float, end_seconds: float) -> list[Piece]:
    """Cut a text into pieces that are easily read, and give each its share of the time; a short text stays whole."""
    if not text.strip():
        return []
    texts = [text] if len(text) <= LONGEST_UNCUT else list(_cut(text))
    letters = sum(map(len, texts))
    pieces, position = [], start_seconds
    for piece in texts:
        until = round(position + (end_seconds - start_seconds) * len(piece) / letters, 3)
        pieces.append(Piece(round(position, 3), until, piece))
        position = until
    return pieces


def cut_prose(text: str, *, recording_seconds: float) -> list[Block]:
    """Return the blocks of a transcript without any times, spread over the recording.

    Raises:
        TimedTextError: it is no text of people, or one that cannot have been said in that time.
    """
    words = text.split()
    letters = sum(character.isalpha() for character in text)
    signs = sum(not character.isspace() for character in text)
    if not words or CONTROL.search(text) or letters < LETTERS_OF_PROSE * signs:
        raise TimedTextError(reason="not-captions")
    pace = len(words) / max(recording_seconds / 60, 1e-3)
    if not FEWEST_WORDS_PER_MINUTE <= pace <= MOST_WORDS_PER_MINUTE:
        raise TimedTextError(reason="wrong-length", subject=f"{len(words)} words")
    pieces = list(_cut(text))
    whole = sum(map(len, pieces))
    blocks, said = [], 0
    for piece in pieces:
        start, said = recording_seconds * said / whole, said + len(piece)
        blocks.append(Block(round(start, 3), round(recording_seconds * said / whole, 3), (piece,)))
    return blocks


def _cut(text: str) -> Iterator[str]:
    """Cut at the ends of paragraphs and sentences, and where a piece would be too long."""
    for paragraph in text.split("\n"):
        piece = ""
        for word in paragraph.split():
            if piece and len(piece) + 1 + len(word) > LONGEST_PIECE:
                yield piece
                piece = word
            else:
                piece = f"{piece} {word}".strip()
            if len(piece) >= SHORTEST_SENTENCE and SENTENCE_END.search(word):
                yield piece
                piece = ""
        if piece:
            yield piece
