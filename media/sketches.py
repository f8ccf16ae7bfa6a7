"""A recording as small gray pictures, one a second: enough to see what stands still, for a few seconds of work an hour.

Whoever looks at them is next door: `stillness.py`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ffmpeg
import numpy as np
import numpy.typing as npt

from media.ffmpeg import foreign_input, picture, run_ffmpeg
from media.process import never
from media.store import make_folder

Sketches = npt.NDArray[np.uint8]
"""Pictures by second, rows, columns."""
WIDTH, HEIGHT = 320, 180
SLACK_SECONDS = 10.0
TIMEOUT_FLOOR_SECONDS = 300.0
FILE = ".sketches"


def sketch(
    source: Path,
    *,
    duration_seconds: float,
    folder: Path,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool] = never,
) -> Sketches:
    """Draw one picture a second of a small rendition, into a file of the folder that the caller removes.

    Raises:
        NotPlayableError: the content cannot be decoded.
        StoreFullError: the disk is full.
        ToolMissingError, ToolFailedError, ToolTimeoutError, ToolCancelledError: as in `process.run`.
    """
    make_folder(folder)
    drawn = folder / FILE
    run_ffmpeg(
        _graph(source, drawn, duration_seconds=duration_seconds),
        folder=folder,
        timeout_seconds=TIMEOUT_FLOOR_SECONDS + duration_seconds,
        on_seconds=lambda seconds: progress(min(1.0, seconds / max(duration_seconds, 1.0))),
        cancelled=cancelled,
        largest_file_bytes=int(duration_seconds + 2 * SLACK_SECONDS) * WIDTH * HEIGHT,
    )
    many = drawn.stat().st_size // (WIDTH * HEIGHT)
    if many == 0:
        return np.empty((0, HEIGHT, WIDTH), np.uint8)
    return np.memmap(drawn, np.uint8, "r", shape=(many, HEIGHT, WIDTH))


def _graph(source: Path, drawn: Path, *, duration_seconds: float) -> Any:
    """Return the graph; frames that no other needs are left out, and none is smoothed: half the work, as good here."""
    longest = duration_seconds + SLACK_SECONDS
    opened = foreign_input(source, longest_seconds=longest, skip_frame="noref", skip_loop_filter="all")
    stream = picture(opened).filter("fps", 1, start_time=0)
    stream = stream.filter("scale", WIDTH, HEIGHT, flags="area").filter("format", "gray")
    return ffmpeg.output(stream, f"file:{drawn.absolute()}", f="rawvideo", threads=1)
