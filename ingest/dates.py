"""Dates as people write them in titles and file names, German and English; how exact they are shows in their length.

`2023-12-06` is a day, `2022-05` a month, `2023` a year. Of a span the first day counts. Pure.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator

EARLIEST_YEAR, LATEST_YEAR = 1990, 2099
_MONTH_NAMES = (
    ("januar", "jänner", "january", "jan"),
    ("februar", "feber", "february", "feb"),
    ("märz", "maerz", "march", "mrz", "mär", "mar"),
    ("april", "apr"),
    ("mai", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("dezember", "december", "dez", "dec"),
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}
_NAME = r"(?P<name>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?<![\d.])(?P<day>[0-3]?\d)"
_MORE_DAYS = r"(?:\s*(?:[-–/+&]|bis|und|and|to)\s*[0-3]?\d\.?(?:st|nd|rd|th)?)?"
_MONTH = r"(?P<month>[01]?\d)"
_OTHER_END = r"(?:\s*(?:[-–]|bis)\s*[0-3]?\d\.\s?[01]?\d\.)?"

_FULL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}[-./ ](?P<month>[01]\d)[-./ ](?P<day>[0-3]\d)(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
        rf"{_DAY}\.{_MORE_DAYS}\s?{_MONTH}\.{_OTHER_END}\s?{_YEAR}",
        rf"{_DAY}\.{_MORE_DAYS}\s?{_MONTH}\.(?P<short>\d\d)(?![\d.])",
        rf"{_DAY}-(?P<month>[01]\d)-{_YEAR}",
        rf"{_DAY}(?:\.|st|nd|rd|th)?{_MORE_DAYS}(?:\s+of)?[\s-]*{_NAME}[\s,-]*{_YEAR}",
        rf"\b{_NAME}\s*(?P<day>[0-3]?\d)(?:st|nd|rd|th)?{_MORE_DAYS},?\s+{_YEAR}",
    )
)
_MONTH_OF_YEAR = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (rf"\b{_NAME}[\s,-]*{_YEAR}", rf"(?<![\d./-]){_YEAR}-(?P<month>0[1-9]|1[0-2])(?![\d-])")
)
_ONLY_YEAR = re.compile(rf"(?<![\d./-]){_YEAR}(?![\d./-]\d)")


def date_in(text: str, *, year_alone: bool = False) -> str | None:
    """Find the first date in a text, the most exact form first; None when there is none that exists."""
    spaced = text.replace("_", " ")
    return (
        _first(_FULL, spaced, _day_of)
        or _first(_MONTH_OF_YEAR, spaced, _month_of)
        or (_first((_ONLY_YEAR,), spaced, lambda match: match["year"]) if year_alone else None)
    )


def is_date(text: str) -> bool:
    """Say whether a text is a date in our form: a day, a month or a year."""
    try:
        dt.date.fromisoformat({4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text))
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}(-\d\d){0,2}", text) is not None


def without_dates(text: str) -> str:
    """Give the text without its full dates, so that numbers and months are not taken for something else."""
    for pattern in (*_FULL, *_MONTH_OF_YEAR):
        text = pattern.sub(" ", text)
    return text


def _first(patterns: tuple[re.Pattern[str], ...], text: str, read: Callable[[re.Match[str]], str | None]) -> str | None:
    matches: Iterator[re.Match[str]] = (match for pattern in patterns for match in pattern.finditer(text))
    found = ((match.start(), date) for match in matches if (date := read(match)))
    return min(found, default=(0, None))[1]


def _day_of(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year = int(parts.get("year") or f"20{parts['short']}")
    try:
        return dt.date(year, _month_number(parts), int(parts["day"])).isoformat()
    except ValueError:
        return None


def _month_of(match: re.Match[str]) -> str:
    parts = match.groupdict()
    return f"{parts['year']}-{_month_number(parts):02d}"


def _month_number(parts: dict[str, str]) -> int:
    name = parts.get("name")
    return _MONTHS[name.casefold()] if name else int(parts["month"])
