"""Times of a film as people type them in forms of the desk: written so that reading gives the same second again."""

from archive.web import addresses


def written_time(seconds: float) -> str:
    """Write a time as people type it, to the millisecond: 12:34.5."""
    minutes, rest = divmod(round(max(0.0, seconds) * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    text = f"{rest / 1000:06.3f}".rstrip("0").rstrip(".")
    return f"{hours}:{minutes:02}:{text}" if hours else f"{minutes}:{text}"


def typed_time(text: str) -> float | None:
    """Read such a time; None for what is none. What stands behind a colon ends at 59: 99:99 is a slip, 75:30 is not."""
    typed = text.strip().replace(",", ".")
    seconds = addresses.seconds_of(typed)
    is_slip = any(float(part) >= 60 for part in typed.split(":")[1:]) if seconds is not None else True  # noqa: PLR2004
    return None if is_slip else seconds
