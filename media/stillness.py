"""Finds what stood still on screen: slides, screens, title pages, while people move in a corner of the picture.

A part of the picture counts only while it has not changed for four seconds, so that faces, films and mouse pointers
hardly do; what changes again and again is left out altogether. Compared is not with the second before, but with what
stood still there last: a fade of any length is one change. Reads pictures of `sketches.py`; knows no file, no text.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from media.errors import ToolCancelledError
from media.process import never
from media.sketches import Sketches

Gray = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

STILL_SECONDS = 4
CLEARLY = 14
"""Steps of gray that are more than what encoding does to a still picture."""
CHANGED_SHARE = 0.002
"""Of the picture: a short line of writing. A mouse pointer is a fourth of it."""
STILL_CHANGING_SHARE = CHANGED_SHARE / 2
LONGEST_FADE_SECONDS = 6
ONLY_ADDED = 0.2
"""Of the writing lost, soon after a change: what a point that appears may cover."""
QUIET_SECONDS = 2
"""So long without a change ends it."""
SETTLED_SHARE = 0.85
"""Of the stillest moment: as still as that counts as settled."""
MOVING_SHARE = 0.1
"""Of the settled moments: what is restless in more of them moves."""
PERSON_SHARE, PERSON_SECONDS = 0.4, 6
"""What is restless so often and so long is a person; a mouse pointer is somewhere else by then."""
INK_STEP = 24
"""Writing makes such steps from one pixel to the next."""
RESTLESS_REACH_SECONDS = 30
RESTLESS_TIMES = 3
"""In that time; slides that follow each other fast change less often."""
RESTLESS_EVERY_SECONDS = 5
CANCEL_EVERY_SECONDS = 60
WORK = "slide detection"


@dataclass(frozen=True, slots=True)
class Showing:
    """A stretch in which one picture stood, and what moved in it."""

    start_seconds: float
    end_seconds: float
    settled_from_seconds: float
    """From here to the next nothing is added and nothing goes."""
    settled_until_seconds: float
    still_share: float
    """How much of the picture stood still."""
    ink_share: float
    """How much of it is writing and lines that stood still."""
    lost_ink_share: float
    """How much of the writing that stood there before is gone: next to none where something was only added."""
    moving: Mask
    """Where something moves again and again: a person, not a mouse pointer."""


@dataclass(frozen=True, slots=True)
class _Change:
    first: int
    last: int
    """Second in which the last part came to rest."""
    lost_ink_share: float
    seconds: int
    """So long the change itself took, without what was only added to it soon after."""


def showings(sketches: Sketches, *, cancelled: Callable[[], bool] = never) -> tuple[Showing, ...]:
    """Cut a recording into stretches that show one picture each.

    Raises:
        ToolCancelledError: `cancelled()` turned true.
    """
    still_shares: list[float] = []
    changes = _with_rest_between([_Change(0, 0, 1.0, 0), *_changes(sketches, still_shares, cancelled)])
    ends = [*(change.first for change in changes[1:]), len(sketches)]
    found = (_showing(sketches, still_shares, change, end) for change, end in zip(changes, ends, strict=True))
    return tuple(showing for showing in found if showing)


def _changes(sketches: Sketches, still_shares: list[float], cancelled: Callable[[], bool]) -> Iterator[_Change]:
    """Find when what stands still becomes another; on the way, note how much stands still in each second."""
    left_out = np.zeros(sketches.shape[1:], np.bool_)
    rested, is_known = np.zeros(sketches.shape[1:], np.uint8), np.zeros(sketches.shape[1:], np.bool_)
    before, first, last = rested, -1, -1
    for second in range(len(sketches) - STILL_SECONDS + 1):
        if second % CANCEL_EVERY_SECONDS == 0 and cancelled():
            raise ToolCancelledError(WORK)
        if second % RESTLESS_EVERY_SECONDS == 0:
            left_out = _restless(sketches, second)
        middle, is_still = _at_rest(sketches, second)
        share = float((is_still & is_known & ~left_out & _clearly(middle, rested)).mean())
        if share > CHANGED_SHARE or (first >= 0 and share > STILL_CHANGING_SHARE):
            before, first = (rested, second) if first < 0 else (before, first)
            last = second
        rested, is_known = np.where(is_still, middle, rested), is_known | is_still
        still_shares.append(float(is_still.mean()))
        if first >= 0 and second - last >= QUIET_SECONDS:
            yield _Change(first, last, _lost_ink(before, rested, left_out), last - first)
            first = -1
    if first >= 0:
        yield _Change(first, last, _lost_ink(before, rested, left_out), last - first)


def _with_rest_between(changes: Sequence[_Change]) -> list[_Change]:
    """Make one of those between which nothing came to rest; points that follow each other fast only add to a page."""
    kept: list[_Change] = []
    for change in changes:
        before = kept[-1] if kept else None
        if before is None or change.first - before.last >= STILL_SECONDS:
            kept.append(change)
        elif change.lost_ink_share < ONLY_ADDED:
            kept[-1] = replace(before, last=change.last)
        elif change.first - before.first - before.seconds >= 2 * STILL_SECONDS:  # long enough to be read meanwhile
            kept[-1] = replace(before, last=change.first - STILL_SECONDS)
            kept.append(change)
        else:
            lost = max(before.lost_ink_share, change.lost_ink_share)
            kept[-1] = _Change(before.first, change.last, lost, change.last - before.first)
    return kept


def _showing(sketches: Sketches, still_shares: list[float], change: _Change, end: int) -> Showing | None:
    """Look at one stretch again: when it was at rest, and what moved all the same. None when it never was."""
    stretch = range(change.last, end - STILL_SECONDS + 1)
    if not stretch:
        return None
    stillest = max(still_shares[second] for second in stretch)
    settled = [second for second in stretch if still_shares[second] >= SETTLED_SHARE * stillest]
    restless = np.zeros(sketches.shape[1:], np.int32)
    for second in settled:
        restless += ~_at_rest(sketches, second)[1]
    moved = restless > MOVING_SHARE * len(settled)
    picture, _ = _at_rest(sketches, settled[-1])
    from_second = settled[-1]
    while from_second - 1 in settled:
        from_second -= 1
    is_at_rest_at_once = settled[0] - change.last <= QUIET_SECONDS and change.seconds <= LONGEST_FADE_SECONDS
    return Showing(
        start_seconds=float(change.first if is_at_rest_at_once else settled[0]),
        end_seconds=float(settled[-1] + STILL_SECONDS),
        settled_from_seconds=float(from_second),
        settled_until_seconds=float(settled[-1] + STILL_SECONDS - 1),
        still_share=float(1 - moved.mean()),
        ink_share=float((_ink(picture) & ~moved).mean()),
        lost_ink_share=change.lost_ink_share,
        moving=_grown(restless > max(PERSON_SHARE * len(settled), PERSON_SECONDS)),
    )


def _at_rest(sketches: Sketches, second: int) -> tuple[Gray, Mask]:
    """Give the picture of the next seconds, and where it does not change in them."""
    window = sketches[second : second + STILL_SECONDS]
    brightest, darkest = window.max(axis=0), window.min(axis=0)
    middle = ((brightest.astype(np.uint16) + darkest) >> 1).astype(np.uint8)
    return middle, (brightest - darkest) < CLEARLY


def _restless(sketches: Sketches, second: int) -> Mask:
    """Tell where the picture changes again and again, before a second as well as after it: there a person moves.

    What is restless on one side only begins or ends there, as a film does, and that must be seen.
    """
    found = np.ones(sketches.shape[1:], np.bool_)
    for first, last in ((second - RESTLESS_REACH_SECONDS, second), (second, second + RESTLESS_REACH_SECONDS)):
        within = range(max(first, 0), min(last, len(sketches) - 1))
        if len(within) > STILL_SECONDS:  # at the beginning and the end the other side must do
            counts = np.zeros(sketches.shape[1:], np.int16)
            for one in within:
                counts += _clearly(sketches[one + 1], sketches[one])
            found &= _grown(counts > RESTLESS_TIMES)
    return found if len(sketches) > STILL_SECONDS + 1 else np.zeros_like(found)


def _clearly(one: Gray, other: Gray) -> Mask:
    """Tell where two pictures differ by more than encoding does."""
    mask: Mask = np.abs(one.astype(np.int16) - other) > CLEARLY
    return mask


def _ink(picture: Gray) -> Mask:
    """Tell where writing and lines are: both sides of every clear step."""
    wide = picture.astype(np.int16)
    across, down = np.abs(np.diff(wide, axis=1)) > INK_STEP, np.abs(np.diff(wide, axis=0)) > INK_STEP
    mask = np.zeros(picture.shape, np.bool_)
    mask[:, 1:] |= across
    mask[:, :-1] |= across
    mask[1:] |= down
    mask[:-1] |= down
    return mask


def _lost_ink(before: Gray, after: Gray, left_out: Mask) -> float:
    """Tell how much of the writing is gone. A stroke is, when it or the paper beside it has changed."""
    ink = _ink(before) & ~left_out
    gone = ink & _grown(_clearly(before, after), reach=1, share=0.0)
    return float(gone.sum() / max(1, int(ink.sum())))


def _grown(mask: Mask, *, reach: int = 6, share: float = 0.12) -> Mask:
    """Tell where enough of the neighbourhood is marked, by sums over squares (a summed-area table)."""
    side = 2 * reach + 1
    sums = np.pad(np.pad(mask.astype(np.int32), reach).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    near = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    grown: Mask = near > side * side * share
    return grown
