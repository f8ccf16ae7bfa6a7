"""The storyboard shows the whole recording at even steps, whatever its key frames and its shape."""

import itertools

import pytest
from PIL import Image

from media.cues import read_timed_text
from media.storyboard import step_seconds, storyboard, tile_size, write_thumbnails
from tests.support.clips import make_clip


def drawn(path, seconds, size=(320, 180)):
    return storyboard(
        path, duration_seconds=seconds, width=size[0], height=size[1], folder=path.parent / f"{path.stem}-board"
    )


@pytest.mark.parametrize("gop_seconds", [1, 100], ids=["a key frame a second", "one key frame in all"])
def test_pictures_are_two_seconds_apart_in_a_short_recording(tmp_path, gop_seconds):
    board = drawn(make_clip(tmp_path / "a.mp4", seconds=12, gop_seconds=gop_seconds, audio=None), 12.0)

    assert board is not None
    assert board.times == pytest.approx((0, 2, 4, 6, 8, 10), abs=0.21)
    with Image.open(board.sheets[0]) as sheet:
        assert sheet.size == (1600, 900)
        tiles = [sheet.crop((160 * n, 0, 160 * n + 160, 90)) for n in range(len(board.times))]
        assert all(one.tobytes() != other.tobytes() for one, other in itertools.pairwise(tiles))
    assert [path.name for path in (tmp_path / "a-board").iterdir()] == ["storyboard-001.jpg"]


def test_tiles_have_the_shape_of_the_picture(tmp_path):
    board = drawn(make_clip(tmp_path / "a.mp4", seconds=3, size="180x320", audio=None), 3.0, (180, 320))

    assert board is not None
    assert (board.tile_width, board.tile_height) == (90, 160)
    assert tile_size(4000, 2) == (160, 2)


def test_what_cannot_be_decoded_has_none(tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"no film")

    assert drawn(tmp_path / "a.mp4", 3.0) is None


@pytest.mark.parametrize("hours", [0.001, 1, 3, 24, 1000])
def test_a_long_recording_has_few_sheets(hours):
    assert hours * 3600 / step_seconds(hours * 3600) <= 2000


def test_each_stretch_names_its_place_on_its_sheet_without_gaps():
    times = [2.0 * number for number in range(103)]

    written = write_thumbnails(
        ["s1.jpg", "s2.jpg"],
        times,
        columns=10,
        rows=10,
        tile_width=160,
        tile_height=90,
        duration_seconds=207.0,
    )

    cues = read_timed_text(written.encode()).cues
    assert [cues[number].text for number in (0, 11, 99, 100)] == [
        "s1.jpg#xywh=0,0,160,90",
        "s1.jpg#xywh=160,90,160,90",
        "s1.jpg#xywh=1440,810,160,90",
        "s2.jpg#xywh=0,0,160,90",
    ]
    assert all(one.end_seconds == other.start_seconds for one, other in itertools.pairwise(cues))
    assert (cues[0].start_seconds, cues[-1].end_seconds) == (0.0, 207.0)
