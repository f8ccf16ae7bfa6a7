"""Real recordings become playable: every sample clip is described as it is, and what is made of it is as long and loud.

What the slides, the speech and the captions of the samples hold is compared elsewhere.
"""

import pytest

from media.ladder import main_track
from media.loudness import measured_lufs
from media.probe import probe
from tests.support.renditions import made_from

CLIPS = {
    "media/webinar_de_1080p_30s.mp4": (30, (1920, 1080), {"source", "720p", "360p", "audio"}),
    "media/webinar_de_360p_6min.mp4": (360, (640, 360), {"source", "audio"}),
    "media/misc/asl_book.mkv": (3.7, None, None),
    "media/misc/friday.mp4": (6, None, None),
    "media/misc/av1.mp4": (20, None, None),
    "media/misc/opencast_scene-change.mov": (20, None, None),
    "media/misc/jfk.flac": (11, None, {"audio"}),
    "media/misc/p001.mp3": (53, None, {"audio"}),
    "media/misc/espeak_tr.wav": (4.6, None, {"audio"}),
}


@pytest.mark.parametrize("name", CLIPS)
def test_a_sample_is_made_playable_as_long_and_as_loud(samples, tmp_path, name):
    seconds, shape, names = CLIPS[name]
    source = samples / name

    info = probe(source)
    files = made_from(source, tmp_path, info)

    assert info.duration_seconds == pytest.approx(seconds, rel=0.15, abs=1.5)
    assert shape is None or (info.video is not None and info.video.shown_size == shape)
    assert names is None or set(files) == names
    for file in files.values():
        assert file.duration_seconds == pytest.approx(info.duration_seconds, abs=1)
    if "audio" in files:
        before = _loudness(source, tmp_path)
        after = _loudness(files["audio"].path, tmp_path)
        assert after <= -14.5, before
        assert abs(after + 16) <= max(1.5, 0.5 * abs(before + 16)), before


def _loudness(path, folder):
    info = probe(path)
    track = main_track(info)
    lufs = measured_lufs(
        path,
        track=track,
        channels=info.audio[track].channels,
        duration_seconds=info.duration_seconds,
        folder=folder,
    )
    assert lufs is not None
    return lufs
