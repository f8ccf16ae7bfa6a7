"""How loud renditions are: soft, loud and interpreted recordings, in any number of channels."""

from pathlib import Path

import pytest

from media.probe import probe
from media.renditions import needed_gains
from tests.support.clips import make_clip, run_tool
from tests.support.renditions import loudness_of, made_from, stream_hash


def interpreted(path: Path) -> Path:
    """Make an event in three languages of different length and loudness; the second track is the one to play."""
    tones = [word for hertz in (300, 500, 700) for word in ("-f", "lavfi", "-i", f"sine=f={hertz}:r=48000:d=4")]
    maps = ["-map", "0:v", "-map", "1:a", "-map", "2:a", "-map", "3:a"]
    names = ["-metadata:s:a:0", "language=deu", "-metadata:s:a:0", "title=Saal", "-metadata:s:a:1", "language=eng"]
    flags = ["-disposition:a:0", "0", "-disposition:a:1", "default", "-disposition:a:2", "0"]
    sounds = ["-c:a", "aac", "-filter:a:0", "volume=-20dB", "-filter:a:2", "atrim=0:2"]
    picture = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=4"]
    run_tool([*picture, *tones, *maps, *names, *flags, "-c:v", "libx264", "-g", "20", *sounds, path])
    return path


def test_each_language_of_an_interpreted_event_is_a_file_of_its_own(tmp_path):
    made = made_from(interpreted(tmp_path / "event.mkv"), tmp_path / "made")

    assert set(made) == {"source", "audio", "audio-1", "audio-3"}
    told = {name: (made[name].spec.language, made[name].spec.label) for name in made if made[name].spec.height is None}
    assert told == {"audio": ("eng", ""), "audio-1": ("deu", "Saal"), "audio-3": (None, "")}
    lengths = [round(made[name].duration_seconds) for name in ("source", "audio", "audio-1", "audio-3")]
    assert lengths == [4, 4, 4, 2]
    assert loudness_of(made["audio-1"].path) == pytest.approx(-16, abs=1)
    assert stream_hash(tmp_path / "event.mkv", "0:v") == stream_hash(made["source"].path, "0:v")


@pytest.mark.parametrize("decibels", [-14, 15])
def test_too_soft_and_too_loud_become_equally_loud_and_nothing_is_cut_off(tmp_path, decibels):
    volume = ("-af", f"volume={decibels}dB")
    source = make_clip(tmp_path / "a.mp4", seconds=3, size="640x480", extra=volume)

    made = made_from(source, tmp_path / "made")

    assert abs(loudness_of(source) + 16) > 5
    assert {name: made[name].spec.action for name in made} == {"source": "partial", "360p": "encode", "audio": "encode"}
    assert made["source"].spec.reason == "loudness"
    for file in made.values():
        assert loudness_of(file.path) == pytest.approx(-16, abs=1)
    assert stream_hash(source, "0:v") == stream_hash(made["source"].path, "0:v")


@pytest.mark.parametrize(("channels", "rate"), [(1, 16_000), (2, 44_100), (6, 48_000)])
def test_one_two_and_six_channels_at_any_rate_become_equally_loud(tmp_path, channels, rate):
    source = make_clip(
        tmp_path / "a.mkv", seconds=3, video=None, audio="flac", channels=channels, extra=("-ar", str(rate))
    )

    made = made_from(source, tmp_path / "made")["audio"]

    assert loudness_of(made.path) == pytest.approx(-16, abs=1)


def test_a_sound_within_one_unit_and_silence_are_left_alone(tmp_path):
    right = make_clip(tmp_path / "right.mp4", seconds=3, extra=("-af", "volume=2.5dB"))
    silent = make_clip(tmp_path / "silent.mp4", tone_hertz=0)

    for source in (right, silent):
        assert needed_gains(source, probe(source), folder=tmp_path) == {}
    assert loudness_of(right) == pytest.approx(-16, abs=1)
