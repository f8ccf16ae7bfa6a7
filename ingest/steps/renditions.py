"""Fourth step: the files that everyone can play, equally loud."""

from dataclasses import dataclass

from ingest.context import Context
from ingest.steps.fetch import Fetched
from ingest.steps.inspect import Inspected
from ingest.steps.playable import FOLDER, Playable
from media.cutting import WHOLE
from media.ladder import SOURCE, beside_copy, main_track
from media.renditions import RenditionFile, encode, needed_gains

MEASURING_SHARE = 0.04
"""Of the work, about: the loudness is measured before anything is encoded."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What can be played."""

    renditions: tuple[RenditionFile, ...]

    def __str__(self) -> str:
        return ", ".join(f"{file.spec.name} {file.spec.action}" for file in self.renditions)


def run(context: Context, fetched: Fetched, inspected: Inspected, playable: Playable) -> Rendered:
    """Make what is missing beside the copy.

    Raises:
        MediaError: ffmpeg could not.
    """
    folder, info = context.path(FOLDER), inspected.info

    def advance(share: float) -> None:
        context.progress.advanced("renditions", share)

    gains = needed_gains(
        fetched.original,
        info,
        folder=folder,
        progress=lambda share: advance(share * MEASURING_SHARE),
        cancelled=context.cancelled,
    )
    made = encode(
        fetched.original,
        info,
        beside_copy(
            info,
            is_copied=playable.copy is not None,
            is_sound_changed=main_track(info) in gains,
            is_cut=context.cut != WHOLE,
        ),
        folder=folder,
        progress=lambda share: advance(MEASURING_SHARE + share * (1 - MEASURING_SHARE)),
        gains=gains,
        cut=context.cut,
        cancelled=context.cancelled,
    )
    is_replaced = any(file.spec.name == SOURCE for file in made)
    copies = (playable.copy,) if playable.copy and not is_replaced else ()
    return Rendered((*copies, *made))
