"""Second step: what the original is made of, and the details that can be drawn from all that is known."""

from dataclasses import dataclass

from ingest.context import Context
from ingest.details import Details, extract
from ingest.steps.fetch import Fetched
from media.errors import NotPlayableError
from media.probe import MediaInfo, probe


@dataclass(frozen=True, slots=True)
class Inspected:
    """What we have."""

    info: MediaInfo
    details: Details

    def __str__(self) -> str:
        return f"{self.info.container}, {self.info.duration_seconds:.0f} s"


def run(context: Context, fetched: Fetched) -> Inspected:
    """Look into the original.

    Raises:
        MediaError: it is not a recording that we can play, or it is too long.
    """
    info = probe(fetched.original, cancelled=context.cancelled)
    if info.duration_seconds > context.options.max_duration_seconds:
        raise NotPlayableError(reason="too-long", subject=f"{info.duration_seconds:.0f} s")
    details = extract(
        entry=fetched.entry,
        file_name=fetched.original_name,
        info=info,
        given=context.source.given,
        country_names=context.options.country_names,
    )
    return Inspected(info, details)
