"""The form of an event: what a person typed, kept as it was typed, and what it means. Faults are codes."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from archive.catalogue.events import Event, State, Visibility
from archive.web.desk.date_fields import date_of, typed_date
from archive.web.desk.event_fields import EventFields
from archive.web.staff import lines_of, text_of, texts_of

_IN_CATALOGUE = {"starts": "date"}
"""Where the catalogue's list of fields calls one otherwise."""


@dataclass(frozen=True, slots=True)
class EventForm(EventFields):
    """An event as it stands in the form."""

    description_de: str = ""
    description_en: str = ""
    regions: tuple[str, ...] = ()
    state: str = State.DRAFT
    visibility: str = Visibility.PUBLIC


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
        "countries": " ".join(form.country_codes(codes)),
        "regions": " ".join(sorted(form.regions)),
        "place": form.place,
        "series": form.series_value,
        "organisers": "\n".join(form.organisers),
        "state": form.state,
        "visibility": form.visibility,
    }


def fields_of(values: Mapping[str, str], changed: frozenset[str]) -> dict[str, str]:
    """Give only what was changed, under the names of the catalogue."""
    return {_IN_CATALOGUE.get(name, name): values[name] for name in values if name in changed}
