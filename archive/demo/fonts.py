"""Finds the typefaces of the slides among the system's fonts; Pillow's own face when there are none."""

from functools import cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont

Face = Literal["serif-bold", "sans", "sans-bold"]
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
WANTED: dict[Face, tuple[str, ...]] = {
    "serif-bold": ("NotoSerif-Bold.ttf", "LiberationSerif-Bold.ttf", "DejaVuSerif-Bold.ttf"),
    "sans": ("NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "DejaVuSans.ttf"),
    "sans-bold": ("NotoSans-Bold.ttf", "LiberationSans-Bold.ttf", "DejaVuSans-Bold.ttf"),
}
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def font(face: Face, size: int) -> Font:
    """Give a face in a size, in pixels."""
    path = _found().get(face)
    return ImageFont.load_default(size) if path is None else ImageFont.truetype(str(path), size)


@cache
def _found() -> dict[Face, Path]:
    """Look through the font folders once; the first wanted name that is there wins."""
    there = {path.name: path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.rglob("*.ttf"))}
    chosen = {face: next((there[name] for name in names if name in there), None) for face, names in WANTED.items()}
    return {face: path for face, path in chosen.items() if path is not None}
