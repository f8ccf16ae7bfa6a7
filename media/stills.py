"""The pictures that may stand for a recording: rich in content, never near-black, from its first half."""

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg
import numpy as np
import numpy.typing as npt

from media.errors import NotPlayableError, ToolFailedError
from media.ffmpeg import foreign_input, picture, run_ffmpeg, upright
from media.process import never
from media.store import make_folder, replace_durably

WIDEST = 1280
CANDIDATES = 16
MOST_FRAMES = 6
FIRST_SHARE, LAST_SHARE = 0.05, 0.6
LONGEST_FULL_DECODE_SECONDS = 60.0
SKETCH_WIDTH, SKETCH_HEIGHT = 320, 180
EDGE_STEP = 60
"""At this size writing still makes such steps from one pixel to the next; faces and rooms hardly do."""
NEAR_BLACK = 20
FEWEST_EDGES_ON_BLACK = 0.004
NEARLY_AS_GOOD = 0.8
CLEARLY, ALIKE_SHARE = 24, 0.01
"""Steps of gray that are seen, and where so few pixels differ by them, two pictures are hardly a choice."""
TIMEOUT_SECONDS = 300.0
JPEG_QUALITY = 3
"""ffmpeg's scale: 2 is best, 31 worst."""
TIMES, SKETCHES = "times.txt", "sketches.gray"
TIME_BASE = re.compile(r"^#tb 0: (?P<over>\d+)/(?P<under>\d+)$", re.MULTILINE)
TIME_LINE = re.compile(r"^0,\s*-?\d+,\s*(?P<pts>-?\d+),", re.MULTILINE)
"""Lines of ffmpeg's framecrc form: the unit of times; then stream, dts, pts, duration, size, sum of each frame."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as a picture of its own."""

    at_seconds: float
    path: Path


@dataclass(frozen=True, slots=True)
class _Look:
    """What a small gray picture tells about a frame."""

    pixels: npt.NDArray[np.int16]

    @property
    def edges(self) -> float:
        """Share of neighbouring pixels that differ clearly: writing and drawings have many."""
        return float((np.abs(np.diff(self.pixels, axis=1)) > EDGE_STEP).sum() / self.pixels.size)

    @property
    def is_black(self) -> bool:
        """A dark frame without writing; white writing on black is none."""
        return bool(self.pixels.mean() < NEAR_BLACK) and self.edges < FEWEST_EDGES_ON_BLACK

    def is_like(self, other: "_Look") -> bool:
        """Say whether a person would see no difference in a small picture."""
        return bool((np.abs(self.pixels - other.pixels) > CLEARLY).mean() < ALIKE_SHARE)


def poster_frames(
    source: Path, *, duration_seconds: float, folder: Path, cancelled: Callable[[], bool] = never
) -> tuple[Frame, ...]:
    """Choose and write `poster-1.jpg`, the best, and others to choose from; none of what shows nothing but black.

    Key frames between 5 and 60 % are looked at first, which costs seconds even for hours; then, where they are too
    rare, a minute of every frame; then the very beginning.

    Raises:
        StoreFullError: the disk is full.
        ToolMissingError, ToolTimeoutError, ToolCancelledError: as in `process.run`.
    """
    make_folder(folder)
    start = duration_seconds * FIRST_SHARE
    span = duration_seconds * (LAST_SHARE - FIRST_SHARE)
    tries: tuple[tuple[float, float, dict[str, str]], ...] = (
        (start, span, {"skip_frame": "nokey"}),
        (start, min(span, LONGEST_FULL_DECODE_SECONDS), {}),
        (0.0, LONGEST_FULL_DECODE_SECONDS, {}),
    )
    for begin_seconds, length_seconds, options in tries:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".poster-") as name:
            drafts = Path(name)
            looks = _look_at(
                foreign_input(source, longest_seconds=max(0.5, length_seconds), ss=f"{begin_seconds:.3f}", **options),
                drafts=drafts,
                step_seconds=min(length_seconds, duration_seconds) / CANDIDATES,
                cancelled=cancelled,
            )
            chosen = _choose(looks)
            if chosen:
                times = times_of(drafts / TIMES)
                return tuple(
                    _settled(drafts / f"{index + 1:03}.jpg", folder, number, begin_seconds + times[index])
                    for number, index in enumerate(chosen, start=1)
                )
    return ()


