"""What was extracted about a recording, beside each field of its form: where from, and taken over by one click."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from starlette.requests import Request

from archive.catalogue import dates
from archive.catalogue.events import Kind
from archive.catalogue.recordings import Recording, RecordingDetail
from archive.details.drafts import EDITOR
from archive.web.asking import language_of, services_of
from archive.web.desk.date_fields import date_of
from archive.web.desk.desk_words import KINDS, ORIGINS
from archive.web.desk.details_form import DetailsForm, values_of
from archive.web.speaking import say

_IN_FORMS = {"date": "starts"}
"""Where a field is called otherwise in forms."""


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """What is known about where a field's value comes from."""

    origin: str
    """In words, of the present value; empty when it is not known."""
    offered: str
    """What was extracted, in words; empty when the field holds it."""
    offered_origin: str


def suggestions_of(
    request: Request, recording: Recording, form: DetailsForm, country_names: Mapping[str, str]
) -> Mapping[str, SuggestionView]:
    """Give, by field of the form, where its value comes from, and what was extracted where that is something else."""
    codes = services_of(request).i18n.country_names()
    present = values_of(form, codes)
    views = {}
    for row in recording.details:
        field = _IN_FORMS.get(row.field, row.field)
        if field not in present:
            continue
        by_hand = _named(request, row.origin) if row.origin == EDITOR else ""
        extracted = _named(request, row.suggestion_origin)
        if not row.suggestion:
            views[field] = SuggestionView(by_hand, "", "")
        elif values_of(take(form, row, country_names), codes)[field] == present[field]:
            views[field] = SuggestionView(extracted, "", "")
        else:
            views[field] = SuggestionView(by_hand, _in_words(request, row, country_names), extracted)
    return views


def taken_over(form: DetailsForm, recording: Recording, field: str, country_names: Mapping[str, str]) -> DetailsForm:
    """Put what was extracted into a field of the form; nothing is saved by it."""
    row = next((row for row in recording.details if _IN_FORMS.get(row.field, row.field) == field), None)
    return form if row is None or not row.suggestion else take(form, row, country_names)


def take(form: DetailsForm, row: RecordingDetail, country_names: Mapping[str, str]) -> DetailsForm:
    """Give the form with a suggestion in its field."""
    field, text = _IN_FORMS.get(row.field, row.field), row.suggestion
    if field == "starts":
        return replace(form, starts=date_of(text))
    if field == "countries":
        return replace(form, countries=tuple(country_names.get(code, code) for code in text.split()))
    if field == "speakers":
        return replace(form, speakers=tuple(text.splitlines()))
    return replace(form, **{field: text})  # type: ignore[arg-type]  # the other fields hold texts


def _named(request: Request, origin: str) -> str:
    return say(request, ORIGINS.get(origin, origin)) if origin else ""


def _in_words(request: Request, row: RecordingDetail, country_names: Mapping[str, str]) -> str:
    i18n, language = services_of(request).i18n, language_of(request)
    words: Mapping[str, Callable[[str], str]] = {
        "date": lambda text: i18n.date(text, language) if dates.is_date(text) else text,
        "kind": lambda text: say(request, KINDS[Kind(text)]) if text in set(Kind) else text,
        "countries": lambda text: ", ".join(country_names.get(code, code) for code in text.split()),
        "language": lambda text: i18n.language_name(text, language),
        "speakers": lambda text: ", ".join(text.splitlines()),
    }
    return words.get(row.field, str)(row.suggestion)
