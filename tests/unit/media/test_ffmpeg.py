"""Every call that sees foreign bytes carries the allow-lists, whatever the file is called."""

import json
import stat
import sys
from pathlib import Path

import ffmpeg
import pytest

from media.errors import NotPlayableError, StoreFullError, ToolFailedError
from media.ffmpeg import arguments, foreign_input, picture, reason_for, run_ffprobe
from media.ladder import ladder
from media.probe import AudioStream, MediaInfo, VideoStream
from media.process import may_isolate_network
from media.recipes import files

NASTY_NAMES = [
    "-i.mp4",
    "concat:a|b.mp4",
    "http:x.mp4",
    "a;id.mp4",
    "%d.mp4",
    "a'b\"c.mp4",
    "пример ü.mp4",
    "-y",
    "a\nb.mp4",
]
GUARDS = ("-protocol_whitelist", "-format_whitelist", "-codec_whitelist", "-max_pixels", "-t")
WEBINAR = MediaInfo(
    "mov",
    60.0,
    9_000_000,
    1_000_000,
    VideoStream("h264", "High", "yuv420p", 1920, 1080, 25.0),
    (AudioStream("aac", 2, 48_000),),
    keyframe_distance_seconds=2.0,
)


@pytest.mark.parametrize("name", NASTY_NAMES)
def test_a_name_is_never_more_than_a_name(tmp_path, name):
    outputs = files(tmp_path / name, WEBINAR, ladder(WEBINAR, may_copy=False), folder=tmp_path)

    command = arguments(outputs, progress=True)

    assert command[command.index("-i") + 1] == f"file:{tmp_path}/{name}"
    assert command.count("-i") == 1


@pytest.mark.parametrize("is_copied", [True, False])
def test_the_guards_stand_before_the_input(tmp_path, is_copied):
    specs = ladder(WEBINAR)
    outputs = files(tmp_path / "a.mp4", WEBINAR, specs[:1] if is_copied else specs[1:], folder=tmp_path)

    command = arguments(outputs, progress=True)

    before = command[: command.index("-i")]
    assert all(guard in before for guard in GUARDS)
    assert "-nostdin" in before
    assert "file,crypto" in before


def test_ffprobe_runs_guarded_limited_and_without_network(tmp_path, monkeypatch):
    report = tmp_path / "report.json"
    stub = tmp_path / "bin" / "ffprobe"
    stub.parent.mkdir()
    stub.write_text(
        f"#!{sys.executable}\nimport json, os, resource, sys\n"
        f"json.dump({{'argv': sys.argv[1:], 'net': os.readlink('/proc/self/ns/net'),"
        f" 'cpu': resource.getrlimit(resource.RLIMIT_CPU)[0], 'size': 0}}, open({str(report)!r}, 'w'))\n"
    )
    stub.chmod(stub.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{stub.parent}:/usr/bin:/bin")

    run_ffprobe(tmp_path / "a.mp4", ["-show_format"])

    seen = json.loads(report.read_text())
    assert all(guard in seen["argv"] for guard in GUARDS[:-1])
    assert seen["argv"][-1] == f"file:{tmp_path}/a.mp4"
    assert seen["cpu"] == 120
    if may_isolate_network():
        assert seen["net"] != str(Path("/proc/self/ns/net").readlink())


@pytest.mark.parametrize(
    ("tail", "reason", "subject"),
    [
        ("[matroska] Codec (magicyuv) not on whitelist 'h264'", "codec-not-allowed", "magicyuv"),
        ("[hls] Format not on whitelist 'mov,mp4'", "format-not-allowed", ""),
        ("[png] Picture size 16000x16000 exceeds specified max pixel count 40000000", "too-large", ""),
        ("[mov] moov atom not found", "truncated", ""),
    ],
)
def test_the_words_of_ffmpeg_become_reasons(tmp_path, tail, reason, subject):
    error = reason_for(ToolFailedError("ffmpeg", exit_code=1, tail=tail), folder=tmp_path)

    assert isinstance(error, NotPlayableError)
    assert error.details() == {"reason": reason, "subject": subject}


def test_a_full_disk_is_said_to_be_one_and_unknown_words_stay_as_they_are(tmp_path):
    full = ToolFailedError("ffmpeg", exit_code=1, tail="av_interleaved_write_frame(): No space left on device")
    unknown = ToolFailedError("ffmpeg", exit_code=1, tail="something else")

    assert isinstance(reason_for(full, folder=tmp_path), StoreFullError)
    assert reason_for(unknown, folder=tmp_path) is unknown


def test_cover_art_is_never_taken_for_the_picture(tmp_path):
    output = ffmpeg.output(picture(foreign_input(tmp_path / "a.m4a", longest_seconds=5)), "x.mp4")

    assert "0:V:0" in arguments(output, progress=False)
