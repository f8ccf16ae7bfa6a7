"""Captions inside a recording's own file, as real ffmpeg takes them out."""

import struct

import pytest

from media.cues import read_timed_text
from media.embedded import caption_streams, take_out
from media.errors import ToolCancelledError
from tests.support.clips import make_clip, run_tool

SRT = "1\n00:00:00,200 --> 00:00:00,900\nGrüße & „Müller“\n\n2\n00:00:01,000 --> 00:00:01,800\nzweite\nZeile\n"
ASS = "[Script Info]\nScriptType: v4.00+\n\n[Events]\nFormat: Start, End, Name, Text\n"
ASS += "Dialogue: 0:00:00.20,0:00:00.90,Jana M,{\\an8}Guten Tag\n"


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return make_clip(tmp_path_factory.mktemp("clip") / "clip.mp4")


@pytest.fixture
def with_captions(clip, tmp_path):
    def made(content, codec, *more, suffix="srt", target="talk.mkv"):
        captions = tmp_path / f"captions.{suffix}"
        captions.write_bytes(content if isinstance(content, bytes) else content.encode())
        recording = tmp_path / target
        run_tool(["-i", clip, "-i", captions, "-map", "0", "-map", "1", "-c", "copy", "-c:s", codec, *more, recording])
        return recording

    return made


def taken(recording, folder, number=0):
    stream = caption_streams(recording)[number]
    path = take_out(recording, stream, folder=folder)
    assert path is not None
    cues = read_timed_text(path.read_bytes()).cues
    # Matroska counts from the first sound packet, which AAC puts 21 ms before the picture
    return [(round(cue.start_seconds, 1), round(cue.end_seconds, 1), cue.speaker, cue.text) for cue in cues]


@pytest.mark.parametrize(("codec", "target"), [("srt", "talk.mkv"), ("webvtt", "talk.mkv"), ("mov_text", "talk.mp4")])
def test_captions_of_every_usual_container_are_taken_out_with_their_language(with_captions, tmp_path, codec, target):
    recording = with_captions(SRT, codec, "-metadata:s:s:0", "language=ger", target=target)

    assert [stream.language for stream in caption_streams(recording)] == ["ger"]
    assert taken(recording, tmp_path) == [
        (0.2, 0.9, None, "Grüße & „Müller“"),
        (1.0, 1.8, None, "zweite\nZeile"),
    ]


def test_styled_captions_keep_their_speakers(with_captions, tmp_path):
    recording = with_captions(ASS, "ass", suffix="ass")

    assert taken(recording, tmp_path) == [(0.2, 0.9, "Jana M", "Guten Tag")]


def test_captions_of_foreign_words_only_are_left_out(with_captions):
    recording = with_captions(SRT, "srt", "-disposition:s:0", "forced")

    assert caption_streams(recording) == ()


def test_captions_that_are_pictures_are_named_as_such(with_captions):
    pictures = b"".join(b"PG" + struct.pack(">II", at * 90_000, 0) + b"\x80\x00\x00" for at in (0, 1))
    recording = with_captions(pictures, "copy", suffix="sup")

    (stream,) = caption_streams(recording)

    assert (stream.codec, stream.is_text) == ("hdmv_pgs_subtitle", False)


def test_a_recording_without_captions_has_none(clip):
    assert caption_streams(clip) == ()


def test_a_file_that_cannot_be_read_gives_none_and_a_cancel_ends_it(with_captions, tmp_path):
    recording = with_captions(SRT, "srt")
    (stream,) = caption_streams(recording)

    with pytest.raises(ToolCancelledError):
        take_out(recording, stream, folder=tmp_path, cancelled=lambda: True)
    recording.write_bytes(b"\0" * 1000)
    assert take_out(recording, stream, folder=tmp_path) is None
