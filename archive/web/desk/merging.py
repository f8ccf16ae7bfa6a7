"""Two people over one form: tells field by field who changed what, so that nobody overwrites anybody in silence.

A form carries marks of the values it was made from. What a person left alone stays as somebody else has saved it; what
both changed, to something different, is a clash, and is decided by the person who sees both.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

MARK_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Merge:
    """What a sent form means."""

    changed: frozenset[str]
    """Fields that the person changed, and nobody else."""
    clashing: frozenset[str]
    """Fields that the person and somebody else changed, to different values."""
    theirs: frozenset[str]
    """Fields that somebody else changed and the person left alone."""


def marks(values: Mapping[str, str]) -> str:
    """Give the marks of these values, as a form carries them."""
    return " ".join(f"{field}:{_mark(value)}" for field, value in values.items())


def merge(made_from: str, typed: Mapping[str, str], saved: Mapping[str, str]) -> Merge:
    """Compare what was typed with what is saved by now; without marks a difference is the person's."""
    known = dict(part.split(":", 1) for part in made_from.split() if ":" in part)
    changed, clashing, theirs = set(), set(), set()
    for field, value in typed.items():
        mark = known.get(field)
        if value == saved[field]:
            continue
        if mark is None or mark == _mark(saved[field]):
            changed.add(field)
        elif mark == _mark(value):
            theirs.add(field)
        else:
            clashing.add(field)
    return Merge(frozenset(changed), frozenset(clashing), frozenset(theirs))


def _mark(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:MARK_LENGTH]
