"""How loud a recording is (EBU R 128), and by how much it has to change. One linear gain: nothing is pumped.

Speech on the web is heard best at about -16 LUFS. Within 1 LU of that the sound is left as it is, and so is silence.
"""

import re
from collections.abc import Callable
from pathlib import Path

import ffmpeg

from media.errors import NotPlayableError, ToolFailedError
from media.ffmpeg import foreign_input, run_ffmpeg, sound
from media.process import never

TARGET_LUFS = -16.0
TOLERANCE_LU = 1.0
QUIETEST_LUFS = -50.0
"""Below this there is only noise or silence, and nothing to make louder."""
CEILING = 0.84
"""Of full scale, about -1.5 dB: what the limiter lets through, with room for the encoder."""
TIMEOUT_PER_SECOND = 2.0
TIMEOUT_FLOOR_SECONDS = 300.0
INTEGRATED = re.compile(r"^\s+I:\s+(?P<lufs>-?\d+(?:\.\d+)?) LUFS", re.MULTILINE)


def measured_lufs(
    source: Path,
    *,
    track: int,
    channels: int,
    duration_seconds: float,
    folder: Path,
    on_share: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = never,
) -> float | None:
    """Measure one audio track as people with two loudspeakers hear it; None when it cannot be measured.

    Raises:
        StoreFullError, ToolMissingError, ToolTimeoutError, ToolCancelledError: as in `ffmpeg.run_ffmpeg`.
    """
    opened = foreign_input(source, longest_seconds=duration_seconds)
    layout = "mono" if channels == 1 else "stereo"  # said outright: left to choose, ffmpeg may widen mono, 3 dB softer
    shaped = sound(opened, track=track).filter("aresample", 48_000).filter("aformat", channel_layouts=layout)
    metered = shaped.filter("ebur128", framelog="verbose", dualmono="true")
    try:
        result = run_ffmpeg(
            ffmpeg.output(metered, "pipe:1", f="null"),
            folder=folder,
            timeout_seconds=TIMEOUT_FLOOR_SECONDS + TIMEOUT_PER_SECOND * duration_seconds,
            on_seconds=lambda seconds: on_share(seconds / duration_seconds),
            cancelled=cancelled,
            loglevel="info",
        )
    except (ToolFailedError, NotPlayableError):  # a broken track is found, and told, where it is encoded
        return None
    found = list(INTEGRATED.finditer(result.stderr_tail))
    return float(found[-1]["lufs"]) if found else None


def gain_for(lufs: float | None) -> float:
    """Return by how many decibels the sound has to change; 0 when it is to be left alone."""
    if lufs is None or lufs < QUIETEST_LUFS or abs(TARGET_LUFS - lufs) <= TOLERANCE_LU:
        return 0.0
    return round(TARGET_LUFS - lufs, 1)
