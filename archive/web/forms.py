"""The desk's forms: what a person typed, kept as it was typed, and what it means. Faults are codes by field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from archive.catalogue import dates
from archive.catalogue.events import Kind
from archive.catalogue.recordings import Recording
from archive.amending import Correction
from archive.rights import RightsGiven, written_day
from archive.web.staff import lines_of, text_of, texts_of
from ingest.places import fold

SPARE_COUNTRIES = 2
"""Empty fields offered beside the countries that are there."""


@dataclass(frozen=True, slots=True)
class DetailsForm:
    """The details of a recording as they stand in the form."""

    title: str
    day: str
    month: str
    year: str
    kind: str
    countries: tuple[str, ...]
    """Names as written."""
    language: str
    description: str
    place: str
    version: str = ""
    """Of the recording when the form was shown; an edit made since must not be lost in silence."""
    faults: Mapping[str, str] = field(default_factory=dict)
    unknown_countries: tuple[str, ...] = ()

    @property
    def country_fields(self) -> tuple[str, ...]:
        """Give the fields to show: what is there, and some to spare."""
        return (*self.countries, *("",) * SPARE_COUNTRIES)


def details_of(recording: Recording, country_names: Mapping[str, str]) -> DetailsForm:
    """Fill the form with what the catalogue holds; `country_names` maps codes to names in the page's language."""
    event = recording.event
    year, month, day = (*(event.starts or "").split("-"), "", "", "")[:3]
    return DetailsForm(
        title=recording.title,
        day=day.lstrip("0"),
        month=month.lstrip("0"),
        year=year,
        kind=event.kind or "",
        countries=tuple(country_names.get(row.country, row.country) for row in event.countries),
        language=recording.language,
        description=recording.description,
        place=event.place or "",
        version=str(recording.version),
    )


def typed_details(form: FormData) -> DetailsForm:
    """Read the form as it was typed."""
    return DetailsForm(
        title=text_of(form, "title"),
        day=text_of(form, "day"),
        month=text_of(form, "month"),
        year=text_of(form, "year"),
        kind=text_of(form, "kind"),
        countries=texts_of(form, "country"),
        language=text_of(form, "language"),
        description=lines_of(form, "description"),
        place=text_of(form, "place"),
        version=text_of(form, "version"),
    )


def changes_between(before: DetailsForm, typed: DetailsForm, codes: Mapping[str, str]) -> Correction:
    """Give only what the person changed, so that untouched suggestions keep their origin.

    `codes` maps folded country names to codes. What cannot be understood is left out; `faults_of` names it.
    """
    starts = iso_date(typed)
    return Correction(
        title=typed.title if typed.title != before.title else None,
        starts=starts if starts != iso_date(before) else None,
        kind=typed.kind if typed.kind != before.kind else None,
        countries=_codes(typed, codes) if typed.countries != before.countries else None,
        language=typed.language if typed.language != before.language else None,
        description=typed.description if typed.description != before.description else None,
        place=typed.place if typed.place != before.place else None,
    )


def faults_of(typed: DetailsForm, codes: Mapping[str, str]) -> dict[str, str]:
    """Name what is wrong before the catalogue is asked, all at once; dates and countries it gets in its own form."""
    faults = {}
    if not typed.title:
        faults["title"] = "empty"
    if fault := _date_fault(typed):
        faults["starts"] = fault
    if unknown_countries(typed, codes):
        faults["countries"] = "not-a-country"
    if typed.kind and typed.kind not in set(Kind):
        faults["kind"] = "not-a-kind"
    return faults


def unknown_countries(typed: DetailsForm, codes: Mapping[str, str]) -> tuple[str, ...]:
    """List the countries that nobody knows."""
    return tuple(name for name in typed.countries if fold(name) not in codes)


def iso_date(typed: DetailsForm) -> str:
    """Give the date as the catalogue keeps it, as precisely as it was typed; empty when there is none."""
    if not re.fullmatch(r"\d{4}", typed.year, re.ASCII):
        return ""
    parts = [typed.year]
    for text in (typed.month, typed.day):
        if not re.fullmatch(r"\d{1,2}", text, re.ASCII):
            break
        parts.append(text.zfill(2))
    return "-".join(parts)


@dataclass(frozen=True, slots=True)
class RightsForm:
    """Why a recording may be shown, as it stands in the form."""

    basis: str = ""
    granted_on: str = ""


def typed_rights(form: FormData) -> RightsForm:
    """Read the form as it was typed."""
    return RightsForm(lines_of(form, "basis"), text_of(form, "granted_on"))


def rights_given(typed: RightsForm, *, noted_by: str) -> RightsGiven:
    """Give what the person said; without a date when it is none."""
    return RightsGiven(basis=typed.basis, granted_on=written_day(typed.granted_on), noted_by=noted_by)


def _date_fault(typed: DetailsForm) -> str | None:
    if not (typed.day or typed.month or typed.year):
        return None
    if not typed.year:
        return "year-missing"
    if typed.day and not typed.month:
        return "day-without-month"
    numbers = (typed.year, typed.month, typed.day)
    written = sum(bool(text) for text in numbers)
    iso = iso_date(typed)
    return None if iso.count("-") == written - 1 and dates.is_date(iso) else "not-a-date"


def _codes(typed: DetailsForm, codes: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(codes[fold(name)] for name in typed.countries if fold(name) in codes)
