"""The one command that makes all files: what is opened, decoded and shaped how often."""

from dataclasses import replace
from pathlib import Path

from media.ffmpeg import arguments
from media.ladder import beside_copy, ladder
from media.probe import AudioStream, MediaInfo, VideoStream
from media.recipes import files

WEBINAR = MediaInfo(
    "mov",
    3600.0,
    450_000_000,
    1_000_000,
    VideoStream("hevc", "Main", "yuv420p", 1920, 1080, 25.0),
    (AudioStream("aac", 2, 48_000, "deu"), AudioStream("aac", 2, 48_000, "eng")),
    keyframe_distance_seconds=5.0,
)


def command_for(info: MediaInfo, specs, **options) -> tuple[list[str], str]:
    words = arguments(files(Path("/in"), info, specs, folder=Path("/out"), **options), progress=True)
    return words, words[words.index("-filter_complex") + 1]


def test_everything_is_encoded_in_one_decode_and_every_track_is_shaped_once():
    words, graph = command_for(WEBINAR, ladder(WEBINAR), gains={0: 4.5})

    assert words.count("-i") == 1
    assert graph.count("[0:V:0]") == 1
    assert (graph.count("[0:a:0]"), graph.count("[0:a:1]")) == (1, 1)
    assert graph.count("alimiter") == 1
    assert words.count("libx264") == 3
    assert [word for word in words if word.startswith("file:/out")] == [
        f"file:/out/.{name}.part" for name in ("1080p", "720p", "360p", "audio", "audio-2")
    ]


def test_a_changed_sound_leaves_the_picture_of_the_copy_alone():
    web_ready = replace(WEBINAR, video=replace(WEBINAR.video, codec="h264", profile="High"))
    specs = beside_copy(web_ready, is_copied=True, is_sound_changed=True)

    words, _ = command_for(web_ready, specs, gains={0: -3.0})

    end = words.index("file:/out/.source.part")
    assert words[:end].count("libx264") == 0
    assert "copy" in words[:end]


def test_what_is_not_asked_for_is_neither_decoded_nor_written():
    words, graph = command_for(WEBINAR, [spec for spec in ladder(WEBINAR) if spec.name == "audio"])

    assert "V:0" not in graph
    assert words.count("-map") == 1


def test_all_that_could_tell_on_people_stays_behind():
    words, _ = command_for(WEBINAR, ladder(WEBINAR))

    for option, value in (("-map_metadata", "-1"), ("-map_chapters", "-1")):
        values = [words[at + 1] for at, word in enumerate(words) if word == option]
        assert values == [value] * 5
