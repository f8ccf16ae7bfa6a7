"""The form of a recording's details: what a person typed, kept as it was typed, and what it means. Faults are codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from archive.catalogue.events import Kind
from archive.catalogue.recordings import Recording
from archive.details.amending import Correction
from archive.details.field_checks import ends_before
from archive.web.desk.date_fields import NO_DATE, TypedDate, date_of, typed_date
from archive.web.desk.merging import marks
from archive.web.staff import lines_of, text_of, texts_of
from ingest.places import fold

SPARE_NAMES = 2
"""Empty fields offered beside the countries, speakers and organisers that are there."""
NEW_SERIES = "+"
"""The choice of a series that is not there yet."""


@dataclass(frozen=True, slots=True)
class DetailsForm:
    """The details of a recording and its event as they stand in the form."""

    title: str = ""
    language: str = ""
    speakers: tuple[str, ...] = ()
    description: str = ""
    description_en: str = ""
    as_of: TypedDate = NO_DATE
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
    def speaker_fields(self) -> tuple[str, ...]:
        """Give the fields to show: who is there, and some to spare."""
        return spared(self.speakers)

    @property
    def organiser_fields(self) -> tuple[str, ...]:
        """Give the fields to show: who is there, and some to spare."""
        return spared(self.organisers)


def spared(names: tuple[str, ...]) -> tuple[str, ...]:
    """Give names with some empty fields behind them."""
    return (*names, *("",) * SPARE_NAMES)


def details_of(recording: Recording, country_names: Mapping[str, str]) -> DetailsForm:
    """Fill the form with what the catalogue holds; `country_names` maps codes to names in the page's language."""
    event = recording.event
    return DetailsForm(
        title=recording.title,
        language=recording.language,
        speakers=tuple(row.speaker.name for row in recording.speakers),
        description=recording.description,
        description_en=recording.description_en,
        as_of=date_of(recording.as_of),
        starts=date_of(event.starts),
        ends=date_of(event.ends),
        kind=event.kind or "",
        countries=tuple(country_names.get(row.country, row.country) for row in event.countries),
        place=event.place or "",
        series=event.series.slug if event.series else "",
        organisers=tuple(row.organiser.name for row in event.organisers),
    )


def typed_details(form: FormData) -> DetailsForm:
    """Read the form as it was typed."""
    return DetailsForm(
        title=text_of(form, "title"),
        language=text_of(form, "language"),
        speakers=texts_of(form, "speaker"),
        description=lines_of(form, "description"),
        description_en=lines_of(form, "description_en"),
        as_of=typed_date(form, "as_of_"),
        starts=typed_date(form),
        ends=typed_date(form, "ends_"),
        kind=text_of(form, "kind"),
        countries=texts_of(form, "country"),
        place=text_of(form, "place"),
        series=text_of(form, "series"),
        series_de=text_of(form, "series_de"),
        series_en=text_of(form, "series_en"),
        organisers=texts_of(form, "organiser"),
        made_from=text_of(form, "made_from"),
    )


def values_of(form: DetailsForm, codes: Mapping[str, str]) -> dict[str, str]:
    """Give each field as one text, in the form the catalogue keeps it; `codes` maps folded country names to codes."""
    return {
        "title": form.title,
        "language": form.language,
        "speakers": "\n".join(form.speakers),
        "description": form.description,
        "description_en": form.description_en,
        "as_of": form.as_of.iso,
        "starts": form.starts.iso,
        "ends": form.ends.iso,
        "kind": form.kind,
        "countries": "\n".join(sorted({codes.get(fold(name), name) for name in form.countries})),
        "place": form.place,
        "series": f"{NEW_SERIES}{form.series_de}\n{form.series_en}" if form.series == NEW_SERIES else form.series,
        "organisers": "\n".join(form.organisers),
    }


def made_from(form: DetailsForm, codes: Mapping[str, str]) -> str:
    """Give the marks of what a form shows."""
    return marks(values_of(form, codes))


def correction_of(values: Mapping[str, str], changed: frozenset[str]) -> Correction:
    """Give only what the person changed, so that untouched suggestions keep their origin."""
    given: dict[str, str | tuple[str, ...]] = {name: values[name] for name in changed}
    for name in {"countries", "speakers", "organisers"} & changed:
        given[name] = tuple(values[name].splitlines())
    return Correction(**given)  # type: ignore[arg-type]  # the names are the fields of the form


def faults_of(typed: DetailsForm, codes: Mapping[str, str]) -> dict[str, str]:
    """Name what is wrong before the catalogue is asked, all at once; dates and countries it gets in its own form."""
    faults = {}
    if not typed.title:
        faults["title"] = "empty"
    for name, date in (("as_of", typed.as_of), ("starts", typed.starts), ("ends", typed.ends)):
        if fault := date.fault:
            faults[name] = fault
    if not {"starts", "ends"} & faults.keys() and ends_before(typed.starts.iso, typed.ends.iso):
        faults["ends"] = "before-it-begins"
    if unknown_countries(typed.countries, codes):
        faults["countries"] = "not-a-country"
    if typed.kind and typed.kind not in set(Kind):
        faults["kind"] = "not-a-kind"
    if typed.series == NEW_SERIES and not (typed.series_de or typed.series_en):
        faults["series"] = "empty"
    return faults


def unknown_countries(names: tuple[str, ...], codes: Mapping[str, str]) -> tuple[str, ...]:
    """List the countries that nobody knows."""
    return tuple(name for name in names if fold(name) not in codes)
