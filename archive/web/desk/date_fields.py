"""A date of reduced precision as three fields: day, month and year, each as it was typed."""

import re
from dataclasses import dataclass

from starlette.datastructures import FormData

from archive.catalogue import dates
from archive.web.staff import text_of


@dataclass(frozen=True, slots=True)
class TypedDate:
    """A date as it stands in a form."""

    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def iso(self) -> str:
        """Give the date as the catalogue keeps it, as precisely as it was typed; empty when there is none."""
        if not re.fullmatch(r"\d{4}", self.year, re.ASCII):
            return ""
        parts = [self.year]
        for text in (self.month, self.day):
            if not re.fullmatch(r"\d{1,2}", text, re.ASCII):
                break
            parts.append(text.zfill(2))
        return "-".join(parts)

    @property
    def fault(self) -> str | None:
        """Say what is wrong with it, by a code."""
        if not (self.day or self.month or self.year):
            return None
        if not self.year:
            return "year-missing"
        if self.day and not self.month:
            return "day-without-month"
        written = sum(bool(text) for text in (self.year, self.month, self.day))
        return None if self.iso.count("-") == written - 1 and dates.is_date(self.iso) else "not-a-date"


NO_DATE = TypedDate()


def date_of(stored: str | None) -> TypedDate:
    """Fill the fields with a date of the catalogue."""
    year, month, day = (*(stored or "").split("-"), "", "", "")[:3]
    return TypedDate(day.lstrip("0"), month.lstrip("0"), year)


def typed_date(form: FormData, prefix: str = "") -> TypedDate:
    """Read the fields as they were typed; `prefix` stands before each of their names."""
    return TypedDate(*(text_of(form, prefix + part) for part in ("day", "month", "year")))
