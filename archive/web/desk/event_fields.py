"""What the forms of a recording and of an event have in common: the fields of the event, and their faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.details.field_checks import ends_before
from archive.web.desk.date_fields import NO_DATE, TypedDate
from ingest.places import fold

SPARE_NAMES = 2
"""Empty fields offered beside the countries, speakers and organisers that are there."""
NEW_SERIES = "+"
"""The choice of a series that is not there yet."""


@dataclass(frozen=True, slots=True)
class EventFields:
    """An event as it stands in a form, as it was typed."""

    title: str = ""
    starts: TypedDate = NO_DATE
    ends: TypedDate = NO_DATE
    kind: str = ""
    countries: tuple[str, ...] = ()
    """Names as written."""
    place: str = ""
    series: str = ""
    series_de: str = ""
    series_en: str = ""
    """Titles of a series that is not there yet."""
    organisers: tuple[str, ...] = ()
    made_from: str = ""
    """Marks of the values it was made from (`merging.py`)."""
    faults: Mapping[str, str] = field(default_factory=dict)
    unknown_countries: tuple[str, ...] = ()

    @property
    def country_fields(self) -> tuple[str, ...]:
        """Give the fields to show: what is there, and some to spare."""
        return spared(self.countries)

    @property
    def organiser_fields(self) -> tuple[str, ...]:
        """Give the fields to show: who is there, and some to spare."""
        return spared(self.organisers)

    @property
    def series_value(self) -> str:
        """Give the series as one text: its name in addresses, or the titles of a new one."""
        return f"{NEW_SERIES}{self.series_de}\n{self.series_en}" if self.series == NEW_SERIES else self.series

    def country_codes(self, codes: Mapping[str, str]) -> list[str]:
        """Give the countries as codes in their order; `codes` maps folded names to them, others stay as written."""
        return sorted({codes.get(fold(name), name) for name in self.countries})


def spared(names: tuple[str, ...]) -> tuple[str, ...]:
    """Give names with some empty fields behind them."""
    return (*names, *("",) * SPARE_NAMES)


def event_faults(
    typed: EventFields, codes: Mapping[str, str], *, dates: Mapping[str, TypedDate] | None = None
) -> dict[str, str]:
    """Name what is wrong with the fields of the event, and with further dates of the same form, all at once."""
    faults = {}
    if not typed.title:
        faults["title"] = "empty"
    for name, date in {**(dates or {}), "starts": typed.starts, "ends": typed.ends}.items():
        if fault := date.fault:
            faults[name] = fault
    if not {"starts", "ends"} & faults.keys() and ends_before(typed.starts.iso, typed.ends.iso):
        faults["ends"] = "before-it-begins"
    if unknown_countries(typed.countries, codes):
        faults["countries"] = "not-a-country"
    if typed.series == NEW_SERIES and not (typed.series_de or typed.series_en):
        faults["series"] = "empty"
    return faults


def unknown_countries(names: tuple[str, ...], codes: Mapping[str, str]) -> tuple[str, ...]:
    """List the countries that nobody knows."""
    return tuple(name for name in names if fold(name) not in codes)
