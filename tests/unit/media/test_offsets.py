"""Two sounds are compared by their loudness: shifted, louder, noisy, another one, cut in the middle, silent."""

import numpy as np
import pytest

from media.offsets import SAMPLE_RATE, UNKNOWN, curve_of, loudness_curve, offset_between
from tests.support.clips import make_clip

RATE = SAMPLE_RATE


def talk(seconds, *, seed=1):
    """Give something as loud and as soft as speech: syllables and pauses of random length, made of noise."""
    chance = np.random.default_rng(seed)
    loudness = []
    while len(loudness) < seconds * RATE:
        syllable = int(chance.uniform(0.08, 0.35) * RATE)
        pause = int(chance.choice([0.02, 0.05, 0.4], p=[0.5, 0.35, 0.15]) * RATE)
        loudness += [chance.uniform(0.1, 1.0)] * syllable + [0.003] * pause
    shape = np.array(loudness[: int(seconds * RATE)])
    return (shape * chance.normal(0, 4000, len(shape))).clip(-32768, 32767).astype(np.int16)


def silence(seconds):
    return np.zeros(int(seconds * RATE), np.int16)


def offset(first, second):
    return offset_between(curve_of(first), curve_of(second))


@pytest.mark.parametrize("seconds", [0.0, 0.13, 1.5, 42.0, -3.2, -0.3, -50.0])
def test_a_shift_is_found_to_a_few_hundredths_of_a_second(seconds):
    said = talk(120)
    before, cut = silence(max(seconds, 0)), int(max(-seconds, 0) * RATE)

    found = offset(said, np.concatenate([before, said[cut:]]))

    assert found.seconds == pytest.approx(seconds, abs=0.03)
    assert found.is_sure
    assert found.confidence > 0.5


def test_neither_loudness_nor_noise_hides_what_is_the_same():
    said = talk(60)
    noise = np.random.default_rng(7).normal(0, 150, len(said))

    found = offset(said, np.concatenate([silence(2), (said * 0.2 + noise).astype(np.int16)]))

    assert found.seconds == pytest.approx(2, abs=0.03)
    assert found.is_sure


@pytest.mark.parametrize("seconds", [4, 10, 60, 600])
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_another_sound_is_told_apart_however_short(seconds, seed):
    assert not offset(talk(seconds), talk(seconds, seed=seed)).is_sure


@pytest.mark.parametrize(
    ("first", "second"), [(silence(30), silence(30)), (talk(30), silence(30)), (silence(0), talk(9))]
)
def test_silence_tells_nothing(first, second):
    assert offset(first, second) == UNKNOWN


def test_what_repeats_itself_could_lie_anywhere():
    beat = np.tile(np.concatenate([talk(0.5), silence(1.0)]), 40)

    assert not offset(beat, np.concatenate([silence(0.7), beat])).is_sure


def test_a_piece_missing_in_the_middle_makes_no_single_shift_right():
    said = talk(300)

    found = offset(said, np.concatenate([said[: 220 * RATE], said[240 * RATE :]]))

    assert (found.seconds, found.confidence) == (pytest.approx(0, abs=0.03), 0.0)


def test_a_film_that_runs_at_another_speed_is_told_from_one_that_is_shifted():
    said = talk(300)
    faster = np.interp(np.arange(0, len(said), 25 / 24), np.arange(len(said)), said).astype(np.int16)

    assert not offset(said, faster).is_sure
    assert not offset(said, said[np.minimum(np.arange(len(said)) * 1003 // 1000, len(said) - 1)]).is_sure


def test_a_shift_beyond_ten_minutes_is_not_looked_for():
    said = talk(60)

    assert not offset(said, np.concatenate([silence(640), said])).is_sure


def test_a_file_is_listened_to_and_one_without_sound_has_an_empty_curve(tmp_path):
    curve = loudness_curve(make_clip(tmp_path / "tone.mp4", seconds=3), folder=tmp_path)
    nothing = loudness_curve(make_clip(tmp_path / "mute.mp4", seconds=1, audio=None), folder=tmp_path)

    assert (len(curve), len(nothing)) == (pytest.approx(60, abs=2), 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mute.mp4", "tone.mp4"]
