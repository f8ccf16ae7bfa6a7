"""Fifth step: small pictures of the whole recording, and frames of which one will stand for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.context import Context
from media.renditions import RenditionFile
from media.stills import Frame, poster_frames
from media.storyboard import StoryboardFiles, storyboard
from media.thumbnails import redrawn

FOLDER, FROM_SOURCE = "pictures", "from-source.jpg"
RECIPE = 2
"""Counts changes of how pictures and slides are made; recordings made by an older one can be brought up to date."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """What can be looked at."""

    frames: tuple[Frame, ...]
    """The best first."""
    storyboard: StoryboardFiles | None
    from_source: Path | None = None
    """The picture that the source shows for it."""

    def __str__(self) -> str:
        return f"{len(self.frames)} frames, {len(self.storyboard.times) if self.storyboard else 0} small pictures"


def run(context: Context, renditions: Sequence[RenditionFile], thumbnail: Path | None = None) -> Pictured:
    """Draw them, from renditions, since no foreign film needs to be opened again. None of sound alone.

    Raises:
        MediaError: ffmpeg could not.
    """
    pictured = by_size(renditions)
    if not pictured:
        return Pictured((), None)
    small, best = pictured[0], pictured[-1]
    folder = context.path(FOLDER)
    frames = poster_frames(
        best.path, duration_seconds=best.duration_seconds, folder=folder, cancelled=context.cancelled
    )
    context.progress.advanced("pictures", 0.5)
    context.check()
    sheets = storyboard(
        small.path,
        duration_seconds=small.duration_seconds,
        width=small.width or 0,
        height=small.height or 0,
        folder=folder,
        cancelled=context.cancelled,
    )
    from_source = redrawn(thumbnail, folder / FROM_SOURCE, cancelled=context.cancelled) if thumbnail else None
    return Pictured(frames, sheets, from_source)


def by_size(renditions: Sequence[RenditionFile]) -> tuple[RenditionFile, ...]:
    """Give the renditions that have a picture, the smallest first."""
    return tuple(sorted((file for file in renditions if file.height and file.width), key=lambda file: file.height or 0))
