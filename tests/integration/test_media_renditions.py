"""Playable files from real recordings: what a browser gets, and what happens when the content or the disk fails."""

import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from media.errors import NotPlayableError, StoreFullError, ToolCancelledError
from media.ladder import ladder
from media.probe import probe
from media.renditions import RenditionFile, copy, encode
from tests.support.clips import make_clip, run_tool
from tests.support.renditions import made_from, stream_hash

RED_LEFT_BLUE_RIGHT = "drawbox=x=0:w=iw/2:h=ih:color=red:t=fill,drawbox=x=iw/2:w=iw/2:h=ih:color=blue:t=fill"


def colour_at(path: Path, x: float, y: float, seconds: float = 0.5) -> str:
    """Return red, blue, black or other, at a place given in shares of width and height."""
    command = ["ffmpeg", "-v", "error", "-ss", str(seconds), "-i", path, "-frames:v", "1", "-vf", "scale=100:100"]
    pixels = subprocess.run([*command, "-pix_fmt", "rgb24", "-f", "rawvideo", "-"], capture_output=True, check=True)
    at = (int(y * 100) * 100 + int(x * 100)) * 3
    red, green, blue = pixels.stdout[at : at + 3]
    if max(red, green, blue) < 40:
        return "black"
    return "red" if red > 2 * max(green, blue) else "blue" if blue > 2 * max(red, green) else "other"


def atoms(path: Path) -> list[bytes]:
    content, at, names = path.read_bytes(), 0, []
    while at < len(content):
        names.append(content[at + 4 : at + 8])
        at += int.from_bytes(content[at : at + 4], "big") or len(content)
    return names


@pytest.fixture(scope="module")
def hevc(tmp_path_factory) -> dict[str, RenditionFile]:
    folder = tmp_path_factory.mktemp("hevc")
    tags = {"title": "Geheim", "location": "+52.5+13.4/"}
    source = make_clip(folder / "phone.mp4", seconds=8, video="hevc", size="640x480", gop_seconds=60, tags=tags)
    return made_from(source, folder / "made")


def test_hevc_becomes_h264_with_a_picture_and_with_sound(hevc):
    assert set(hevc) == {"720p", "360p", "audio"}
    for name, size in (("720p", (640, 480)), ("360p", (480, 360))):
        info = probe(hevc[name].path)
        assert info.video is not None
        assert (info.video.codec, info.video.pixel_format, info.video.profile) == ("h264", "yuv420p", "High")
        assert (hevc[name].width, hevc[name].height) == size
        assert [track.codec for track in info.audio] == ["aac"]
        assert colour_at(hevc[name].path, 0.5, 0.5) != "black"


def test_encoded_files_can_be_sought_every_five_seconds(hevc):
    for name in ("720p", "360p"):
        assert (probe(hevc[name].path).keyframe_distance_seconds or 99) <= 5.1


def test_files_begin_with_their_index_and_carry_no_metadata(hevc):
    for file in hevc.values():
        names = atoms(file.path)
        assert names.index(b"moov") < names.index(b"mdat")
        assert b"Geheim" not in file.path.read_bytes()
        assert b"+52.5" not in file.path.read_bytes()


def test_what_is_told_about_a_file_is_true(hevc):
    for file in hevc.values():
        assert file.size_bytes == file.path.stat().st_size
        assert file.duration_seconds == pytest.approx(8, abs=0.2)


def test_the_sound_alone_is_one_small_channel(hevc):
    (track,) = probe(hevc["audio"].path).audio

    assert hevc["audio"].path.suffix == ".m4a"
    assert (track.codec, track.channels, track.sample_rate) == ("aac", 1, 48_000)
    assert hevc["audio"].size_bytes < 8 * 64_000 / 8 * 1.3


def test_a_web_ready_picture_is_copied_not_touched(tmp_path):
    source = make_clip(tmp_path / "zoom.mkv", seconds=4, size="640x480", audio="opus")

    made = made_from(source, tmp_path / "made")

    assert set(made) == {"source", "360p", "audio"}
    assert stream_hash(source, "0:v") == stream_hash(made["source"].path, "0:v")
    assert probe(made["source"].path).audio[0].codec == "aac"


