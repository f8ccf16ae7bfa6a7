"""Small pictures of a whole recording, joined into sheets: what a player shows while somebody drags along its bar.

Drawn from key frames alone, which costs seconds for hours. The WebVTT file that names them is written where the
addresses of the sheets are known; each cue says `sheet#xywh=left,top,width,height` (W3C Media Fragments URI 1.0).
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from media.cues import timecode
from media.errors import NotPlayableError, ToolFailedError
from media.ffmpeg import foreign_input, picture, run_ffmpeg
from media.process import never
from media.stills import TIMES, times_of
from media.store import make_folder, replace_durably

COLUMNS, ROWS = 10, 10
TILE_SIDE = 160
"""The longer side of a tile."""
SHORTEST_STEP_SECONDS, LONGEST_STEP_SECONDS = 2.0, 10.0
PICTURES_WANTED = COLUMNS * ROWS
MOST_PICTURES = 20 * COLUMNS * ROWS
"""Recordings of more than five hours get fewer pictures a minute, so that the sheets stay few."""
SPARSE = 0.5
"""Key frames that give fewer than this share of the pictures wanted are too rare to draw from."""
JPEG_QUALITY = 6
TIMEOUT_FLOOR_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class StoryboardFiles:
    """The sheets, and how to find a moment on them."""

    sheets: tuple[Path, ...]
    columns: int
    rows: int
    """Of a full sheet, which is filled row by row."""
    tile_width: int
    tile_height: int
    times: tuple[float, ...]
    """Second of each picture, in order."""


def storyboard(
    source: Path,
    *,
    duration_seconds: float,
    width: int,
    height: int,
    folder: Path,
    cancelled: Callable[[], bool] = never,
) -> StoryboardFiles | None:
    """Draw the sheets `storyboard-001.jpg` and so on from a rendition; None when nothing can be decoded.

    Raises:
        StoreFullError: the disk is full.
        ToolMissingError, ToolTimeoutError, ToolCancelledError: as in `process.run`.
    """
    make_folder(folder)
    step = step_seconds(duration_seconds)
    wanted = duration_seconds / step
    size = tile_size(width, height)
    found: StoryboardFiles | None = None
    for options in ({"skip_frame": "nokey"}, {"skip_frame": "noref", "skip_loop_filter": "all"}):
        with tempfile.TemporaryDirectory(dir=folder, prefix=".storyboard-") as name:
            drafts = Path(name)
            opened = foreign_input(source, longest_seconds=duration_seconds + LONGEST_STEP_SECONDS, **options)
            times = _draw(opened, drafts, step=step, size=size, duration=duration_seconds, cancelled=cancelled)
            is_better = times and (found is None or len(times) > len(found.times))
            if is_better:
                found = StoryboardFiles(_settled(drafts, folder), COLUMNS, ROWS, *size, times)
        if found and len(found.times) >= SPARSE * wanted:
            break
    return found


def step_seconds(duration_seconds: float) -> float:
    """Return how far apart the pictures are wanted."""
    usual = min(LONGEST_STEP_SECONDS, max(SHORTEST_STEP_SECONDS, duration_seconds / PICTURES_WANTED))
    return max(usual, duration_seconds / MOST_PICTURES)


def tile_size(width: int, height: int) -> tuple[int, int]:
    """Return even width and height of a tile, in the shape of the picture."""
    share = TILE_SIDE / max(width, height)
    return max(2, 2 * round(width * share / 2)), max(2, 2 * round(height * share / 2))


def write_thumbnails(
    addresses: Sequence[str],
    times: Sequence[float],
    *,
    columns: int,
    rows: int,
    tile_width: int,
    tile_height: int,
    duration_seconds: float,
) -> str:
    """Write the WebVTT file: for each stretch, which sheet and which part of it."""
    blocks = ["WEBVTT\n"]
    ends = [*times[1:], max(duration_seconds, times[-1] + 1.0)] if times else []
    for number, (start, end) in enumerate(zip(times, ends, strict=True)):
        sheet, place = divmod(number, columns * rows)
        row, column = divmod(place, columns)
        part = f"{column * tile_width},{row * tile_height},{tile_width},{tile_height}"
        begin = 0.0 if number == 0 else start
        blocks.append(f"{timecode(begin)} --> {timecode(end)}\n{addresses[sheet]}#xywh={part}\n")
    return "\n".join(blocks)


def _draw(
    opened: Any, drafts: Path, *, step: float, size: tuple[int, int], duration: float, cancelled: Callable[[], bool]
) -> tuple[float, ...]:
    """Draw all sheets in one pass and give the times of their pictures."""
    wanted = picture(opened).filter("select", f"isnan(prev_selected_t)+gte(t-prev_selected_t,{step - 0.05:.3f})")
    branches = wanted.filter_multi_output("split")
    tiles = branches[0].filter("scale", *size, flags="area").filter("setsar", 1).filter("tile", f"{COLUMNS}x{ROWS}")
    tiny = branches[1].filter("scale", 2, 2)
    shared: dict[str, str | int] = {"fps_mode": "passthrough", "map_metadata": -1, "threads": 1}
    place = f"file:{drafts.absolute()}"
    sheets = ffmpeg.output(
        tiles, f"{place}/%03d.jpg", f="image2", pix_fmt="yuvj420p", **{"q:v": JPEG_QUALITY}, **shared
    )
    times = ffmpeg.output(tiny, f"{place}/{TIMES}", f="framecrc", enc_time_base="1/1000", **shared)
    try:
        run_ffmpeg(
            ffmpeg.merge_outputs(sheets, times),
            folder=drafts,
            timeout_seconds=TIMEOUT_FLOOR_SECONDS + duration,
            cancelled=cancelled,
        )
    except (ToolFailedError, NotPlayableError):
        return ()
    return times_of(drafts / TIMES)


def _settled(drafts: Path, folder: Path) -> tuple[Path, ...]:
    sheets = []
    for number, draft in enumerate(sorted(drafts.glob("*.jpg")), start=1):
        final = folder / f"storyboard-{number:03}.jpg"
        replace_durably(draft, final)
        sheets.append(final)
    return tuple(sheets)
