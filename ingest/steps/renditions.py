"""Third step: the files that everyone can play, and a poster."""

from dataclasses import dataclass
from pathlib import Path

from ingest.context import Context
from ingest.steps.fetch import Fetched
from ingest.steps.inspect import Inspected
from media.renditions import RenditionFile, encode, ladder
from media.stills import poster

FOLDER = "renditions"


@dataclass(frozen=True, slots=True)
class Rendered:
    """What can be played."""

    renditions: tuple[RenditionFile, ...]
    poster: Path | None

    def __str__(self) -> str:
        return ", ".join(file.spec.name for file in self.renditions)


def run(context: Context, fetched: Fetched, inspected: Inspected) -> Rendered:
    """Make the renditions and the poster.

    Raises:
        MediaError: ffmpeg could not.
    """
    folder = context.path(FOLDER)
    folder.mkdir(exist_ok=True)
    files = encode(
        fetched.original,
        inspected.info,
        ladder(inspected.info),
        folder=folder,
        progress=lambda fraction: context.progress.advanced("renditions", fraction),
        cancelled=context.cancelled,
    )
    picture = poster(fetched.original, inspected.info, folder=folder, cancelled=context.cancelled)
    return Rendered(files, picture)
