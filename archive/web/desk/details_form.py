"""The form of a recording's details: what a person typed, kept as it was typed, and what it means. Faults are codes."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from archive.catalogue.events import Kind
from archive.catalogue.recordings import Recording
from archive.details.amending import Correction
from archive.web.desk.date_fields import NO_DATE, TypedDate, date_of, typed_date
from archive.web.desk.event_fields import EventFields, event_faults, spared
from archive.web.desk.merging import marks
from archive.web.staff import lines_of, text_of, texts_of


@dataclass(frozen=True, slots=True)
class DetailsForm(EventFields):
    """The details of a recording and its event as they stand in the form."""

    language: str = ""
    speakers: tuple[str, ...] = ()
    description: str = ""
    description_en: str = ""
    as_of: TypedDate = NO_DATE

    @property
    def speaker_fields(self) -> tuple[str, ...]:
        """Give the fields to show: who is there, and some to spare."""
        return spared(self.speakers)


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
        "countries": "\n".join(form.country_codes(codes)),
        "place": form.place,
        "series": form.series_value,
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
    faults = event_faults(typed, codes, dates={"as_of": typed.as_of})
    if typed.kind and typed.kind not in set(Kind):
        faults["kind"] = "not-a-kind"
    return faults
