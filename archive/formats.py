"""Dates, durations, numbers and sizes as people of a language write them."""

import datetime as dt

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal
from babel.units import format_unit

_LOCALES = {"de": "de_DE", "en": "en_GB"}
_YEAR, _MONTH = 4, 7
_UNITS = ("kB", "MB", "GB", "TB")


class Formats:
    """How one language writes what is counted and dated."""

    def __init__(self, language: str, zone: dt.tzinfo = dt.UTC) -> None:
        self._zone = zone
        self._locale = Locale.parse(_LOCALES[language])
        self._is_german = language == "de"

    def date(self, iso: str | None, *, long: bool = True) -> str:
        """Show a date of reduced precision, as precisely as it is known."""
        if not iso or len(iso) == _YEAR:
            return iso or ""
        if len(iso) == _MONTH:
            return format_skeleton("yMMMM", _first_day(iso), locale=self._locale)
        style = "long" if long else ("dd.MM.y" if self._is_german else "d MMM y")
        return format_date(_first_day(iso), format=style, locale=self._locale)

    def date_range(self, starts: str | None, ends: str | None) -> str:
        """Show from when to when, as precisely as both are known."""
        if not starts or not ends or starts == ends:
            return self.date(starts or ends)
        if len(starts) == len(ends) == len("2023-05-23"):
            return format_interval(_first_day(starts), _first_day(ends), "yMMMMd", locale=self._locale)
        return f"{self.date(starts)} – {self.date(ends)}"

    def day(self, moment: dt.datetime, *, long: bool = True) -> str:
        """Show the day of an aware time where the archive is."""
        return self.date(moment.astimezone(self._zone).date().isoformat(), long=long)

    def time(self, moment: dt.datetime) -> str:
        """Show the hour of an aware time where the archive is; in UTC, and saying so, where that is not known."""
        zone = " UTC" if self._zone is dt.UTC else ""
        return f"{moment.astimezone(self._zone):%H:%M}{zone}"

    def day_and_time(self, moment: dt.datetime, *, long: bool = False) -> str:
        """Show an aware time as day and time where the archive is."""
        return f"{self.day(moment, long=long)}, {self.time(moment)}"

    def number(self, value: float) -> str:
        """Show a number with the marks of the language."""
        return format_decimal(value, locale=self._locale)

    def size(self, size_bytes: int) -> str:
        """Show the size of a file in the decimal units that people see elsewhere."""
        if size_bytes < 1000:  # noqa: PLR2004  below the first unit
            return f"{size_bytes} B"
        value = float(size_bytes)
        for unit in _UNITS:
            value /= 1000
            if round(value, 1) < 1000 or unit == _UNITS[-1]:  # noqa: PLR2004  the next unit begins
                break
        return f"{format_decimal(round(value, 1), locale=self._locale)} {unit}"

    def duration_spoken(self, seconds: float) -> str:
        """Show a duration in words, for ears: 1 Stunde, 42 Minuten."""
        hours, minutes, rest = _clock(seconds)
        parts = [(hours, "duration-hour"), (minutes, "duration-minute")]
        if not hours:
            parts.append((rest, "duration-second"))
        said = [format_unit(count, unit, locale=self._locale) for count, unit in parts if count]
        return ", ".join(said) or format_unit(0, "duration-second", locale=self._locale)


def duration_clock(seconds: float) -> str:
    """Show a position or a length as a clock does: 1:42:10, 4:05."""
    hours, minutes, rest = _clock(seconds)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def duration_short(seconds: float) -> str:
    """Show a length in few signs: 1:42 h, 12 min, 45 s."""
    hours, minutes, rest = _clock(round(seconds / 60) * 60 if seconds >= 60 else seconds)  # noqa: PLR2004  a minute
    if hours:
        return f"{hours}:{minutes:02} h"
    return f"{minutes} min" if minutes else f"{rest} s"


def _clock(seconds: float) -> tuple[int, int, int]:
    minutes, rest = divmod(int(max(seconds, 0)), 60)
    return (*divmod(minutes, 60), rest)


def _first_day(iso: str) -> dt.date:
    year, month, day = (*map(int, iso.split("-")), 1, 1)[:3]
    return dt.date(year, month, day)
