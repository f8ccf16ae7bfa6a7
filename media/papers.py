"""Makes any page one of dark writing on white paper, as a reader of print expects it: bars, boxes and dark slides too.

The paper of a place is the gray that fills its neighbourhood; writing is what differs from it, to either side.
"""

import numpy as np
import numpy.typing as npt

Gray = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.int64]
Grid = npt.NDArray[np.intp]
CELL = 8
"""Pixels of each side; papers are looked for in a grid of such cells."""
REACH_DOWN, REACH_ACROSS = 1, 8
"""In cells; writing runs in lines, between which and before which its paper is seen."""
LEVELS = 16
STEP = 256 // LEVELS
CERTAIN = 0.8
"""Of the neighbourhood: so much of one gray is paper, not the strokes of large letters."""
UNKNOWN = -1


def on_white(pixels: Gray) -> Gray:
    """Return the page with all writing dark on white."""
    height, width = pixels.shape
    rows, columns = height // CELL, width // CELL
    if rows == 0 or columns == 0:
        return pixels
    cells = pixels[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL)
    levels = cells // STEP
    many = _sums(levels, np.ones_like(cells))
    paper = _spread(many)
    many, total = (np.take_along_axis(sums, paper[None], axis=0)[0] for sums in (many, _sums(levels, cells)))
    brightness = np.where(many > 0, total // np.maximum(many, 1), (paper + 1) * STEP).clip(0, 255).astype(np.int16)
    behind = brightness[np.minimum(np.arange(height) // CELL, rows - 1)]
    behind = behind[:, np.minimum(np.arange(width) // CELL, columns - 1)]
    told: Gray = (255 - np.abs(pixels.astype(np.int16) - behind)).astype(np.uint8)
    return told


def _spread(many: Counts) -> Grid:
    """Let each cell have the paper of a neighbour that fills most around it, beginning where a paper is certain."""
    paper: Grid = np.argmax(many, axis=0)
    certain = np.max(many, axis=0) >= CERTAIN * many[:-1:2].sum(axis=0)
    if not certain.any():
        return paper
    known: Grid = np.where(certain, paper, UNKNOWN)
    while (known == UNKNOWN).any():
        around = np.pad(known, 1, constant_values=UNKNOWN)
        beside = np.stack([around[1:-1, :-2], around[1:-1, 2:], around[:-2, 1:-1], around[2:, 1:-1]])
        votes = np.take_along_axis(many, beside.clip(0), axis=0)
        votes[beside == UNKNOWN] = UNKNOWN
        best = np.take_along_axis(beside, votes.argmax(axis=0)[None], axis=0)[0]
        known = np.where(known == UNKNOWN, best, known)
    return known


def _sums(levels: Gray, what: Gray) -> Counts:
    """Sum up by level what is near each cell; a gray at the border of two levels belongs to both."""
    sums = np.stack(
        [_near(np.where(levels == level, what, 0).sum(axis=(1, 3), dtype=np.int64)) for level in range(LEVELS)]
    )
    sums[:-1] += sums[1:]
    return sums


def _near(cells: Counts) -> Counts:
    """Sum up each cell's neighbourhood, by sums over rectangles (a summed-area table)."""
    down, across = 2 * REACH_DOWN + 1, 2 * REACH_ACROSS + 1
    edged = np.pad(cells, ((REACH_DOWN, REACH_DOWN), (REACH_ACROSS, REACH_ACROSS)), mode="edge")
    sums = np.pad(edged.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    near: Counts = sums[down:, across:] - sums[:-down, across:] - sums[down:, :-across] + sums[:-down, :-across]
    return near
