"""What is cut out of a recording, in its seconds and in the graph."""

from pathlib import Path

import pytest

from media.cutting import WHOLE, Cut, Span
from media.ffmpeg import arguments
from media.ladder import beside_copy
from media.probe import AudioStream, MediaInfo, VideoStream
from media.recipes import files

TALK = MediaInfo(
    "mov",
    60.0,
    1_000_000,
    100_000,
    VideoStream("h264", "High", "yuv420p", 640, 360, 25.0),
    (AudioStream("aac", 1, 48_000),),
    keyframe_distance_seconds=5.0,
)


def graph_of(cut):
    specs = beside_copy(TALK, is_copied=True, is_sound_changed=False, is_cut=cut != WHOLE)
    words = arguments(files(Path("/in"), TALK, specs, folder=Path("/out"), cut=cut), progress=True)
    return words[words.index("-filter_complex") + 1]


@pytest.mark.parametrize(
    ("cut", "length"),
    [(WHOLE, 60.0), (Cut(10.0), 50.0), (Cut(10.0, 40.0), 30.0), (Cut(10.0, 90.0), 50.0), (Cut(70.0), 0.0)],
)
def test_files_are_as_long_as_what_is_left_of_the_original(cut, length):
    assert cut.length(60.0) == length


def test_what_only_touches_a_span_is_not_in_it():
    span = Span(5.0, 8.0)

    assert [span.overlaps(*part) for part in ((0, 5), (8, 9), (7.9, 9), (0, 60), (6, 6))] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_where_something_is_cut_no_picture_is_copied():
    specs = beside_copy(TALK, is_copied=True, is_sound_changed=True, is_cut=True)

    assert [(spec.name, spec.action, spec.reason) for spec in specs] == [
        ("360p", "encode", "cut"),
        ("audio", "encode", "sound-alone"),
    ]


def test_sound_is_switched_off_a_little_sooner_and_longer_and_the_picture_blurred_where_it_is_asked():
    graph = graph_of(Cut(silenced=(Span(5.0, 8.0), Span(20.0, 21.0)), blurred=(Span(20.0, 21.0),)))

    assert r"volume=0:enable=between(t\,4.950\,8.050)+between(t\,19.950\,21.050)" in graph
    assert r"enable=between(t\,19.950\,21.050):luma_power" in graph
    assert "trim" not in graph


def test_both_ends_are_taken_off_picture_and_sound_at_the_same_second():
    graph = graph_of(Cut(1.5, 50.25))

    assert "[0:V:0]trim=end=50.250:start=1.500[s0];[s0]setpts=PTS-1.500/TB" in graph
    assert "atrim=end=50.250:start=1.500[s8];[s8]asetpts=PTS-1.500/TB" in graph
    assert "enable" not in graph
