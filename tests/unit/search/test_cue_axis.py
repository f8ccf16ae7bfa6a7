import numpy as np
import pytest

from search.cue_axis import CueAxis


@pytest.mark.parametrize("seed", range(5))
def test_the_cue_at_a_place_is_the_last_that_has_begun(seed):
    random = np.random.default_rng(seed)
    begins = np.sort(np.append([0], random.integers(0, 1000, 200)))  # some of them at one place
    axis = CueAxis.of(begins, 1000)
    places = np.arange(1000, dtype=np.int32)

    assert axis.at(places).tolist() == (np.searchsorted(begins, places, side="right") - 1).tolist()


def test_the_last_place_of_a_word_belongs_to_it():
    axis = CueAxis.of(np.array([0, 63, 64, 127]), 128)

    assert axis.at(np.array([62, 63, 64, 126, 127], np.int32)).tolist() == [0, 1, 2, 2, 3]


def test_a_segment_without_a_cue_has_an_axis():
    assert CueAxis.of(np.zeros(0, np.int64), 0).at(np.zeros(0, np.int32)).tolist() == []