def times_of(path: Path) -> tuple[float, ...]:
    """Read the times of frames that ffmpeg wrote down in its framecrc form; none where it wrote nothing."""
    told = path.read_text(encoding="ascii") if path.is_file() else ""
    base = TIME_BASE.search(told)
    if base is None:
        return ()
    unit = int(base["over"]) / int(base["under"])
    return tuple(max(0.0, round(int(match["pts"]) * unit, 3)) for match in TIME_LINE.finditer(told))


def _look_at(opened: Any, *, drafts: Path, step_seconds: float, cancelled: Callable[[], bool]) -> list[_Look]:
    """Draw candidates large for people and small for us, and write down their times, in one pass."""
    chosen = picture(opened).filter("select", f"isnan(prev_selected_t)+gte(t-prev_selected_t,{step_seconds:.3f})")
    branches = chosen.filter_multi_output("split", 3)
    large = upright(branches[0], widest=WIDEST)
    small = branches[1].filter("scale", SKETCH_WIDTH, SKETCH_HEIGHT, flags="area").filter("format", "gray")
    tiny = branches[2].filter("scale", 2, 2)
    many = CANDIDATES + 2
    shared: dict[str, str | int] = {"fps_mode": "passthrough", "frames:v": many, "map_metadata": -1, "threads": 1}
    place = f"file:{drafts.absolute()}"
    files = ffmpeg.output(large, f"{place}/%03d.jpg", f="image2", pix_fmt="yuvj420p", **{"q:v": JPEG_QUALITY}, **shared)
    sketches = ffmpeg.output(small, f"{place}/{SKETCHES}", f="rawvideo", **shared)
    times = ffmpeg.output(tiny, f"{place}/{TIMES}", f="framecrc", enc_time_base="1/1000", **shared)
    try:
        run_ffmpeg(
            ffmpeg.merge_outputs(files, sketches, times),
            folder=drafts,
            timeout_seconds=TIMEOUT_SECONDS,
            cancelled=cancelled,
        )
    except (ToolFailedError, NotPlayableError):
        return []  # nothing to decode in this stretch; the next try may find something
    drawn = (drafts / SKETCHES).read_bytes()
    size = SKETCH_WIDTH * SKETCH_HEIGHT
    pixels = np.frombuffer(drawn[: len(drawn) // size * size], np.uint8).astype(np.int16)
    return [_Look(one) for one in pixels.reshape(-1, SKETCH_HEIGHT, SKETCH_WIDTH)]


def _choose(looks: Sequence[_Look]) -> tuple[int, ...]:
    """Return the best first, then others that look different, in the order of time.

    The best is the earliest of those nearly as rich as the richest: the title slide is usually the best poster.
    """
    usable = [index for index, look in enumerate(looks) if not look.is_black]
    if not usable:
        return ()
    richest = max(looks[index].edges for index in usable)
    best = next(index for index in usable if looks[index].edges >= NEARLY_AS_GOOD * richest)
    different = [best]
    for index in sorted(usable, key=lambda index: -looks[index].edges):
        if len(different) < MOST_FRAMES and not any(looks[index].is_like(looks[other]) for other in different):
            different.append(index)
    return (best, *sorted(different[1:]))


def _settled(draft: Path, folder: Path, number: int, at_seconds: float) -> Frame:
    final = folder / f"poster-{number}.jpg"
    replace_durably(draft, final)
    return Frame(round(at_seconds, 3), final)
