"""A recording cut into what the index keeps: passages of ten cues, and what is written about it, part by part."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from struct import Struct
from typing import Any

import numpy as np

from search.analysis import APART, COMMON, Analyser, Token, first_tokens, place_behind
from search.arrays import UInt32
from search.documents import RecordingDocument, TranscriptText
from search.languages import base_language

CUES_PER_PASSAGE = 10
SPEECH = "speech"
SLIDE = "slide"
PART_BOOSTS = {SPEECH: 1.0, SLIDE: 1.2, "title": 2.0, "speaker": 1.5, "place": 1.5, "description": 1.2}
"""What a document of the index holds, to the factor of its score."""
TIMED = frozenset({SPEECH, SLIDE})
"""The parts that stand at a second of the recording; the others are what is written about it."""

_CUE = Struct("<III")  # position, start in milliseconds, first token within the passage
CUE_BYTES = _CUE.size
_GAP = 100  # between two names of one part: no phrase runs from one name into the next


@dataclass(frozen=True, slots=True)
class CueMark:
    """Where a cue of a passage begins, in the catalogue, in time, and among the tokens of the passage."""

    position: int
    start_seconds: float
    first_token: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One document of the index."""

    recording_id: int
    part: str
    language: str
    first_token: int
    """Tokens before this passage in its transcript: phrases run on from one passage into the next."""
    tokens: tuple[Token, ...]
    cues: tuple[CueMark, ...] = ()
    facts: str = ""
    """Set on the title's document only: everything to filter, count and show by, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the index remembers of a recording besides its words. Read `RecordingDocument` for the meanings."""

    recording_id: int
    version: int
    language: str
    languages: tuple[str, ...]
    title: str
    description: str
    speakers: tuple[str, ...]
    event_title: str
    place: str
    countries: tuple[str, ...]
    country_names: tuple[str, ...]
    regions: tuple[str, ...]
    year: int | None
    date: str
    kind: str
    kind_names: tuple[str, ...]
    language_names: tuple[str, ...]
    series: str
    series_names: tuple[str, ...]
    topics: tuple[str, ...]
    topic_names: tuple[str, ...]
    has_checked_transcript: bool

    def part_texts(self, part: str) -> tuple[str, ...]:
        """Give the texts a part of the details is made of."""
        return {
            "title": (self.title, self.event_title),
            "speaker": self.speakers,
            "place": (self.place, *self.country_names),
            "description": (self.description,),
        }[part]


def passages_of(document: RecordingDocument, analyser: Analyser) -> Iterator[Passage]:
    """Cut a recording into the documents of the index; the first is always its title, which carries the facts."""
    facts = _facts_of(document)
    for part in PART_BOOSTS:
        if part in TIMED:
            continue
        tokens = tuple(_tokens_of_names(facts.part_texts(part), facts.language, analyser))
        if tokens or part == "title":
            text = json.dumps(asdict(facts)) if part == "title" else ""
            yield Passage(document.recording_id, part, facts.language, 0, tokens, facts=text)
    for transcript in document.transcripts:
        yield from _speech(document.recording_id, transcript, analyser)
    for slide in document.slides:
        tokens = _indexed(analyser.analyse(slide.text, facts.language))
        mark = CueMark(slide.position, max(0.0, slide.start_seconds), 0)
        yield Passage(document.recording_id, SLIDE, facts.language, 0, tokens, (mark,))


def pack_cues(cues: tuple[CueMark, ...]) -> bytes:
    """Write the cue marks of a passage as bytes."""
    return b"".join(_CUE.pack(cue.position, round(cue.start_seconds * 1000), cue.first_token) for cue in cues)


def unpack_cues(packed: bytes) -> UInt32:
    """Read what `pack_cues` wrote, of many passages at once: a row a cue, with the numbers of `_CUE`."""
    return np.frombuffer(packed, "<u4").reshape(-1, CUE_BYTES // 4)


def read_facts(text: str) -> Facts:
    """Read the facts a title's document carries."""
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(text).items()
    }
    return Facts(**said)


def _facts_of(document: RecordingDocument) -> Facts:
    languages = dict.fromkeys(base_language(transcript.language) for transcript in document.transcripts)
    own = {name: getattr(document, name) for name in Facts.__slots__ if name != "languages"}
    own["language"] = base_language(document.language)
    return Facts(languages=tuple(languages), **own)


def _tokens_of_names(texts: tuple[str, ...], language: str, analyser: Analyser) -> Iterator[Token]:
    first = 0
    for text in texts:
        tokens = analyser.analyse(text, language, first_position=first)
        yield from tokens
        first = _GAP + max((token.position for token in tokens), default=first)


def _speech(recording_id: int, transcript: TranscriptText, analyser: Analyser) -> Iterator[Passage]:
    language = base_language(transcript.language)
    first_token = 0
    for start in range(0, len(transcript.cues), CUES_PER_PASSAGE):
        cues = transcript.cues[start : start + CUES_PER_PASSAGE]
        lines = [cue.text for cue in cues]
        goes_on = start + CUES_PER_PASSAGE < len(transcript.cues)
        tokens = analyser.analyse("\n".join(lines), language, goes_on=goes_on)
        count = place_behind(tokens)
        firsts = (tokens[at].position if at < len(tokens) else count for at in first_tokens(tokens, lines))
        marks = tuple(
            CueMark(cue.position, max(0.0, cue.start_seconds), first) for cue, first in zip(cues, firsts, strict=True)
        )
        yield Passage(recording_id, SPEECH, language, first_token, _indexed(tokens), marks)
        first_token += count


def _indexed(tokens: list[Token]) -> tuple[Token, ...]:
    """Give what is indexed of speech: stop words for phrases alone, and the verb one is a part of (machen … auf)."""
    return tuple([token._replace(terms=_of_common(token)) if token.is_common else token for token in tokens])


def _of_common(token: Token) -> tuple[str, ...]:
    return (COMMON + token.terms[0], *(term for term in token.terms if term.startswith(APART)))
