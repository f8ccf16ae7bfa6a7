"""What `mitschnitt check` finds: one line for each thing that must be right, and whether it is."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

Translate = Callable[[str], str]


class Status(StrEnum):
    """How a check went. Only `fail` makes the command end with 1."""

    PASS = "pass"  # noqa: S105  no password
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check."""

    name: str
    """Stable, for programs: ffmpeg, index, free-space."""
    status: Status
    fact: str
    """What was found, in the language of the person."""
    advice: str = ""
    """What to do about it."""

    def to_plain(self) -> dict[str, object]:
        """Give what JSON can hold."""
        return {**asdict(self), "status": self.status.value}


def passed(name: str, fact: str) -> Finding:
    """Note that something is right."""
    return Finding(name, Status.PASS, fact)


def warned(name: str, fact: str, advice: str) -> Finding:
    """Note that something is missing that the archive works without."""
    return Finding(name, Status.WARN, fact, advice)


def failed(name: str, fact: str, advice: str) -> Finding:
    """Note that something must be put right."""
    return Finding(name, Status.FAIL, fact, advice)


def worst(findings: Iterable[Finding]) -> Status:
    """Give the worst outcome of all."""
    order = list(Status)
    return max((finding.status for finding in findings), key=order.index, default=Status.PASS)
