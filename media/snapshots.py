"""One moment of a recording as a picture for people and as one for reading. Which moment is decided elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg
import numpy as np
import numpy.typing as npt

from media.errors import NotPlayableError, ToolFailedError
from media.ffmpeg import foreign_input, picture, run_ffmpeg, upright
from media.papers import on_white
from media.process import never

WIDEST = 1280
READING_WIDTH, READING_HEIGHT = 1280, 2560
"""At most; writing of a page is so large enough to be read."""
JPEG_QUALITY = 4
TIMEOUT_SECONDS = 120.0
BORDER_SECONDS = 0.5
DARKEST_PERCENT, BRIGHTEST_PERCENT = 1, 99
FEWEST_STEPS = 16


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Both pictures of a moment."""

    picture: Path
    gray: Path
    """A PGM file, as wide as reading needs it."""


def snapshot(
    source: Path,
    *,
    from_seconds: float,
    until_seconds: float,
    target: Path,
    gray: Path,
    cancelled: Callable[[], bool] = never,
) -> Snapshot | None:
    """Draw a moment of a stretch in which nothing changes; None when nothing can be decoded there.

    A key frame within it costs a tenth of a second; only where there is none, all frames before are decoded.

    Raises:
        StoreFullError, ToolMissingError, ToolTimeoutError, ToolCancelledError: as in `ffmpeg.run_ffmpeg`.
    """
    begin = min(from_seconds + BORDER_SECONDS, until_seconds)
    middle = (begin + until_seconds) / 2
    tries: tuple[tuple[float, float, dict[str, str]], ...] = (
        (begin, max(until_seconds - begin, BORDER_SECONDS), {"skip_frame": "nokey"}),
        (middle, 2 * BORDER_SECONDS, {}),
        (from_seconds, max(until_seconds - from_seconds, 2 * BORDER_SECONDS), {}),
    )
    for start, length, options in tries:
        target.unlink(missing_ok=True)
        try:
            opened = foreign_input(source, longest_seconds=length, ss=f"{start:.3f}", **options)
            run_ffmpeg(
                _graph(opened, seconds=length, target=target, gray=gray),
                folder=target.parent,
                timeout_seconds=TIMEOUT_SECONDS,
                cancelled=cancelled,
            )
        except (ToolFailedError, NotPlayableError):
            continue  # nothing to decode in this stretch; the next try may find something
        if target.is_file() and target.stat().st_size and gray.is_file():
            return Snapshot(target, gray)
    return None


def make_readable(gray: Path, moving: npt.NDArray[np.bool_]) -> None:
    """Paint over what moved, which reads as nonsense, stretch the grays, and bring all writing onto white paper."""
    pixels = _read_pgm(gray)
    height, width = pixels.shape
    rows, columns = (np.arange(many) * shape // many for many, shape in zip(pixels.shape, moving.shape, strict=True))
    is_moving = moving[rows][:, columns]
    still = pixels[~is_moving]
    if still.size == 0:
        return
    darkest, brightest = np.percentile(still, (DARKEST_PERCENT, BRIGHTEST_PERCENT))
    if brightest - darkest >= FEWEST_STEPS:
        stretched = (pixels.astype(np.float32) - darkest) * (255 / (brightest - darkest))
        pixels = stretched.clip(0, 255).astype(np.uint8)
    pixels = np.where(is_moving, np.median(pixels[~is_moving]).astype(np.uint8), pixels)
    gray.write_bytes(b"P5\n%d %d\n255\n" % (width, height) + on_white(pixels).tobytes())


def _read_pgm(path: Path) -> npt.NDArray[np.uint8]:
    """Read a PGM file as ffmpeg writes it: three lines, then the pixels (netpbm's pgm manual)."""
    _, size, _, pixels = path.read_bytes().split(b"\n", 3)
    width, height = (int(number) for number in size.split())
    return np.frombuffer(pixels, np.uint8).reshape(height, width)


def _graph(opened: Any, *, seconds: float, target: Path, gray: Path) -> Any:
    """Return the graph. It ends with the stretch: `-t` counts from the first frame, a key frame may come far later."""
    branches = picture(opened).filter("trim", end=f"{seconds:.3f}").filter_multi_output("split")
    large = (
        branches[1]
        .filter(
            "scale",
            f"max(2,trunc(min({READING_WIDTH},{READING_HEIGHT}*iw*sar/ih)/2)*2)",
            "max(2,trunc(ow*ih/(iw*sar)/2)*2)",
            flags="lanczos",
        )
        .filter("format", "gray")
    )
    shared: dict[str, str | int] = {"f": "image2", "frames:v": 1, "update": 1, "map_metadata": -1, "threads": 1}
    quality: dict[str, str | int] = {"pix_fmt": "yuvj420p", "q:v": JPEG_QUALITY}
    return ffmpeg.merge_outputs(
        ffmpeg.output(upright(branches[0], widest=WIDEST), f"file:{target.absolute()}", **quality, **shared),
        ffmpeg.output(large, f"file:{gray.absolute()}", vcodec="pgm", **shared),
    )
