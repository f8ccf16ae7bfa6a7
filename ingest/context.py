"""What a step may know, what it may ask for, and what an ingest gives in the end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from ingest.details import Details
from ingest.entries import ChapterMark, Entry, TranscriptOrigin
from ingest.errors import CancelledError
from ingest.sources import Source
from media.cues import Cue
from media.cutting import WHOLE, Cut
from media.probe import MediaInfo
from media.renditions import RenditionFile
from media.slides import SlideFile
from media.stills import Frame
from media.storyboard import StoryboardFiles

StepName = Literal["fetch", "inspect", "playable", "renditions", "pictures", "slides", "transcript"]
TranscriptNote = Literal["", "no-model", "speech-found-nothing", "no-audio"]
ProblemCode = Literal["captions-unreadable", "captions-empty", "captions-unavailable", "slides-without-text"]


@dataclass(frozen=True, slots=True)
class SpeechOptions:
    """How speech is recognised."""

    model: str
    """A folder, or the name of a model that was fetched before."""
    threads: int
    languages: tuple[str, ...]
    """The commonest first; it is taken when the recogniser is in doubt and nothing else is known."""
    models_folder: Path
    memory_bytes: int | None = None
    """Address space of the recogniser; None is no bound."""
    names: tuple[str, ...] = ()
    """Words of the field that are easily misheard: names of places and programmes, abbreviations."""
    chunk_seconds: float = 600.0
    """What a crash may cost: chunks that were heard are not heard again."""


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """The settings that ingest depends on."""

    max_bytes: int
    fetch_timeout_seconds: float
    allow_hosts: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ("de", "en")
    speech: SpeechOptions | None = None
    reading_languages: tuple[str, ...] = ("deu", "eng")
    """Languages in which slides are read, as tesseract names them."""
    country_names: dict[str, str] = field(default_factory=dict)
    """`details.fold(name)` to ISO code, for every spelling of every country."""
    max_duration_seconds: float = 43_200.0
    socket_timeout_seconds: float = 30.0
    reserve_bytes: int = 0
    """Free space that downloads leave untouched."""


class Progress(Protocol):
    """Who is told how far the work is. The words of a summary are for logs; people's words are made elsewhere."""

    def started(self, step: str) -> None:
        """A step begins."""

    def advanced(self, step: str, fraction: float, note: str = "") -> None:
        """A step is that far, from 0 to 1."""

    def finished(self, step: str, summary: str) -> None:
        """A step is done, or was done before."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """What can be seen in a recording; nothing, where it is sound alone."""

    frames: tuple[Frame, ...] = ()
    """What the poster may be, the best first."""
    storyboard: StoryboardFiles | None = None
    slides: tuple[SlideFile, ...] = ()
    slide_width: int = 0
    slide_height: int = 0
    from_source: Path | None = None
    """The picture that the source shows for the recording; where it is made anew, there is none."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A recording that can be played already, while the rest is being made. The files are in the work folder."""

    original: Path
    original_name: str
    sha512: str
    info: MediaInfo
    details: Details
    renditions: tuple[RenditionFile, ...]


@dataclass(frozen=True, slots=True)
class Remade:
    """Parts of a recording that were made anew; None for what was left as it is."""

    original_seconds: float
    duration_seconds: float
    """Of the original, and of what is to be seen of it."""
    renditions: tuple[RenditionFile, ...] | None = None
    pictures: Pictures | None = None


def keep_to_yourself(_offer: Offer) -> None:
    """Answer an offer by waiting for the whole."""


@dataclass(frozen=True, slots=True)
class Context:
    """One recording on its way in."""

    source: Source
    entry: Entry | None
    folder: Path
    """The work folder, of this recording alone."""
    options: IngestOptions
    progress: Progress
    cancelled: Callable[[], bool]
    reached: Callable[[str], None]
    """Called at every point of `pipeline.POINTS`."""
    offer: Callable[[Offer], None] = keep_to_yourself
    """Called as soon as something can be played; again, when an ingest is gone on with."""
    cut: Cut = WHOLE
    """What of the original is to be seen and heard."""

    def path(self, name: str) -> Path:
        """Give an intermediate file its place; names are ours, never foreign."""
        return self.folder / name

    def check(self) -> None:
        """Stop here when somebody cancelled the work.

        Raises:
            CancelledError: they did.
        """
        if self.cancelled():
            raise CancelledError


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong without ending the work; the subject is what the person knows it by."""

    code: ProblemCode
    subject: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TranscriptResult:
    """All spoken words in one language."""

    language: str
    origin: TranscriptOrigin
    engine: str | None
    cues: tuple[Cue, ...]
    timing_lines: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestResult:
    """A recording as plain data, ready for the shelf. The files are in the work folder."""

    original: Path
    original_name: str
    sha512: str
    size_bytes: int
    info: MediaInfo
    details: Details
    renditions: tuple[RenditionFile, ...]
    transcripts: tuple[TranscriptResult, ...]
    chapters: tuple[ChapterMark, ...]
    transcript_note: TranscriptNote
    problems: tuple[Problem, ...] = ()
    are_chapters_suggested: bool = False
    """They are made of the titles of slides."""
    pictures: Pictures = Pictures()