def test_a_copy_has_the_bytes_of_picture_and_sound(tmp_path):
    source = make_clip(tmp_path / "zoom.mp4", tone_hertz=0)
    made = copy(source, probe(source), folder=tmp_path / "made")

    assert made is not None
    assert (made.spec.action, made.spec.reason) == ("remux", "web-ready")
    assert stream_hash(source, "0") == stream_hash(made.path, "0")


def test_a_copy_that_fails_is_encoded_instead(tmp_path):
    source = make_clip(tmp_path / "a.webm", seconds=2, video="vp8", audio="opus")
    info = probe(source)
    assert info.video is not None
    believed = replace(info, video=replace(info.video, codec="h264", profile="High"), container="mov")
    assert ladder(believed)[0].action == "partial"

    made = made_from(source, tmp_path / "made", believed)

    assert set(made) == {"360p", "audio"}
    assert made["360p"].spec.reason == "copy-failed"


def test_a_turned_picture_is_encoded_upright(tmp_path):
    source = make_clip(tmp_path / "phone.mp4", rotation=90, filters=RED_LEFT_BLUE_RIGHT)

    made = made_from(source, tmp_path / "made")["360p"]

    assert (made.width, made.height) == (180, 320)
    assert {colour_at(made.path, 0.5, 0.2), colour_at(made.path, 0.5, 0.8)} == {"red", "blue"}
    assert colour_at(made.path, 0.2, 0.2) == colour_at(made.path, 0.8, 0.2)


def test_a_picture_that_changes_its_shape_keeps_its_proportions(tmp_path):
    wide = make_clip(tmp_path / "wide.ts", size="640x360", video="mpeg2", audio=None, filters=RED_LEFT_BLUE_RIGHT)
    square = make_clip(tmp_path / "square.ts", size="320x320", video="mpeg2", audio=None, filters=RED_LEFT_BLUE_RIGHT)
    source = tmp_path / "call.ts"
    run_tool(["-i", f"concat:{wide}|{square}", "-c", "copy", source])

    made = made_from(source, tmp_path / "made")["360p"]

    assert (made.width, made.height) == (640, 360)
    assert colour_at(made.path, 0.05, 0.5, seconds=0.5) == "red"
    assert colour_at(made.path, 0.05, 0.5, seconds=3.0) == "black"
    assert colour_at(made.path, 0.4, 0.5, seconds=3.0) == "red"


@pytest.mark.parametrize(
    ("options", "size"),
    [
        pytest.param({"size": "333x187", "pixel_format": "yuv444p"}, (332, 186), id="odd"),
        pytest.param({"size": "2x2", "video": "mjpeg", "pixel_format": "yuvj420p", "audio": None}, (2, 2), id="tiny"),
        pytest.param({"size": "1600x16", "video": "mpeg4", "audio": None}, (1600, 16), id="strip"),
        pytest.param({"video": "hevc", "pixel_format": "yuv420p10le", "audio": None}, (320, 180), id="ten bit"),
    ],
)
def test_strange_shapes_are_made_playable(tmp_path, options, size):
    made = made_from(make_clip(tmp_path / "a.mkv", **options), tmp_path / "made")["360p"]

    assert (made.width, made.height) == size


def test_many_frames_a_second_are_halved_and_few_are_not_multiplied(tmp_path):
    fast = make_clip(tmp_path / "fast.mp4", video="mpeg4", audio=None, frames_per_second=60)
    pauses = {"filters": "select='lt(mod(n,40),5)'", "extra": ("-fps_mode", "vfr")}
    slow = make_clip(tmp_path / "slow.mkv", video="vp8", audio=None, seconds=12, **pauses)

    rates = [probe(made_from(source, tmp_path / source.stem)["360p"].path).video.frame_rate for source in (fast, slow)]

    assert rates[0] == pytest.approx(30, abs=1)
    assert rates[1] < 3


