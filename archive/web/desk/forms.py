"""The desk's form of why a recording may be shown: what a person typed, kept as it was typed, and what it means."""

import datetime as dt
from dataclasses import dataclass

from starlette.datastructures import FormData

from archive.catalogue.rights import RightsRecord
from archive.publication.rights import RightsGiven, rights_faults, written_day
from archive.web.staff import lines_of, text_of


@dataclass(frozen=True, slots=True)
class RightsForm:
    """Why a recording may be shown, as it stands in the form."""

    basis: str = ""
    granted_on: str = ""
    people: str = ""
    scope: str = ""
    expires_on: str = ""


def rights_of(record: RightsRecord | None) -> RightsForm:
    """Fill the form with what is written down."""
    if record is None:
        return RightsForm()
    return RightsForm(
        basis=record.basis,
        granted_on=record.granted_on.isoformat(),
        people=record.people,
        scope=record.scope,
        expires_on=record.expires_on.isoformat() if record.expires_on else "",
    )


def typed_rights(form: FormData) -> RightsForm:
    """Read the form as it was typed."""
    return RightsForm(
        basis=lines_of(form, "basis"),
        granted_on=text_of(form, "granted_on"),
        people=lines_of(form, "people"),
        scope=lines_of(form, "scope"),
        expires_on=text_of(form, "expires_on"),
    )


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
