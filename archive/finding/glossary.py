"""The glossary of the catalogue as search needs it: prepared once, and again as soon as anybody has changed it."""

import datetime as dt
import threading
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.catalogue.glossary import GlossaryGroup, GlossaryTerm
from search.glossary import NOTHING, Glossary, Term

_COUNTED = select(
    select(func.count(GlossaryGroup.id)).scalar_subquery(),
    select(func.count(GlossaryTerm.id)).scalar_subquery(),
    select(func.max(GlossaryGroup.changed_at)).scalar_subquery(),
    select(func.max(GlossaryTerm.changed_at)).scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class _Version:
    """Differs after every change: each of them adds a row, takes one away or sets its time."""

    groups: int
    terms: int
    groups_changed_at: dt.datetime | None
    terms_changed_at: dt.datetime | None


class CurrentGlossary:
    """The glossary as it is now. Threads may share it; asking whether it changed is one short query."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: _Version | None = None
        self._glossary = NOTHING

    def of(self, session: Session) -> Glossary:
        """Give the glossary of the catalogue that this session reads."""
        version = _version(session)
        with self._lock:
            if version != self._version:
                self._glossary = Glossary.of(groups_in_use(session).values())
                self._version = version
            return self._glossary


def _version(session: Session) -> _Version:
    return _Version(*session.execute(_COUNTED).one())


def groups_in_use(session: Session) -> dict[int, list[Term]]:
    """Give the words of each group as search knows them, without those that are switched off."""
    rows = session.execute(
        select(GlossaryTerm.group_id, GlossaryTerm.text, GlossaryTerm.language, GlossaryTerm.is_narrower)
        .join(GlossaryGroup, GlossaryGroup.id == GlossaryTerm.group_id)
        .where(GlossaryGroup.is_enabled, GlossaryTerm.is_enabled)
        .order_by(GlossaryTerm.group_id, GlossaryTerm.position, GlossaryTerm.id)
    )
    groups: dict[int, list[Term]] = {}
    for group_id, text, language, is_narrower in rows:
        groups.setdefault(group_id, []).append(Term(text, language, is_narrower))
    return groups
