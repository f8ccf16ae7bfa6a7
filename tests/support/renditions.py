"""Renditions for tests: made as the steps of an ingest make them, and what is in them."""

import subprocess
from pathlib import Path

from media.ladder import beside_copy, main_track
from media.loudness import measured_lufs
from media.probe import MediaInfo, probe
from media.renditions import RenditionFile, copy, encode, needed_gains


def made_from(source: Path, folder: Path, info: MediaInfo | None = None) -> dict[str, RenditionFile]:
    """Make them all, as the steps of an ingest do."""
    info = info or probe(source)
    copied = copy(source, info, folder=folder)
    gains = needed_gains(source, info, folder=folder)
    specs = beside_copy(info, is_copied=copied is not None, is_sound_changed=main_track(info) in gains)
    made = encode(source, info, specs, folder=folder, progress=lambda _share: None, gains=gains)
    return {file.spec.name: file for file in (*([copied] if copied else []), *made)}


def loudness_of(path: Path, track: int = 0) -> float:
    """Measure a track in LUFS."""
    info = probe(path)
    lufs = measured_lufs(
        path,
        track=track,
        channels=info.audio[track].channels,
        duration_seconds=info.duration_seconds,
        folder=path.parent,
    )
    assert lufs is not None
    return lufs


def stream_hash(path: Path, streams: str) -> bytes:
    """Give a hash of the packets, which a copy does not change."""
    command = ["ffmpeg", "-v", "error", "-i", path, "-map", streams, "-c", "copy", "-f", "streamhash", "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout
