"""Real files, good and bad, through the real ffprobe: the good are described, the bad are named, both quickly."""

import http.server
import threading
import time
from pathlib import Path

import pytest

from media.errors import NotPlayableError, ToolCancelledError
from media.probe import probe
from tests.support.clips import (
    make_clip,
    make_pixel_bomb,
    make_playlist,
    make_scrambled,
    make_time_bomb,
    make_truncated,
    run_tool,
)


def refused(path: Path) -> dict:
    started = time.monotonic()
    with pytest.raises(NotPlayableError) as caught:
        probe(path)
    assert time.monotonic() - started < 10
    return caught.value.details()


@pytest.mark.parametrize(
    ("name", "video", "audio", "container"),
    [
        ("a.mp4", "h264", "aac", "mov"),
        ("a.mp4", "hevc", "aac", "mov"),
        ("a.mov", "mjpeg", "pcm", "mov"),
        ("a.mkv", "av1", "flac", "matroska"),
        ("a.webm", "vp8", "vorbis", "matroska"),
        ("a.webm", "vp9", "opus", "matroska"),
        ("a.avi", "mpeg4", "mp3", "avi"),
        ("a.ts", "mpeg2", "aac", "mpegts"),
        ("a.flv", "h264", "aac", "flv"),
        ("a.mp3", None, "mp3", "mp3"),
        ("a.aac", None, "aac", "aac"),
        ("a.ogg", None, "opus", "ogg"),
        ("a.flac", None, "flac", "flac"),
        ("a.wav", None, "pcm", "wav"),
    ],
)
def test_every_usual_recording_is_described(tmp_path, name, video, audio, container):
    path = make_clip(tmp_path / name, seconds=1.5, video=video, audio=audio)

    info = probe(path)

    assert info.container == container
    assert info.duration_seconds == pytest.approx(1.5, abs=0.2)
    assert len(info.audio) == 1
    assert (info.video is None) == (video is None)
    assert info.size_bytes == path.stat().st_size
    assert info.bit_rate > 0


def test_shape_key_frames_tags_and_chapters_are_told(tmp_path):
    notes = tmp_path / "notes"
    notes.write_text(
        ";FFMETADATA1\ntitle=Fokus Georgien\nlocation=+52.5+13.4/\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=3000\n"
        "title=Begrüßung\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=3000\nEND=6000\ntitle=Wohnen\n"
    )
    plain = make_clip(tmp_path / "plain.mkv", seconds=6, gop_seconds=3)
    path = tmp_path / "told.mkv"
    run_tool(["-i", plain, "-i", notes, "-map_metadata", "1", "-c", "copy", path])

    info = probe(path)

    assert info.video is not None
    assert (info.video.width, info.video.height, info.video.frame_rate) == (320, 180, 10.0)
    assert info.keyframe_distance_seconds == pytest.approx(3.0, abs=0.2)
    assert info.tags["title"] == "Fokus Georgien"
    assert not any("location" in tag for tag in info.tags)
    assert [(c.start_seconds, c.end_seconds, c.title) for c in info.chapters] == [(0, 3, "Begrüßung"), (3, 6, "Wohnen")]


@pytest.mark.parametrize("seconds", [301, 360, 601, 700])
def test_key_frames_lie_as_far_apart_in_a_long_recording_as_in_a_short_one(tmp_path, seconds):
    path = make_clip(
        tmp_path / "long.mp4", seconds=seconds, audio=None, size="64x36", frames_per_second=5, gop_seconds=4
    )

    assert probe(path).keyframe_distance_seconds == pytest.approx(4.0, abs=0.3)


def test_a_turned_picture_is_told_as_it_is_seen(tmp_path):
    info = probe(make_clip(tmp_path / "turned.mp4", rotation=90))

    assert info.video is not None
    assert info.video.rotation == 90
    assert info.video.shown_size == (180, 320)


def test_good_content_under_a_wrong_name_is_fine(tmp_path):
    assert probe(make_clip(tmp_path / "recording.txt", container="mp4")).container == "mov"


def test_a_silent_recording_is_fine(tmp_path):
    assert len(probe(make_clip(tmp_path / "silent.mp4", tone_hertz=0)).audio) == 1


