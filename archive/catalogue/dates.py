"""ISO 8601 dates of reduced precision: a day, a month, or only a year. What the catalogue knows is what it says.

They are kept as text (`2023-12-06`, `2022-05`, `2018`), which sorts by itself; showing them is the business of i18n.
"""

import datetime as dt
import re
from dataclasses import dataclass
from enum import IntEnum

FIRST_YEAR, LAST_YEAR = 1900, 2200
_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Precision(IntEnum):
    """How much of a date is known; the value is the length of its text."""

    YEAR = 4
    MONTH = 7
    DAY = 10


@dataclass(frozen=True, slots=True)
class ReducedDate:
    """A date of which the day, or the month as well, may be unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Give the ISO 8601 text."""
        month = "" if self.month is None else f"-{self.month:02}"
        day = "" if self.day is None else f"-{self.day:02}"
        return f"{self.year:04}{month}{day}"

    @property
    def precision(self) -> Precision:
        """Say how much is known."""
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    @property
    def first_day(self) -> dt.date:
        """Give the first day that it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)


def parse(text: str) -> ReducedDate:
    """Read `2023-12-06`, `2022-05` or `2018`.

    Raises:
        ValueError: when it is none of these, or no such day exists.
    """
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        message = f"not a date of the form 2023-12-06, 2023-12 or 2023: {text!r}"
        raise ValueError(message)
    year, month, day = (None if part is None else int(part) for part in match.groups())
    date = ReducedDate(year or 0, month, day)
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        message = f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}: {text!r}"
        raise ValueError(message)
    dt.date(date.year, 1 if month is None else month, 1 if day is None else day)
    return date


def is_date(text: str) -> bool:
    """Say whether the text is a date of reduced precision."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


def year_of(text: str | None) -> int | None:
    """Give the year of a stored date."""
    return None if not text else int(text[:4])
