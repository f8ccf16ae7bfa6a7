"""Argument lists for ffmpeg and ffprobe, and what their words mean. ffmpeg-python draws graphs, `process.py` runs them.

Every call that touches a foreign file goes through here: formats, decoders and protocols are allow-lists, the name is
absolute behind `file:`, pictures and time are bounded. A playlist named .mp4 makes a bare ffmpeg copy other files.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import ffmpeg

from media.errors import MediaError, NotPlayableError, StoreFullError, ToolBrokenError, ToolFailedError
from media.process import Limits, ToolResult, never, run

LogLevel = Literal["warning", "info"]
MAX_PIXELS = 40_000_000
PROTOCOLS = "file,crypto"
FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,wav,w64,mp3,aac,flac"
PICTURE_DECODERS = (
    "h264,hevc,vp8,vp9,libdav1d,mpeg4,mpeg1video,mpeg2video,h263,flv,theora,mjpeg,png,prores,wmv1,wmv2,wmv3,vc1"
)
SOUND_DECODERS = (
    "aac,mp3float,mp3,mp2float,mp2,opus,vorbis,flac,alac,ac3,eac3,wmav1,wmav2,wmapro,"
    "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_u8,pcm_s8,"
    "pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav"
)
CAPTION_DECODERS = "mov_text,srt,subrip,ass,ssa,webvtt,text,cc_dec,dvdsub,dvbsub,pgssub"
"""ffprobe opens a decoder for every stream and gives up at the first it may not; ffmpeg is never given these."""

INPUT_GUARD: Mapping[str, str | int] = {
    "protocol_whitelist": PROTOCOLS,
    "format_whitelist": FORMATS,
    "codec_whitelist": f"{PICTURE_DECODERS},{SOUND_DECODERS}",
    "max_pixels": MAX_PIXELS,
}
PROBE_GUARD = {**INPUT_GUARD, "codec_whitelist": f"{INPUT_GUARD['codec_whitelist']},{CAPTION_DECODERS}"}

PROBE_LIMITS = Limits(cpu_seconds=120, memory_bytes=1 << 30, file_bytes=1 << 20, open_files=64)
ENCODE_MEMORY_BYTES = 8 << 30
STALL_SECONDS = 180.0
MOST_THREADS = 4

CODEC_REFUSED = re.compile(r"Codec \((?P<name>[^)]+)\) not on whitelist")
FORMAT_REFUSED = re.compile(r"Format not on whitelist|Protocol '[^']*' not on whitelist")
PICTURE_REFUSED = re.compile(r"Picture size \d+x\d+ (?:is invalid|exceeds)")
CUT_OFF = re.compile(r"moov atom not found|[Tt]runcat|partial file|End of file|ended prematurely")
NO_ROOM = re.compile(r"No space left on device|Disk quota exceeded")


def threads() -> int:
    """Return how many threads one ffmpeg may use."""
    return max(1, min(MOST_THREADS, len(os.sched_getaffinity(0))))


def foreign_input(path: Path, *, longest_seconds: float, **options: str | float) -> Any:
    """Return an ffmpeg-python input for a file that came from outside."""
    return ffmpeg.input(
        f"file:{path.absolute()}",
        **INPUT_GUARD,
        t=f"{longest_seconds:.3f}",
        threads=threads(),
        **options,
    )


def picture(source: Any) -> Any:
    """Return the first moving picture of an input; cover art is not one."""
    return source["V:0"]


def sound(source: Any, *, track: int = 0) -> Any:
    """Return an audio stream of an input, the first unless told otherwise."""
    return source[f"a:{track}"]


def upright(stream: Any, *, widest: int) -> Any:
    """Return a picture with square pixels and even sides, at most so wide."""
    scaled = stream.filter("scale", f"max(2,trunc(min({widest},iw*sar)/2)*2)", "max(2,trunc(ow*ih/(iw*sar)/2)*2)")
    return scaled.filter("setsar", 1)


def arguments(outputs: Any, *, progress: bool, loglevel: LogLevel = "warning") -> list[str]:
    """Return the argument list of an ffmpeg-python graph."""
    beginning = ["ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-loglevel", loglevel, "-y"]
    beginning += ["-filter_complex_threads", "1"]
    if progress:
        beginning += ["-progress", "pipe:1"]
    compiled: list[str] = ffmpeg.compile(outputs, cmd=beginning)
    return compiled


def run_ffmpeg(
    outputs: Any,
    *,
    folder: Path,
    timeout_seconds: float,
    on_seconds: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] = never,
    largest_file_bytes: int | None = None,
    loglevel: LogLevel = "warning",
    answers: bool = False,
) -> ToolResult:
    """Run a graph; `on_seconds` hears how far the output has come. Meters tell their results at level `info`.

    It has to say twice a second that it works, and is stopped when it falls silent; unless it `answers` on stdout.

    Raises:
        NotPlayableError: ffmpeg refused the file.
        StoreFullError: the disk is full.
        ToolMissingError, ToolFailedError, ToolBrokenError, ToolTimeoutError, ToolCancelledError: as in `process.run`.
    """
    limits = Limits(memory_bytes=ENCODE_MEMORY_BYTES, file_bytes=largest_file_bytes)
    listener = None if answers else _progress_listener(on_seconds or _unheard)
    try:
        return run(
            arguments(outputs, progress=not answers, loglevel=loglevel),
            cwd=folder,
            timeout_seconds=timeout_seconds,
            stall_seconds=None if answers else STALL_SECONDS,
            limits=limits,
            on_line=listener,
            cancelled=cancelled,
        )
    except ToolFailedError as error:
        raise reason_for(error, folder=folder) from error


def run_ffprobe(
    path: Path,
    questions: Sequence[str],
    *,
    timeout_seconds: float = 60,
    on_line: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] = never,
) -> ToolResult:
    """Ask ffprobe about a foreign file.

    Raises:
        NotPlayableError: ffprobe refused the file, or found no end in the memory and the words that it may use.
        ToolMissingError, ToolFailedError, ToolBrokenError, ToolTimeoutError, ToolCancelledError: as in `process.run`.
    """
    guard = [word for name, value in PROBE_GUARD.items() for word in (f"-{name}", str(value))]
    try:
        return run(
            ["ffprobe", "-hide_banner", "-loglevel", "error", *guard, *questions, f"file:{path.absolute()}"],
            cwd=path.absolute().parent,
            timeout_seconds=timeout_seconds,
            limits=PROBE_LIMITS,
            on_line=on_line,
            cancelled=cancelled,
        )
    except ToolFailedError as error:
        raise reason_for(error, folder=path.absolute().parent) from error
    except ToolBrokenError as error:
        if error.reason == "crashed":
            raise
        raise NotPlayableError(reason="no-end") from error


def reason_for(error: ToolFailedError, *, folder: Path) -> MediaError:
    """Return what an ffmpeg error means for the file, or the error itself when it says nothing we know."""
    if NO_ROOM.search(error.tail):
        room = os.statvfs(folder)
        return StoreFullError(needed_bytes=0, free_bytes=room.f_bavail * room.f_frsize)
    codec = CODEC_REFUSED.search(error.tail)
    if codec:
        return NotPlayableError(reason="codec-not-allowed", subject=codec["name"])
    if FORMAT_REFUSED.search(error.tail):
        return NotPlayableError(reason="format-not-allowed")
    if PICTURE_REFUSED.search(error.tail):
        return NotPlayableError(reason="too-large")
    if CUT_OFF.search(error.tail):
        return NotPlayableError(reason="truncated")
    return error


def _unheard(_seconds: float) -> None:
    """Be told for the watchdog's sake."""


def _progress_listener(on_seconds: Callable[[float], None]) -> Callable[[str], None]:
    """Return a reader of `-progress` lines; before the first frame ffmpeg says N/A or a huge negative number."""

    def read(line: str) -> None:
        name, _, value = line.partition("=")
        if name == "out_time_us" and value.strip().isdecimal():
            on_seconds(int(value) / 1_000_000)

    return read