def test_surround_sound_becomes_stereo_and_mono(tmp_path):
    made = made_from(make_clip(tmp_path / "a.mkv", channels=6, audio="ac3"), tmp_path / "made")

    assert [probe(made[name].path).audio[0].channels for name in ("source", "audio")] == [2, 1]


def test_a_large_foreign_recording_gets_every_rung(tmp_path):
    source = make_clip(tmp_path / "a.mkv", seconds=0.5, size="1920x1080", video="mpeg4", tone_hertz=0)

    made = made_from(source, tmp_path / "made")

    shapes = {name: (file.width, file.height) for name, file in made.items()}
    assert shapes == {"1080p": (1920, 1080), "720p": (1280, 720), "360p": (640, 360), "audio": (None, None)}


@pytest.mark.parametrize("audio", ["mp3", "pcm"])
def test_sound_alone_gives_sound_alone(tmp_path, audio):
    source = make_clip(tmp_path / f"a.{'wav' if audio == 'pcm' else audio}", video=None, audio=audio)

    assert set(made_from(source, tmp_path / "made")) == {"audio"}


def test_silence_and_no_sound_at_all_are_fine(tmp_path):
    silent = made_from(make_clip(tmp_path / "silent.mp4", tone_hertz=0), tmp_path / "silent")
    mute = made_from(make_clip(tmp_path / "mute.mp4", audio=None), tmp_path / "mute")

    assert set(silent) == {"source", "audio"}
    assert set(mute) == {"source"}


def test_progress_runs_from_nothing_to_one_and_never_back(tmp_path):
    source = make_clip(
        tmp_path / "a.mkv", seconds=20, size="640x480", video="mpeg4", picture="smptebars", frames_per_second=25
    )
    info = probe(source)
    shares: list[float] = []

    encode(source, info, ladder(info), folder=tmp_path / "made", progress=shares.append)

    assert shares == sorted(set(shares))
    assert shares[-1] == 1.0
    assert any(0.05 < share < 0.95 for share in shares)
    assert sum(share == 1.0 for share in shares) == 1


def test_cancelling_ends_within_two_seconds_and_leaves_nothing(tmp_path):
    source = make_clip(tmp_path / "a.mkv", seconds=30, size="640x480", video="mpeg4", frames_per_second=25)
    info, begun = probe(source), []

    def cancelled() -> bool:
        if list((tmp_path / "made").glob(".*.part")):
            begun.append(time.monotonic())
        return len(begun) > 3

    with pytest.raises(ToolCancelledError):
        encode(source, info, ladder(info), folder=tmp_path / "made", progress=lambda _s: None, cancelled=cancelled)

    assert time.monotonic() - begun[3] < 2
    assert list((tmp_path / "made").iterdir()) == []


def test_content_that_breaks_off_is_no_half_recording(tmp_path):
    source = make_clip(tmp_path / "a.mkv", seconds=3, video="mpeg4")
    longer = replace(probe(source), duration_seconds=60.0)

    with pytest.raises(NotPlayableError, match="truncated"):
        made_from(source, tmp_path / "made", longer)

    assert list((tmp_path / "made").iterdir()) == []


def test_a_full_disk_is_said_to_be_full(tmp_path):
    source = make_clip(tmp_path / "a.mkv", seconds=3, video="mpeg4")
    (tmp_path / "made").mkdir()
    for name in ("360p", "audio"):
        (tmp_path / "made" / f".{name}.part").symlink_to("/dev/full")

    with pytest.raises(StoreFullError):
        made_from(source, tmp_path / "made")


def test_making_again_gives_the_same_bytes(tmp_path):
    source = make_clip(tmp_path / "a.mkv", seconds=1, video="mpeg4")

    first, second = (made_from(source, tmp_path / folder) for folder in ("first", "second"))

    assert [first[name].path.read_bytes() for name in first] == [second[name].path.read_bytes() for name in second]
