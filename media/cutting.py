"""What of an original is seen and heard in the files that are made of it. The original itself is never written.

Pure: `recipes.py` draws it into the graph. All seconds here are those of the original.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MARGIN_SECONDS = 0.05
"""Sound is switched off and on in frames of some 20 ms: so much more on both sides leaves no syllable over."""
BLUR = {"luma_radius": "min(w,h)/10", "chroma_radius": "min(cw,ch)/10", "luma_power": 4, "chroma_power": 4}
"""A tenth of the picture, four times over: neither faces nor headlines are to be made out."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of an original."""

    start_seconds: float
    end_seconds: float

    def overlaps(self, start_seconds: float, end_seconds: float) -> bool:
        """Say whether something that lasts from one second to another is seen or heard in this span."""
        return start_seconds < self.end_seconds and end_seconds > self.start_seconds

    def holds(self, second: float) -> bool:
        """Say whether a single picture is of this span."""
        return self.start_seconds <= second <= self.end_seconds


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the files begin and end, and what is silent or blurred in them."""

    begins_at: float = 0.0
    ends_at: float | None = None
    """None is the end of the original."""
    silenced: tuple[Span, ...] = ()
    blurred: tuple[Span, ...] = ()

    def length(self, duration_seconds: float) -> float:
        """Say how long the files are of an original that is so long."""
        end = duration_seconds if self.ends_at is None else min(self.ends_at, duration_seconds)
        return max(0.0, end - self.begins_at)

    @property
    def is_trimmed(self) -> bool:
        """Say whether something is missing at the beginning or the end."""
        return self.begins_at > 0 or self.ends_at is not None


WHOLE = Cut()
"""Everything is seen and heard."""


def cut_picture(stream: Any, cut: Cut) -> Any:
    """Blur and trim a picture."""
    if cut.blurred:
        stream = stream.filter("boxblur", **BLUR, enable=_within(cut.blurred, margin_seconds=MARGIN_SECONDS))
    return _trimmed(stream, cut, trim="trim", setpts="setpts") if cut.is_trimmed else stream


def cut_sound(stream: Any, cut: Cut) -> Any:
    """Silence and trim a sound."""
    if cut.silenced:
        stream = stream.filter("volume", 0, enable=_within(cut.silenced, margin_seconds=MARGIN_SECONDS))
    return _trimmed(stream, cut, trim="atrim", setpts="asetpts") if cut.is_trimmed else stream


def _trimmed(stream: Any, cut: Cut, *, trim: str, setpts: str) -> Any:
    end = {} if cut.ends_at is None else {"end": f"{cut.ends_at:.3f}"}
    kept = stream.filter(trim, start=f"{cut.begins_at:.3f}", **end)
    return kept.filter(setpts, f"PTS-{cut.begins_at:.3f}/TB")


def _within(spans: Sequence[Span], *, margin_seconds: float) -> str:
    tests = (
        f"between(t,{max(0.0, span.start_seconds - margin_seconds):.3f},{span.end_seconds + margin_seconds:.3f})"
        for span in spans
    )
    return "+".join(tests)
