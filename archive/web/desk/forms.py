"""The desk's form of why a recording may be shown: what a person typed, kept as it was typed, and what it means."""

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from starlette.datastructures import FormData

from archive.catalogue.rights import RightsRecord
from archive.publication.rights import RightsGiven, rights_faults, written_day
from archive.web.desk.merging import marks
from archive.web.staff import lines_of, text_of


@dataclass(frozen=True, slots=True)
class RightsForm:
    """Why a recording may be shown, as it stands in the form."""

    basis: str = ""
    granted_on: str = ""
    people: str = ""
    scope: str = ""
    expires_on: str = ""
    made_from: str = ""
    """Marks of the values it was made from (`merging.py`)."""

    @property
    def values(self) -> dict[str, str]:
        """Give the fields that people fill in, in the order of the page."""
        return {field: getattr(self, field) for field in FIELDS}


FIELDS = ("people", "basis", "scope", "granted_on", "expires_on")


def rights_of(record: RightsRecord | None) -> RightsForm:
    """Fill the form with what is written down."""
    form = RightsForm()
    if record is not None:
        form = RightsForm(
            basis=record.basis,
            granted_on=record.granted_on.isoformat(),
            people=record.people,
            scope=record.scope,
            expires_on=record.expires_on.isoformat() if record.expires_on else "",
        )
    return replace(form, made_from=marks(form.values))


def typed_rights(form: FormData) -> RightsForm:
    """Read the form as it was typed."""
    return RightsForm(
        basis=lines_of(form, "basis"),
        granted_on=text_of(form, "granted_on"),
        people=lines_of(form, "people"),
        scope=lines_of(form, "scope"),
        expires_on=text_of(form, "expires_on"),
        made_from=text_of(form, "made_from"),
    )


def with_theirs(typed: RightsForm, saved: RightsForm, theirs: AbstractSet[str]) -> RightsForm:
    """Give what was typed, with the fields as they are saved that somebody else has changed alone."""
    return replace(typed, **{field: value for field, value in saved.values.items() if field in theirs})


def rights_given(typed: RightsForm, *, noted_by: str) -> RightsGiven:
    """Give what the person said; without a date when it is none."""
    return RightsGiven(
        basis=typed.basis,
        granted_on=written_day(typed.granted_on),
        noted_by=noted_by,
        people=typed.people,
        scope=typed.scope,
        expires_on=written_day(typed.expires_on),
    )


def faults_of(typed: RightsForm, *, today: dt.date) -> dict[str, str]:
    """Name what is wrong, by field."""
    faults = rights_faults(rights_given(typed, noted_by=""), today=today)
    if typed.granted_on and faults.get("granted_on") == "empty":
        faults["granted_on"] = "not-a-date"
    if typed.expires_on and written_day(typed.expires_on) is None:
        faults["expires_on"] = "not-a-date"
    return faults
