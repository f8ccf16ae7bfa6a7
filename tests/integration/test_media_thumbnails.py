"""A foreign picture beside a recording becomes one of ours, or nothing."""

import pytest
from PIL import Image

from media.thumbnails import redrawn
from tests.support.clips import make_clip, make_playlist


def painted(path, form, *, size=(1920, 1080), **more):
    Image.new("RGB", size, "#20a060").save(path, form, **more)
    return path


@pytest.mark.parametrize("form", ["jpeg", "png", "webp"])
def test_a_picture_is_drawn_anew_without_what_it_says_of_itself(tmp_path, form):
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Kamera von Anna", {1: "N", 2: (48.4, 0, 0)}
    foreign = painted(tmp_path / "thumbnail", form, exif=exif)

    made = redrawn(foreign, tmp_path / "ours.jpg")

    assert b"Anna" not in made.read_bytes()
    with Image.open(made) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (1280, 720), {})


def text(path):
    path.write_text("#EXTM3U or not: a line of text\n" * 50)
    return path


REFUSED = {
    "text": text,
    "svg": lambda path: path.write_text("<svg xmlns='http://www.w3.org/2000/svg' width='640' height='360'/>") and path,
    "playlist": lambda path: make_playlist(path, target="https://canary.example/x.ts"),
    "film": lambda path: make_clip(path, seconds=1, container="mp4", audio=None),
    "mark that counts readers": lambda path: painted(path, "png", size=(1, 1)),
    "icon": lambda path: painted(path, "png", size=(64, 64)),
    "far too large": lambda path: painted(path, "png", size=(9000, 9000)),
    "cut off": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n") and path,
    "empty": lambda path: path.touch() or path,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_or_hardly_one_is_left(tmp_path, name):
    foreign = REFUSED[name](tmp_path / "thumbnail")

    assert redrawn(foreign, tmp_path / "ours.jpg") is None
    assert [path.name for path in tmp_path.iterdir() if "ours" in path.name] == []
