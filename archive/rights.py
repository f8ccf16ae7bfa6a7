"""The basis on which a recording may be shown: as a person gives it, what is wrong with it, how a job carries it."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_BASIS = 2000
EARLIEST_DAY = dt.date(1990, 1, 1)
"""Whoever gives an earlier one has mistyped the year."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class RightsGiven:
    """Why a recording may be shown; publishing asks for basis and date."""

    basis: str
    granted_on: dt.date | None
    noted_by: str = ""

    def to_plain(self) -> dict[str, object]:
        """Give what JSON can hold."""
        granted_on = None if self.granted_on is None else self.granted_on.isoformat()
        return {"basis": self.basis, "granted_on": granted_on, "noted_by": self.noted_by}


def rights_from(plain: object) -> RightsGiven | None:
    """Read it back from a job's arguments; None when there is nothing."""
    if not isinstance(plain, Mapping):
        return None
    granted_on = plain.get("granted_on")
    return RightsGiven(
        basis=str(plain.get("basis", "")),
        granted_on=dt.date.fromisoformat(str(granted_on)) if granted_on else None,
        noted_by=str(plain.get("noted_by", "")),
    )


def written_day(text: str) -> dt.date | None:
    """Read a day written as 2023-12-06, and in no other way; None when it is none."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def latest_day(today: dt.date) -> dt.date:
    """Give the last day that is not ahead for anybody: east of Greenwich tomorrow has begun."""
    return today + dt.timedelta(days=1)


def rights_faults(rights: RightsGiven, *, today: dt.date) -> dict[str, str]:
    """Name what is missing or wrong, by field."""
    faults = {}
    if not rights.basis.strip():
        faults["basis"] = "empty"
    elif len(rights.basis) > LONGEST_BASIS:
        faults["basis"] = "too-long"
    if rights.granted_on is None:
        faults["granted_on"] = "empty"
    elif rights.granted_on > latest_day(today):
        faults["granted_on"] = "in-future"
    elif rights.granted_on < EARLIEST_DAY:
        faults["granted_on"] = "too-early"
    return faults
