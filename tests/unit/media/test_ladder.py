"""Which playable files a recording gets, decided from what its file holds."""

from dataclasses import replace

import pytest

from media.ladder import beside_copy, ladder, obstacle, scaled_size
from media.probe import AudioStream, MediaInfo, VideoStream

PICTURE = VideoStream("h264", "High", "yuv420p", 1920, 1080, 25.0)
SOUND = AudioStream("aac", 2, 48_000, "de")
WEBINAR = MediaInfo("mov", 3600.0, 450_000_000, 1_000_000, PICTURE, (SOUND,), keyframe_distance_seconds=5.0)


def recording(**changes) -> MediaInfo:
    picture = {name: changes.pop(name) for name in list(changes) if name in VideoStream.__slots__}
    return replace(WEBINAR, video=replace(PICTURE, **picture), **changes)


def names(info: MediaInfo) -> list[tuple[str, int | None, str]]:
    return [(spec.name, spec.height, spec.action) for spec in ladder(info)]


def test_a_web_ready_recording_is_copied_with_a_small_one_and_the_sound_beside_it():
    assert names(WEBINAR) == [
        ("source", 1080, "remux"),
        ("720p", 720, "encode"),
        ("360p", 360, "encode"),
        ("audio", None, "encode"),
    ]


def test_a_small_web_ready_recording_serves_small_screens_itself():
    assert names(recording(width=640, height=360)) == [("source", 360, "remux"), ("audio", None, "encode")]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"codec": "hevc"}, "codec"),
        ({"codec": "mpeg4"}, "codec"),
        ({"profile": "High 10", "pixel_format": "yuv420p10le"}, "profile"),
        ({"pixel_format": "yuv444p"}, "profile"),
        ({"width": 2560, "height": 1440}, "size"),
        ({"frame_rate": 90.0}, "frame-rate"),
        ({"bit_rate": 8_000_000}, "bit-rate"),
        ({"keyframe_distance_seconds": 30.0}, "keyframes"),
        ({"rotation": 90}, "rotation"),
        ({"pixel_aspect": 16 / 15}, "pixel-shape"),
        ({"is_interlaced": True}, "interlaced"),
        ({"container": "avi"}, "container"),
    ],
)
def test_what_browsers_cannot_play_is_encoded_and_the_reason_is_kept(changes, why):
    info = recording(**changes)

    assert obstacle(info) == why
    assert [(spec.name, spec.action, spec.reason) for spec in ladder(info)][:3] == [
        ("1080p", "encode", why),
        ("720p", "encode", why),
        ("360p", "encode", why),
    ]


@pytest.mark.parametrize(
    "changes", [{"profile": "Constrained Baseline"}, {"pixel_format": "yuvj420p"}, {"height": 1088}]
)
def test_harmless_differences_are_copied(changes):
    assert obstacle(recording(**changes)) is None


def test_foreign_sound_alone_does_not_force_the_picture_to_be_encoded():
    info = replace(WEBINAR, audio=(AudioStream("opus", 2, 48_000),))

    assert names(info)[0] == ("source", 1080, "partial")
    assert ladder(info)[0].reason == "sound-codec"


@pytest.mark.parametrize(
    ("lines", "beside_a_copy", "instead_of_one"),
    [
        (1080, ["720p", "360p"], ["1080p", "720p", "360p"]),
        (900, ["720p", "360p"], ["1080p", "720p", "360p"]),
        (800, ["360p"], ["720p", "360p"]),
        (720, ["360p"], ["720p", "360p"]),
        (480, ["360p"], ["720p", "360p"]),
        (400, ["360p"], ["360p"]),
        (360, [], ["360p"]),
        (240, [], ["360p"]),
    ],
)
def test_only_steps_worth_it_are_made(lines, beside_a_copy, instead_of_one):
    info = recording(width=lines * 16 // 9, height=lines)
    rungs = [[spec.name for spec in ladder(info, may_copy=may) if spec.height] for may in (True, False)]

    assert rungs == [["source", *beside_a_copy], instead_of_one]
    assert all(spec.height <= lines for spec in ladder(info, may_copy=False) if spec.height)


def test_every_language_is_a_file_and_the_one_to_play_is_what_the_file_says():
    tracks = (AudioStream("aac", 2, 48_000, "deu", "Saal"), AudioStream("aac", 2, 48_000, "eng", is_default=True))
    specs = ladder(replace(WEBINAR, audio=tracks))

    assert {spec.track for spec in specs if spec.height} == {1}
    assert [(spec.name, spec.track, spec.language, spec.label, spec.reason) for spec in specs if not spec.height] == [
        ("audio", 1, "eng", "", "sound-alone"),
        ("audio-1", 0, "deu", "Saal", "language-track"),
    ]


def test_a_hundred_tracks_give_eight_files():
    tracks = tuple(AudioStream("aac", 2, 48_000) for _ in range(100))

    assert len([spec for spec in ladder(replace(WEBINAR, audio=tracks)) if not spec.height]) == 8


def test_a_copy_is_made_again_only_for_its_sound_and_never_for_its_picture():
    left, changed, failed = (
        beside_copy(WEBINAR, is_copied=copied, is_sound_changed=changed)
        for copied, changed in ((True, False), (True, True), (False, False))
    )

    assert [spec.name for spec in left] == ["720p", "360p", "audio"]
    assert next((spec.name, spec.action, spec.reason) for spec in changed) == ("source", "partial", "loudness")
    assert next((spec.name, spec.reason) for spec in failed) == ("1080p", "copy-failed")


def test_nothing_is_enlarged():
    assert names(recording(codec="vp8", width=320, height=240)) == [("360p", 240, "encode"), ("audio", None, "encode")]
    assert names(recording(codec="vp8", width=640, height=480))[0] == ("720p", 480, "encode")


def test_a_picture_hardly_larger_than_the_small_one_gets_only_that():
    assert names(recording(codec="vp8", width=704, height=400))[:1] == [("360p", 360, "encode")]


def test_sound_alone_gives_sound_and_a_silent_picture_gives_no_sound():
    assert names(replace(WEBINAR, video=None)) == [("audio", None, "encode")]
    assert [name for name, _, _ in names(replace(WEBINAR, audio=()))] == ["source", "720p", "360p"]


@pytest.mark.parametrize(
    ("shape", "size"),
    [
        ({"width": 1920, "height": 1080}, (1280, 720)),
        ({"width": 1920, "height": 1080, "rotation": 90}, (720, 1280)),
        ({"width": 1080, "height": 1920}, (720, 1280)),
        ({"width": 720, "height": 576, "pixel_aspect": 16 / 15}, (768, 576)),
        ({"width": 333, "height": 187}, (332, 186)),
        ({"width": 2, "height": 2}, (2, 2)),
        ({"width": 1, "height": 1}, (2, 2)),
    ],
)
def test_sizes_are_even_as_seen_and_never_larger(shape, size):
    assert scaled_size(replace(PICTURE, **shape), lines=720) == size
