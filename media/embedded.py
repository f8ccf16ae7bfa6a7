"""Takes the captions out of a recording's own file, as text files that `cues.py` reads. Pictures of words stay.

ffmpeg only copies the lines out (the ones of MP4 are rewritten as SRT); it is given text decoders and no others.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from media.errors import MediaError, ToolCancelledError
from media.ffmpeg import INPUT_GUARD, run_ffmpeg, run_ffprobe
from media.probe import LONGEST_SECONDS
from media.process import never

TEXT_DECODERS = "mov_text,subrip,srt,ass,ssa,webvtt,text"
WAY_OUT = {
    "subrip": "srt",
    "srt": "srt",
    "ass": "ass",
    "ssa": "ass",
    "webvtt": "webvtt",
    "mov_text": "srt",
    "text": "srt",
}
"""Codec of the stream to the format it is written in."""
REWRITTEN = frozenset({"mov_text", "text"})
MOST_STREAMS = 12
LARGEST_BYTES = 20_000_000
TIMEOUT_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class CaptionStream:
    """Captions inside a recording."""

    number: int
    """Among the file's caption streams, from 0."""
    codec: str
    language: str | None
    title: str

    @property
    def is_text(self) -> bool:
        """Whether there are words in it; others are pictures."""
        return self.codec in WAY_OUT


def caption_streams(path: Path, *, cancelled: Callable[[], bool] = never) -> tuple[CaptionStream, ...]:
    """List the captions that a recording's file holds, but for those of foreign words only (forced).

    Raises:
        MediaError: ffprobe could not do its work.
    """
    questions = ["-select_streams", "s", "-show_entries", "stream=codec_name:stream_tags:stream_disposition"]
    answer = json.loads(run_ffprobe(path, [*questions, "-of", "json"], cancelled=cancelled).stdout or b"{}")
    streams = answer.get("streams", [])[:MOST_STREAMS]
    found = [_stream(number, stream) for number, stream in enumerate(streams)]
    is_forced = [bool(stream.get("disposition", {}).get("forced")) for stream in streams]
    return tuple(stream for stream, forced in zip(found, is_forced, strict=True) if not forced)


def take_out(path: Path, stream: CaptionStream, *, folder: Path, cancelled: Callable[[], bool] = never) -> Path | None:
    """Write the captions of a stream into a file of the folder; None when they cannot be had.

    Raises:
        ToolCancelledError: `cancelled()` turned true.
    """
    target = folder / f"embedded-{stream.number}"
    source = ffmpeg.input(
        f"file:{path.absolute()}", **{**INPUT_GUARD, "codec_whitelist": TEXT_DECODERS}, t=f"{LONGEST_SECONDS:.0f}"
    )
    way = WAY_OUT[stream.codec]
    codec = way if stream.codec in REWRITTEN else "copy"
    output = source[f"s:{stream.number}"].output(
        f"file:{target.absolute()}", f=way, **{"c:s": codec, "map_metadata": "-1"}
    )
    try:
        run_ffmpeg(
            output,
            folder=folder,
            timeout_seconds=TIMEOUT_SECONDS,
            cancelled=cancelled,
            largest_file_bytes=LARGEST_BYTES,
        )
    except ToolCancelledError:
        raise
    except MediaError:
        return None
    return target


def _stream(number: int, stream: dict[str, Any]) -> CaptionStream:
    tags = {str(name).lower(): str(value) for name, value in stream.get("tags", {}).items()}
    language = tags.get("language", "und")[:16]
    return CaptionStream(
        number=number,
        codec=str(stream.get("codec_name", "unknown")),
        language=None if language == "und" else language,
        title=" ".join(tags.get("title", "").split())[:80],
    )
