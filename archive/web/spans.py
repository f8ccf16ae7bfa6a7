"""The time that an address asks for: `t=754`, `t=12:34`, or with an end `t=754,810`, as Media Fragments write it.

What is none, or lies beyond the recording, is said kindly on the page; it is never an error.
"""

from dataclasses import dataclass

from archive.web import addresses


@dataclass(frozen=True, slots=True)
class Span:
    """From a second on, perhaps up to another."""

    start_seconds: float
    end_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class AskedTime:
    """What was asked for, as far as it can be had."""

    span: Span | None = None
    is_understood: bool = True
    is_beyond: bool = False
    """The recording is over by then."""


def asked_time(text: str, duration_seconds: float | None) -> AskedTime:
    """Read a time out of an address. An end that is none, or not after the start, is left out."""
    if not text:
        return AskedTime()
    first, _, last = text.partition(",")
    start, end = addresses.seconds_of(first or "0"), addresses.seconds_of(last)
    if start is None or (last and end is None):
        return AskedTime(None if start is None else Span(start), is_understood=False)
    if duration_seconds and start >= duration_seconds:
        return AskedTime(is_beyond=True)
    return AskedTime(Span(start, end if end is not None and end > start else None))


def written(span: Span) -> str:
    """Write it for an address or a media fragment (W3C Media Fragments URI 1.0, 4.2.1)."""
    start = addresses.second(span.start_seconds)
    return start if span.end_seconds is None else f"{start},{addresses.second(span.end_seconds)}"
