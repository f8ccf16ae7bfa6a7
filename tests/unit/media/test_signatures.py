"""The first bytes decide, not the name."""

import os

import pytest

from media.errors import FileMissingError, NotPlayableError
from media.signatures import container_of

TS_PACKET = b"\x47" + bytes(187)


@pytest.mark.parametrize(
    ("beginning", "family"),
    [
        (b"\0\0\0\x18ftypisom", "mov"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "mov"),
        (b"\x1a\x45\xdf\xa3\x01", "matroska"),
        (b"RIFF\x10\0\0\0AVI LIST", "avi"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "wav"),
        (b"OggS\0\x02", "ogg"),
        (b"fLaC\0\0", "flac"),
        (b"FLV\x01\x05", "flv"),
        (b"ID3\x04\0", "mp3"),
        (b"\xff\xfb\x90\x64", "mp3"),
        (b"\xff\xf1\x50\x80", "aac"),
        (b"\0\0\x01\xba\x44", "mpeg"),
        (TS_PACKET * 3, "mpegts"),
        ((b"\0\0\0\0" + TS_PACKET) * 3, "mpegts"),
        (bytes.fromhex("3026b2758e66cf11"), "asf"),
    ],
)
def test_recordings_are_known_by_their_beginning(tmp_path, beginning, family):
    path = tmp_path / "anything.txt"
    path.write_bytes(beginning)

    assert container_of(path) == family


@pytest.mark.parametrize(
    ("beginning", "reason", "subject"),
    [
        (b"", "empty", ""),
        (b"#EXTM3U\n", "format-not-allowed", "playlist"),
        (b"\xef\xbb\xbf#EXTM3U\n", "format-not-allowed", "playlist"),
        (b"ffconcat version 1.0\n", "format-not-allowed", "playlist"),
        (b'<?xml version="1.0"?>\n<MPD xmlns="x">', "format-not-allowed", "playlist"),
        (b"v=0\r\no=- 0 0", "format-not-allowed", "playlist"),
        (b'<?xml version="1.0"?><svg>', "format-not-allowed", "svg"),
        (b"\x89PNG\r\n\x1a\n", "format-not-allowed", "picture"),
        (b"%PDF-1.7", "format-not-allowed", "PDF"),
        (b"PK\x03\x04", "format-not-allowed", "archive"),
        (b"<!DOCTYPE html>", "format-not-allowed", "web page"),
        (b"Guten Tag\n", "not-media", ""),
        (bytes(5000), "not-media", ""),
    ],
)
def test_everything_else_is_refused_by_name(tmp_path, beginning, reason, subject):
    path = tmp_path / "recording.mp4"
    path.write_bytes(beginning)

    with pytest.raises(NotPlayableError) as caught:
        container_of(path)

    assert caught.value.details() == {"reason": reason, "subject": subject}


def test_pipes_and_folders_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp4")

    for path in (tmp_path / "pipe.mp4", tmp_path):
        with pytest.raises(NotPlayableError, match="not a plain file"):
            container_of(path)


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(FileMissingError):
        container_of(tmp_path / "gone.mp4")
