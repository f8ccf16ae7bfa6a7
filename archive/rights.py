"""The basis on which a recording may be shown, as a person gives it, and on its way through a job's arguments."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


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
