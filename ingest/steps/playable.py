"""Third step: what can be played at once. A web-ready recording is copied, which takes seconds; others have to wait."""

from dataclasses import dataclass

from ingest.context import Context
from ingest.steps.fetch import Fetched
from ingest.steps.inspect import Inspected
from media.cutting import WHOLE
from media.renditions import RenditionFile, copy

FOLDER = "renditions"


@dataclass(frozen=True, slots=True)
class Playable:
    """What can be played already."""

    copy: RenditionFile | None

    def __str__(self) -> str:
        return self.copy.spec.action if self.copy else "nothing yet"


def run(context: Context, fetched: Fetched, inspected: Inspected) -> Playable:
    """Copy the recording, where browsers play it as it is and nothing is cut out of it.

    Raises:
        MediaError: ffmpeg could not work.
    """
    if context.cut != WHOLE:
        return Playable(None)
    made = copy(fetched.original, inspected.info, folder=context.path(FOLDER), cancelled=context.cancelled)
    return Playable(made)
