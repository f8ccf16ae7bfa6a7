"""The picture that stands for a recording: rich in content, never near-black, from the first half."""

import itertools
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from media.errors import NotPlayableError, ToolFailedError
from media.ffmpeg import foreign_input, picture, run_ffmpeg
from media.probe import MediaInfo
from media.process import never
from media.store import make_folder, replace_durably

WIDEST = 1280
CANDIDATES = 16
FIRST_SHARE, LAST_SHARE = 0.05, 0.6
LONGEST_FULL_DECODE_SECONDS = 60.0
SKETCH_WIDTH, SKETCH_HEIGHT = 320, 180
EDGE_STEP = 60
"""At this size writing still makes such steps from one pixel to the next; faces and rooms hardly do."""
NEAR_BLACK = 20
FEWEST_EDGES_ON_BLACK = 0.004
NEARLY_AS_GOOD = 0.8
TIMEOUT_SECONDS = 300.0
JPEG_QUALITY = 3
"""ffmpeg's scale: 2 is best, 31 worst."""


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What a small gray picture tells about a frame."""

    brightness: float
    edges: float
    """Share of neighbouring pixels that differ clearly: writing and drawings have many."""

    @property
    def is_black(self) -> bool:
        """A dark frame without writing; white writing on black is none."""
        return self.brightness < NEAR_BLACK and self.edges < FEWEST_EDGES_ON_BLACK


def poster(
    source: Path,
    info: MediaInfo,
    *,
    folder: Path,
    cancelled: Callable[[], bool] = never,
) -> Path | None:
    """Choose and write `poster.jpg`; None for sound alone, and for a recording that shows nothing but black.

    Key frames between 5 and 60 % are looked at first, which costs seconds even for hours; then, where they are too
    rare, a minute of every frame; then the very beginning.

    Raises:
        StoreFullError: the disk is full.
        ToolMissingError, ToolTimeoutError, ToolCancelledError: as in `process.run`.
    """
    if info.video is None:
        return None
    make_folder(folder)
    start = info.duration_seconds * FIRST_SHARE
    span = info.duration_seconds * (LAST_SHARE - FIRST_SHARE)
    tries: tuple[tuple[float, float, dict[str, str]], ...] = (
        (start, span, {"skip_frame": "nokey"}),
        (start, min(span, LONGEST_FULL_DECODE_SECONDS), {}),
        (0.0, LONGEST_FULL_DECODE_SECONDS, {}),
    )
    for begin_seconds, length_seconds, options in tries:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".poster-") as drafts:
            best = _best_of(
                foreign_input(source, longest_seconds=max(0.5, length_seconds), ss=f"{begin_seconds:.3f}", **options),
                drafts=Path(drafts),
                step_seconds=min(length_seconds, info.duration_seconds) / CANDIDATES,
                cancelled=cancelled,
            )
            if best is not None:
                final = folder / "poster.jpg"
                replace_durably(best, final)
                return final
    return None


def _best_of(opened: Any, *, drafts: Path, step_seconds: float, cancelled: Callable[[], bool]) -> Path | None:
    """Draw candidates large into files and small onto the pipe, in one pass, and return the file of the best."""
    chosen = picture(opened).filter("select", f"isnan(prev_selected_t)+gte(t-prev_selected_t,{step_seconds:.3f})")
    branches = chosen.filter_multi_output("split")
    large = (
        branches[0]
        .filter("scale", f"max(2,trunc(min({WIDEST},iw*sar)/2)*2)", "max(2,trunc(ow*ih/(iw*sar)/2)*2)")
        .filter("setsar", 1)
    )
    small = branches[1].filter("scale", SKETCH_WIDTH, SKETCH_HEIGHT, flags="area").filter("format", "gray")
    many = CANDIDATES + 2
    shared: dict[str, str | int] = {"fps_mode": "passthrough", "frames:v": many, "map_metadata": -1, "threads": 1}
    files = ffmpeg.output(
        large, f"file:{drafts.absolute()}/%03d.jpg", f="image2", pix_fmt="yuvj420p", **{"q:v": JPEG_QUALITY}, **shared
    )
    sketches = ffmpeg.output(small, "pipe:1", f="rawvideo", **shared)
    try:
        result = run_ffmpeg(
            ffmpeg.merge_outputs(files, sketches), folder=drafts, timeout_seconds=TIMEOUT_SECONDS, cancelled=cancelled
        )
    except (ToolFailedError, NotPlayableError):
        return None  # nothing to decode in this stretch; the next try may find something
    size = SKETCH_WIDTH * SKETCH_HEIGHT
    looks = [_sketch(result.stdout[at : at + size]) for at in range(0, len(result.stdout) - size + 1, size)]
    best = _choose(looks)
    path = drafts / f"{best + 1:03}.jpg" if best is not None else None
    return path if path and path.is_file() else None


def _sketch(pixels: bytes) -> _Sketch:
    rows = (pixels[at : at + SKETCH_WIDTH] for at in range(0, len(pixels), SKETCH_WIDTH))
    steps = sum(abs(left - right) > EDGE_STEP for row in rows for left, right in itertools.pairwise(row))
    return _Sketch(brightness=sum(pixels) / len(pixels), edges=steps / len(pixels))


def _choose(looks: list[_Sketch]) -> int | None:
    """Return the earliest of those nearly as rich as the richest: the title slide is usually the best poster."""
    richest = max((look.edges for look in looks if not look.is_black), default=None)
    if richest is None:
        return None
    return next(
        index for index, look in enumerate(looks) if not look.is_black and look.edges >= NEARLY_AS_GOOD * richest
    )
