"""The table of hostile files: each is refused with its reason, soon and in little memory, whatever it is called.

All are looked at in one process of their own, so that what its children took at most can be asked for in the end.
Playlists that reach for addresses and files, with a canary to count it, are in `test_media_probe.py`.
"""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.clips import make_clip, make_many_tracks, make_pixel_bomb, make_playlist, make_time_bomb, run_tool
from tests.support.house import ROOT

LONGEST_SECONDS, MOST_BYTES = 20.0, 1 << 30
LOOK = """
import json, resource, sys, time
from pathlib import Path
from media.errors import MediaError
from media.probe import probe
for name in sys.argv[1:]:
    end = time.monotonic() + {limit}
    try:
        probe(Path(name), cancelled=lambda: time.monotonic() > end)
        told = {{"code": "taken"}}
    except MediaError as error:
        told = {{"code": error.code, **error.details()}}
    print(json.dumps(told))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


def playlist(kind: str) -> Callable[[Path], object]:
    return lambda path: make_playlist(path, target="secret.ts", kind=kind)


def magicyuv(path: Path) -> Path:
    return make_clip(path, seconds=0.5, video="magicyuv", audio=None, container="matroska")


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("talk.mp4", bytes(1 << 20))


def disguised_archive(path: Path) -> None:
    archive(path)
    path.write_bytes(b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + path.read_bytes())


def attachments_only(path: Path) -> None:
    """Make a recording out of which everything but an attached program was taken."""
    program = path.with_suffix(".exe")
    program.write_bytes(b"MZ" + bytes(100_000))
    whole = path.with_suffix(".mkv")
    attached = ("-attach", str(program), "-metadata:s:t", "mimetype=application/octet-stream")
    make_clip(whole, seconds=0.2, video=None, extra=attached)
    run_tool(["-i", whole, "-map", "0:t", "-c", "copy", "-f", "matroska", path])


HOSTILE: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "playlist": (playlist("hls"), {"format-not-allowed"}),
    "DASH": (playlist("dash"), {"format-not-allowed"}),
    "concat": (playlist("concat"), {"format-not-allowed"}),
    "sdp": (playlist("sdp"), {"format-not-allowed"}),
    "text": (playlist("text"), {"not-media"}),
    "svg": (playlist("svg"), {"format-not-allowed"}),
    "huge picture": (make_pixel_bomb, {"too-large"}),
    "20 h of two frames": (make_time_bomb, {"truncated"}),
    "100,000 tracks": (make_many_tracks, {"not-media", "no-streams", "too-large", "no-duration", "truncated"}),
    "attachments": (attachments_only, {"no-streams", "not-media", "truncated"}),
    "zip": (archive, {"format-not-allowed"}),
    "zip behind a good beginning": (disguised_archive, {"not-media", "truncated"}),
    "MagicYUV": (magicyuv, {"codec-not-allowed"}),
    "empty": (Path.touch, {"empty"}),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Have every hostile file looked at; each answer by name, and the memory under `most`."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = {name: folder / f"{number}.mp4" for number, name in enumerate(HOSTILE)}
    for name, path in paths.items():
        HOSTILE[name][0](path)
    looked = subprocess.run(
        [sys.executable, "-c", LOOK.format(limit=LONGEST_SECONDS), *paths.values()],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert looked.returncode == 0, looked.stderr
    *answers, most = looked.stdout.splitlines()
    return {name: json.loads(line) for name, line in zip(paths, answers, strict=True)} | {"most": int(most)}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason_before_the_deadline(told, name):
    assert (told[name]["code"], told[name].get("reason") in HOSTILE[name][1]) == ("not-playable", True), told[name]


def test_none_of_them_took_more_than_a_gigabyte(told):
    assert told["most"] < MOST_BYTES