def test_cover_art_does_not_make_a_moving_picture(tmp_path):
    sound = make_clip(tmp_path / "sound.m4a", video=None)
    art = ["-f", "lavfi", "-i", "testsrc2=s=300x300:d=0.04:r=25"]
    streams = ["-map", "1", "-map", "0", "-c:a", "copy", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p"]
    run_tool([*art, "-i", sound, *streams, "-disposition:v:0", "attached_pic", tmp_path / "art.m4a"])

    assert probe(tmp_path / "art.m4a").video is None


def test_captions_inside_a_recording_do_not_hinder_it(tmp_path):
    captions = tmp_path / "a.srt"
    captions.write_text("1\n00:00:00,000 --> 00:00:01,000\nGuten Tag\n")
    clip = make_clip(tmp_path / "a.mp4")
    run_tool(["-i", clip, "-i", captions, "-c", "copy", "-c:s", "mov_text", tmp_path / "with.mp4"])

    assert probe(tmp_path / "with.mp4").video is not None


def test_an_empty_file_is_empty(tmp_path):
    (tmp_path / "a.mp4").touch()

    assert refused(tmp_path / "a.mp4") == {"reason": "empty", "subject": ""}


def test_noise_is_no_recording(tmp_path):
    (tmp_path / "a.mp4").write_bytes(bytes(number * number * 31 % 256 for number in range(50_000)))

    assert refused(tmp_path / "a.mp4")["reason"] == "not-media"


def test_noise_behind_a_good_index_is_no_recording(tmp_path):
    assert refused(make_scrambled(tmp_path / "a.mp4"))["reason"] == "not-media"


def test_a_recording_cut_off_is_truncated_with_and_without_its_index(tmp_path):
    assert refused(make_truncated(tmp_path / "a.mp4")) == {"reason": "truncated", "subject": "6 of 12 s"}
    assert refused(make_truncated(tmp_path / "b.mp4", index_first=False))["reason"] == "truncated"


def test_a_file_without_any_time_has_none(tmp_path):
    path = make_clip(tmp_path / "a.wav", video=None, audio="pcm", extra=("-t", "0"))

    assert refused(path)["reason"] == "no-duration"


def test_a_container_without_streams_has_none(tmp_path):
    assert refused(make_clip(tmp_path / "a.mp4", extra=("-t", "0")))["reason"] == "no-streams"


def test_a_kilobyte_that_claims_twenty_hours_is_truncated_and_thirty_hours_are_too_long(tmp_path):
    twenty = make_time_bomb(tmp_path / "a.mp4", hours=20)
    assert twenty.stat().st_size < 2000

    assert refused(twenty) == {"reason": "truncated", "subject": f"72000 s claimed in {twenty.stat().st_size} bytes"}
    assert refused(make_time_bomb(tmp_path / "b.mp4", hours=30))["reason"] == "too-long"


def test_an_enormous_picture_is_too_large(tmp_path):
    assert refused(make_pixel_bomb(tmp_path / "a.mp4"))["reason"] == "too-large"


def test_a_decoder_that_is_not_allowed_is_named_whatever_the_file_is_called(tmp_path):
    path = make_clip(tmp_path / "a.mp4", video="magicyuv", container="matroska")

    assert refused(path) == {"reason": "codec-not-allowed", "subject": "magicyuv"}


@pytest.fixture
def canary():
    """A loopback address that nobody may ask for anything."""
    asked: list[str] = []

    class Canary(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_words: object) -> None:
            """Stay quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/x.ts", asked
        server.shutdown()


@pytest.mark.parametrize("disguise", [b"", b"\0\0\0\x18ftypisom\n", b"ID3\x04\0\0\0\0\0\0"])
@pytest.mark.parametrize("kind", ["hls", "concat", "dash", "sdp", "svg", "text"])
def test_playlists_named_mp4_reach_neither_files_nor_addresses(tmp_path, canary, kind, disguise):
    address, asked = canary
    secret = make_clip(tmp_path / "secret.ts", seconds=1)
    for target in (f"file://{secret}", secret.name, address):
        path = make_playlist(tmp_path / "a.mp4", target=target, kind=kind)
        path.write_bytes(disguise + path.read_bytes())

        assert refused(path)["reason"] in {"format-not-allowed", "not-media", "truncated", "no-streams", "no-duration"}

    assert asked == []


def test_looking_can_be_cancelled(tmp_path):
    path = make_clip(tmp_path / "a.mp4")

    with pytest.raises(ToolCancelledError):
        probe(path, cancelled=lambda: True)
