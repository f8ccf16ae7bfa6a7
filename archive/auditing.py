"""The log of what people did: adds entries to its chain, and says where the chain is broken.

An entry is made in the transaction of what it tells of, so there is never the one without the other. It names no
person but the account, and quotes no words of a transcript.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.audit import HASH_CHARACTERS, Actor, AuditEntry, AuditHead
from archive.catalogue.database import ACTOR
from archive.catalogue.people import Account
from archive.catalogue.recordings import Recording
from archive.plain_text import one_line

BEGINNING = "0" * HASH_CHARACTERS
"""Stands for the hash of the entry before the first."""
HEAD = 1
"""Id of the one row that knows the end of the chain."""
RECORDING = "recording"
LONGEST_LABEL = 300
ENTRIES_AT_ONCE = 1000


class Damage(StrEnum):
    """How a chain can be broken."""

    CHANGED = "changed"
    """What the entry says is not what its hash was made of."""
    UNLINKED = "unlinked"
    """It does not follow the one before: something was taken out or put in."""
    CUT_OFF = "cut-off"
    """The last entries are missing."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which the chain is broken."""

    entry_id: int
    damage: Damage


def record(
    session: Session,
    action: str,
    *,
    subject_kind: str,
    subject_id: int | str,
    label: str = "",
    details: Mapping[str, object] | None = None,
    at: dt.datetime | None = None,
) -> AuditEntry:
    """Add an entry in the name of whom the transaction was opened by (`Database.writing(by=...)`)."""
    session.flush()
    head = session.get_one(AuditHead, HEAD, with_for_update=True)
    account_id, name = _acting(session)
    entry = AuditEntry(
        id=head.entries + 1,
        at=at or dt.datetime.now(dt.UTC),
        account_id=account_id,
        account_name=name,
        action=action,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        label=one_line(label)[:LONGEST_LABEL],
        details=json.loads(json.dumps(dict(details or {}))),
        previous=head.hash,
    )
    entry.hash = hash_of(entry)
    session.add(entry)
    head.entries, head.hash = entry.id, entry.hash
    session.flush()
    return entry


def record_about(session: Session, action: str, recording: Recording, **details: object) -> AuditEntry:
    """Add an entry about a recording, whose history it becomes part of."""
    return record(
        session, action, subject_kind=RECORDING, subject_id=recording.id, label=recording.title, details=details
    )


def hash_of(entry: AuditEntry) -> str:
    """Give the SHA-256 over all fields of an entry but its hash, in their one spelling as JSON."""
    fields = {
        "id": entry.id,
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "account_id": entry.account_id,
        "account_name": entry.account_name,
        "action": entry.action,
        "subject_kind": entry.subject_kind,
        "subject_id": entry.subject_id,
        "label": entry.label,
        "details": entry.details,
        "previous": entry.previous,
    }
    spelled = json.dumps(fields, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode("ascii")).hexdigest()


def verify(session: Session) -> Break | None:
    """Read the whole chain, and give the first place at which it is broken; None when it holds."""
    before, count = BEGINNING, 0
    entries = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=ENTRIES_AT_ONCE)
    for entry in session.scalars(entries):
        count += 1
        if entry.id != count or entry.previous != before:
            return Break(entry.id, Damage.UNLINKED)
        if entry.hash != hash_of(entry):
            return Break(entry.id, Damage.CHANGED)
        before = entry.hash
    head = session.get_one(AuditHead, HEAD)
    return None if (head.entries, head.hash) == (count, before) else Break(count, Damage.CUT_OFF)


def count_entries(session: Session) -> int:
    """Say how many entries there are."""
    return session.get_one(AuditHead, HEAD).entries


def _acting(session: Session) -> tuple[int | None, str]:
    by = session.info.get(ACTOR, Actor.SITE)
    if not isinstance(by, int):
        return None, str(by)
    account = session.get(Account, by)
    return by, account.name if account else ""
