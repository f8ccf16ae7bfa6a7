"""Why a recording may be shown: as a person gives it, what is wrong with it, how a job carries it, writing it down.

The document that proves it is in `proofs.py`; what becomes of a recording whose permission ends, in `withdrawing.py`.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.recordings import Recording
from archive.catalogue.rights import RightsRecord
from archive.errors import InvalidInputError

LONGEST_BASIS = 2000
"""Also of the people and of the scope."""
EARLIEST_DAY = dt.date(1990, 1, 1)
"""Whoever gives an earlier one has mistyped the year."""
LATEST_EXPIRY = dt.date(2199, 12, 31)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class RightsGiven:
    """Why a recording may be shown; publishing asks for basis and date."""

    basis: str
    granted_on: dt.date | None
    noted_by: str = ""
    people: str = ""
    scope: str = ""
    expires_on: dt.date | None = None

    def to_plain(self) -> dict[str, object]:
        """Give what JSON can hold."""
        return {
            "basis": self.basis,
            "granted_on": None if self.granted_on is None else self.granted_on.isoformat(),
            "noted_by": self.noted_by,
            "people": self.people,
            "scope": self.scope,
            "expires_on": None if self.expires_on is None else self.expires_on.isoformat(),
        }


def rights_from(plain: object) -> RightsGiven | None:
    """Read it back from a job's arguments; None when there is nothing."""
    if not isinstance(plain, Mapping):
        return None
    granted_on, expires_on = plain.get("granted_on"), plain.get("expires_on")
    return RightsGiven(
        basis=str(plain.get("basis", "")),
        granted_on=dt.date.fromisoformat(str(granted_on)) if granted_on else None,
        noted_by=str(plain.get("noted_by", "")),
        people=str(plain.get("people", "")),
        scope=str(plain.get("scope", "")),
        expires_on=dt.date.fromisoformat(str(expires_on)) if expires_on else None,
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
    faults: dict[str, str] = {}
    texts = {"basis": rights.basis, "people": rights.people, "scope": rights.scope}
    faults |= {field: "too-long" for field, text in texts.items() if len(text) > LONGEST_BASIS}
    if not rights.basis.strip():
        faults["basis"] = "empty"
    if rights.granted_on is None:
        faults["granted_on"] = "empty"
    elif rights.granted_on > latest_day(today):
        faults["granted_on"] = "in-future"
    elif rights.granted_on < EARLIEST_DAY:
        faults["granted_on"] = "too-early"
    if rights.expires_on is not None:
        if rights.granted_on is not None and rights.expires_on < rights.granted_on:
            faults["expires_on"] = "before-it-began"
        elif rights.expires_on > LATEST_EXPIRY:
            faults["expires_on"] = "too-late"
    return faults


def note_rights(services: Services, session: Session, recording: Recording, rights: RightsGiven) -> RightsRecord:
    """Write down why a recording may be shown, in place of what was written before; the document stays.

    Raises:
        InvalidInputError: with what `rights_faults` finds.
    """
    faults = rights_faults(rights, today=services.today())
    if faults or rights.granted_on is None:
        raise InvalidInputError(faults)
    row = recording.rights or RightsRecord()
    before = (row.basis, row.granted_on, row.people, row.scope, row.expires_on)
    row.basis, row.granted_on = rights.basis.strip(), rights.granted_on
    row.people, row.scope, row.expires_on = rights.people.strip(), rights.scope.strip(), rights.expires_on
    if before != (row.basis, row.granted_on, row.people, row.scope, row.expires_on):
        row.noted_by, row.noted_at = rights.noted_by, services.clock()
        is_new, recording.rights = recording.rights is None, row
        until = None if row.expires_on is None else row.expires_on.isoformat()
        record_about(session, "rights.noted" if is_new else "rights.corrected", recording, until=until)
    return row


def has_expired(rights: RightsRecord, *, today: dt.date) -> bool:
    """Say whether the last day of a permission is over."""
    return rights.expires_on is not None and rights.expires_on < today
