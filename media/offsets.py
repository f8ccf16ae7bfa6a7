"""How far what is said in one recording lies from the same in another, told by how loud it is from moment to moment.

Both sounds become curves of loudness: 20 values a second, the logarithm of the root mean square of 50 ms, less its own
mean over two seconds, so that neither gain nor noise counts, only the coming and going of syllables. For every shift
within ten minutes the curves are correlated where they overlap (Pearson's coefficient; the sums by FFT). With `peak`
for the best shift, `rival` for the best of those more than a second away from it, and `chance` for what may be due to
chance among so many syllables (the standard error 1/sqrt(n) of a coefficient, four syllables a second),

    confidence = max(0, peak - rival - chance)

which is near 1 for the same sound in another encoding, and near 0 for another sound, for silence, for anything that
repeats itself. Parts of the first sound are looked for by themselves: where one is surely found at another shift, the
sounds are cut differently or run at different speeds, no one shift is right, and the confidence is 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from media.errors import NotPlayableError, ToolFailedError
from media.ffmpeg import foreign_input, run_ffmpeg, sound
from media.probe import LONGEST_SECONDS
from media.process import never

Curve = npt.NDArray[np.float64]

SAMPLE_RATE = 8_000
CURVE_RATE = 20
WINDOW = SAMPLE_RATE // CURVE_RATE
MEAN_WINDOW = 2 * CURVE_RATE
FLOOR = 33.0
"""Added to the root mean square, -60 dB of full scale: what is softer is no coming and going of anything."""
LONGEST_SHIFT_SECONDS = 600.0
SAME_PEAK = CURVE_RATE
LEAST_OVERLAP = 0.6
"""Of the shorter curve; less would let chance find a shift."""
SHORTEST_SECONDS = 2.0
SYLLABLES_PER_SECOND = 4
FLATTEST = 1e-3
"""Least variance of a curve; below it there is nothing to compare."""
PARTS, SHORTEST_PART_SECONDS = 8, 30.0
SURE, SAME_SECONDS = 0.3, 0.25
"""A confidence that is to be trusted, and the difference between two shifts that count as one."""
TIMEOUT_SECONDS = 3600.0
BLOCK_BYTES = 2 * WINDOW * CURVE_RATE * 60


@dataclass(frozen=True, slots=True)
class Offset:
    """By how much what is said comes later in the second sound than in the first."""

    seconds: float
    confidence: float
    """From 0 to 1."""

    @property
    def is_sure(self) -> bool:
        """Say whether the sounds are the same but for the shift."""
        return self.confidence >= SURE


UNKNOWN = Offset(0.0, 0.0)
"""There is nothing that both have in common."""


def loudness_curve(path: Path, *, folder: Path, cancelled: Callable[[], bool] = never) -> Curve:
    """Listen to the first audio track of a recording; an empty curve where there is none that can be read.

    Raises:
        MediaError: the disk is full, a tool is missing, or the work was cancelled.
    """
    samples = folder / "samples.s16le"
    outputs = sound(foreign_input(path, longest_seconds=LONGEST_SECONDS)).output(
        f"file:{samples.absolute()}", f="s16le", acodec="pcm_s16le", ac=1, ar=SAMPLE_RATE
    )
    try:
        run_ffmpeg(outputs, folder=folder, timeout_seconds=TIMEOUT_SECONDS, cancelled=cancelled)
        return _curve_in(samples)
    except (ToolFailedError, NotPlayableError):  # without a sound there is nothing to compare, which is an answer
        return np.zeros(0)
    finally:
        samples.unlink(missing_ok=True)


def curve_of(samples: npt.NDArray[np.int16]) -> Curve:
    """Give the logarithm of how loud each 50 ms of plain samples are."""
    whole = samples[: len(samples) // WINDOW * WINDOW].reshape(-1, WINDOW).astype(np.float64)
    curve: Curve = np.log(np.sqrt(np.mean(np.square(whole), axis=1)) + FLOOR)
    return curve


def offset_between(first: Curve, second: Curve) -> Offset:
    """Find the shift between two curves of loudness, and say how sure it is."""
    one, other = _without_mean(first), _without_mean(second)
    found = _best(one, other, longest_seconds=LONGEST_SHIFT_SECONDS)
    if not found.is_sure:
        return found
    for begin, part in _parts(one):
        there = _best(part, other)
        if there.is_sure and abs(there.seconds - begin - found.seconds) > SAME_SECONDS:
            return Offset(found.seconds, 0.0)
    return found


def _curve_in(samples: Path) -> Curve:
    """Read plain samples a minute at a time: three hours are 170 MB."""
    curves = [np.zeros(0)]
    with samples.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            curves.append(curve_of(np.frombuffer(block[: len(block) // 2 * 2], dtype="<i2")))
    return np.concatenate(curves)


def _without_mean(curve: Curve) -> Curve:
    """Take the mean of the two seconds around it from each value."""
    if len(curve) < SHORTEST_SECONDS * CURVE_RATE:
        return np.zeros(0)
    padded = np.pad(curve, (MEAN_WINDOW // 2, MEAN_WINDOW - MEAN_WINDOW // 2 - 1), mode="edge")
    return curve - np.convolve(padded, np.full(MEAN_WINDOW, 1 / MEAN_WINDOW), mode="valid")


def _parts(curve: Curve) -> list[tuple[float, Curve]]:
    """Cut a curve into parts, each with the second at which it begins; none where they would be too short."""
    count = min(PARTS, int(len(curve) / (SHORTEST_PART_SECONDS * CURVE_RATE)))
    if count <= 1:
        return []
    length = len(curve) // count
    return [(number * length / CURVE_RATE, curve[number * length : (number + 1) * length]) for number in range(count)]


def _best(first: Curve, second: Curve, *, longest_seconds: float = np.inf) -> Offset:
    if not len(first) or not len(second) or min(first.var(), second.var()) < FLATTEST:
        return UNKNOWN
    shifts, agreement = _agreement(first, second, longest=longest_seconds * CURVE_RATE)
    at = int(np.argmax(agreement))
    others = np.abs(shifts - shifts[at]) > SAME_PEAK
    rival = max(0.0, float(agreement[others].max())) if others.any() else 0.0
    chance = 1 / np.sqrt(SYLLABLES_PER_SECOND * min(len(first), len(second)) / CURVE_RATE)
    confidence = min(1.0, max(0.0, float(agreement[at]) - rival - float(chance)))
    return Offset(round((float(shifts[at]) + _between_values(agreement, at)) / CURVE_RATE, 2), round(confidence, 3))


def _agreement(first: Curve, second: Curve, *, longest: float) -> tuple[npt.NDArray[np.int64], Curve]:
    """Give Pearson's coefficient for each shift at which enough of the curves overlap: second[i + shift] ~ first[i].

    The sums over all overlaps are correlations too: of the values, of their squares, and of ones.
    """
    n, m = len(first), len(second)
    size = 1 << (n + m - 1).bit_length()

    def sums(one: Curve, other: Curve) -> Curve:
        product = np.fft.irfft(np.conj(np.fft.rfft(one, size)) * np.fft.rfft(other, size), size)
        return np.concatenate([product[-(n - 1) :], product[:m]]) if n > 1 else product[:m]

    shifts = np.arange(-(n - 1), m)
    ones_first, ones_second = np.ones(n), np.ones(m)
    count = np.rint(sums(ones_first, ones_second))
    sum_first, sum_second = sums(first, ones_second), sums(ones_first, second)
    squares_first, squares_second = sums(first**2, ones_second), sums(ones_first, second**2)
    enough = (count >= LEAST_OVERLAP * min(n, m)) & (np.abs(shifts) <= longest)
    count = np.maximum(count, 1)
    shared = sums(first, second) - sum_first * sum_second / count
    spread = (squares_first - sum_first**2 / count) * (squares_second - sum_second**2 / count)
    is_lively = enough & (spread > (FLATTEST * count) ** 2)
    agreement = np.where(is_lively, shared / np.sqrt(np.where(is_lively, spread, 1.0)), -1.0)
    return shifts, agreement


def _between_values(agreement: Curve, at: int) -> float:
    """Find the top of the parabola through the best value and its neighbours: finer than 50 ms."""
    if not 0 < at < len(agreement) - 1:
        return 0.0
    before, here, after = agreement[at - 1 : at + 2]
    bend = before - 2 * here + after
    return float((before - after) / (2 * bend)) if bend < 0 and min(before, after) > -1 else 0.0
