"""The form of an event: what a person typed, kept as it was typed, and what it means. Faults are codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from archive.catalogue.events import Event, State, Visibility
from archive.details.field_checks import ends_before
from archive.web.desk.date_fields import NO_DATE, TypedDate, date_of, typed_date
from archive.web.desk.details_form import NEW_SERIES, spared, unknown_countries
from archive.web.staff import lines_of, text_of, texts_of
from ingest.places import fold

_IN_CATALOGUE = {"starts": "date"}
"""Where the catalogue's list of fields calls one otherwise."""


@dataclass(frozen=True, slots=True)
class EventForm:
    """An event as it stands in the form."""

    title: str = ""
    description_de: str = ""
    description_en: str = ""
    starts: TypedDate = NO_DATE
    ends: TypedDate = NO_DATE
    kind: str = ""
    countries: tuple[str, ...] = ()
    """Names as written."""
    regions: tuple[str, ...] = ()
    place: str = ""
    series: str = ""
    series_de: str = ""
    series_en: str = ""
    """Titles of a series that is not there yet."""
    organisers: tuple[str, ...] = ()
    state: str = State.DRAFT
    visibility: str = Visibility.PUBLIC
    made_from: str = ""
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


def form_of(event: Event, country_names: Mapping[str, str]) -> EventForm:
    """Fill the form with what the catalogue holds."""
    return EventForm(
        title=event.title,
        description_de=event.description_de,
        description_en=event.description_en,
        starts=date_of(event.starts),
        ends=date_of(event.ends),
        kind=event.kind or "",
        countries=tuple(country_names.get(row.country, row.country) for row in event.countries),
        regions=tuple(row.region for row in event.regions),
        place=event.place or "",
        series=event.series.slug if event.series else "",
        organisers=tuple(row.organiser.name for row in event.organisers),
        state=event.state,
        visibility=event.visibility,
    )


def typed_event(form: FormData) -> EventForm:
    """Read the form as it was typed."""
    return EventForm(
        title=text_of(form, "title"),
        description_de=lines_of(form, "description_de"),
        description_en=lines_of(form, "description_en"),
        starts=typed_date(form),
        ends=typed_date(form, "ends_"),
        kind=text_of(form, "kind"),
        countries=texts_of(form, "country"),
        regions=texts_of(form, "region"),
        place=text_of(form, "place"),
        series=text_of(form, "series"),
        series_de=text_of(form, "series_de"),
        series_en=text_of(form, "series_en"),
        organisers=texts_of(form, "organiser"),
        state=text_of(form, "state"),
        visibility=text_of(form, "visibility"),
        made_from=text_of(form, "made_from"),
    )


def values_of(form: EventForm, codes: Mapping[str, str]) -> dict[str, str]:
    """Give each field as one text, in the form the catalogue keeps it; `codes` maps folded country names to codes."""
    return {
        "title": form.title,
        "description_de": form.description_de,
        "description_en": form.description_en,
        "starts": form.starts.iso,
        "ends": form.ends.iso,
        "kind": form.kind,
        "countries": " ".join(sorted({codes.get(fold(name), name) for name in form.countries})),
        "regions": " ".join(sorted(form.regions)),
        "place": form.place,
        "series": f"{NEW_SERIES}{form.series_de}\n{form.series_en}" if form.series == NEW_SERIES else form.series,
        "organisers": "\n".join(form.organisers),
        "state": form.state,
        "visibility": form.visibility,
    }


def fields_of(values: Mapping[str, str], changed: frozenset[str]) -> dict[str, str]:
    """Give only what was changed, under the names of the catalogue."""
    return {_IN_CATALOGUE.get(name, name): values[name] for name in values if name in changed}


def faults_of(typed: EventForm, codes: Mapping[str, str]) -> dict[str, str]:
    """Name what is wrong before the catalogue is asked, all at once."""
    faults = {}
    if not typed.title:
        faults["title"] = "empty"
    for name, date in (("starts", typed.starts), ("ends", typed.ends)):
        if fault := date.fault:
            faults[name] = fault
    if not {"starts", "ends"} & faults.keys() and ends_before(typed.starts.iso, typed.ends.iso):
        faults["ends"] = "before-it-begins"
    if unknown_countries(typed.countries, codes):
        faults["countries"] = "not-a-country"
    if typed.series == NEW_SERIES and not (typed.series_de or typed.series_en):
        faults["series"] = "empty"
    return faults
