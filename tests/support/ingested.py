"""What an ingest gives in the end, made by hand: for tests of the shelf that need no real recording."""

from pathlib import Path

from ingest.context import IngestResult, Pictures, TranscriptResult
from ingest.details import Detail, Details
from ingest.entries import ChapterMark
from media.cues import Cue, Word
from media.ladder import RenditionSpec
from media.probe import AudioStream, MediaInfo
from media.renditions import RenditionFile
from media.stills import Frame
from media.store import sha512_of

WORDS = ("Guten Tag und willkommen", "zur Starthilfe in Georgien")


def transcript(*texts: str, language: str = "de", origin: str = "supplied", **more: object) -> TranscriptResult:
    """Make a transcript with a line a second."""
    cues = tuple(Cue(float(number), number + 1.0, text) for number, text in enumerate(texts or WORDS))
    return TranscriptResult(language, origin, None, cues, len(cues), **more)  # type: ignore[arg-type]


def spoken(text: str, *starts: float) -> Cue:
    """Make a line whose words have times."""
    words = tuple(Word(start, start + 0.2, word) for start, word in zip(starts, text.split(), strict=False))
    return Cue(starts[0], starts[-1] + 0.5, text, words=words)


def details(title: str = "Ein Gespräch", *, origin: str = "file-name", **fields: object) -> Details:
    """Make extracted details: `date="2023-12-06"`, `countries=("GE",)` and so on."""
    made: dict[str, object] = {}
    for name, value in fields.items():
        single = {"countries": "country", "speakers": "speaker"}.get(name, name)
        if isinstance(value, tuple):
            made[name] = tuple(Detail(single, item, origin) for item in value)  # type: ignore[arg-type]
        else:
            made[name] = Detail(single, str(value), origin)  # type: ignore[arg-type]
    return Details(title=Detail("title", title, origin), **made)  # type: ignore[arg-type]


def ingested(
    folder: Path, *, content: bytes = b"original", said: Details | None = None, **more: object
) -> IngestResult:
    """Make a result with files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for name in ("source.mp4", "audio.m4a", "poster.jpg", "original"):
        files[name] = folder / name
        files[name].write_bytes(content + name.encode())
    renditions = tuple(
        RenditionFile(
            spec=RenditionSpec(name, media_type, height, "remux", "web-ready"),
            path=files[file],
            size_bytes=files[file].stat().st_size,
            width=640 if height else None,
            height=height,
            duration_seconds=2.0,
        )
        for name, file, media_type, height in (
            ("source", "source.mp4", "video/mp4", 360),
            ("audio", "audio.m4a", "audio/mp4", None),
        )
    )
    made: dict[str, object] = {
        "original": files["original"],
        "original_name": "gespraech.mp4",
        "sha512": sha512_of(files["original"]),
        "size_bytes": files["original"].stat().st_size,
        "info": MediaInfo("mov", 2.0, 100, 400, None, (AudioStream("aac", 1, 48000),)),
        "details": said or details(),
        "renditions": renditions,
        "pictures": Pictures(frames=(Frame(0.0, files["poster.jpg"]),)),
        "transcripts": (transcript(),),
        "chapters": (ChapterMark(0.0, None, "Anfang"),),
        "transcript_note": "",
    }
    return IngestResult(**{**made, **more})  # type: ignore[arg-type]
