"""What an ingest needs in tests: progress that only remembers, and a context around a source."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ingest.context import Context, IngestOptions
from ingest.entries import Entry
from ingest.sources import Source


@dataclass
class RememberingProgress:
    """Remembers what it was told."""

    begun: list[str] = field(default_factory=list)
    ended: list[tuple[str, str]] = field(default_factory=list)
    fractions: list[tuple[str, float]] = field(default_factory=list)

    def started(self, step: str) -> None:
        self.begun.append(step)

    def advanced(self, step: str, fraction: float, _note: str = "") -> None:
        self.fractions.append((step, fraction))

    def finished(self, step: str, summary: str) -> None:
        self.ended.append((step, summary))


def usual_options(**more: object) -> IngestOptions:
    """Give options that allow nothing inside and recognise no speech."""
    return IngestOptions(**{"max_bytes": 50_000_000, "fetch_timeout_seconds": 60.0} | more)


def context_for(
    source: Source,
    folder: Path,
    *,
    entry: Entry | None = None,
    options: IngestOptions | None = None,
    progress: RememberingProgress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    reached: Callable[[str], None] = lambda _point: None,
) -> Context:
    """Give a context that works in the folder."""
    return Context(
        source=source,
        entry=entry,
        folder=folder,
        options=options or usual_options(),
        progress=progress or RememberingProgress(),
        cancelled=cancelled,
        reached=reached,
    )
