"""The desk's form of why a recording may be shown: what a person typed, kept as it was typed, and what it means."""

from dataclasses import dataclass

from starlette.datastructures import FormData

from archive.rights import RightsGiven, written_day
from archive.web.staff import lines_of, text_of


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
