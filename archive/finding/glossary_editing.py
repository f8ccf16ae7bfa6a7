"""What staff do to the glossary: add a group of words, change it, switch it off, bring the shipped one back.

A shipped word that is taken out is switched off, since the next version would bring a deleted one back.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.auditing import record
from archive.catalogue.glossary import GlossaryGroup, GlossaryTerm, TermKind, TermOrigin
from archive.errors import InvalidInputError, NotFoundError
from archive.finding.shipped_glossary import shipped_terms
from archive.plain_text import one_line
from search.glossary import Term
from search.words import split_words

LONGEST_TEXT = 200
MOST_TERMS = 60
FEWEST_TERMS = 2
"""A word alone stands for nothing else."""
LANGUAGES = ("de", "en", "")
_LONGEST_ABBREVIATION = 8


@dataclass(frozen=True, slots=True)
class TermEdit:
    """A word of a group as a person wants it."""

    term_id: int | None
    """None: it is new."""
    text: str
    """Empty: it is taken out."""
    language: str = ""
    is_narrower: bool = False
    is_enabled: bool = True


def checked_terms(terms: Sequence[TermEdit]) -> tuple[TermEdit, ...]:
    """Give the words that stand in the group then, each once.

    Raises:
        InvalidInputError: `terms`: `too-few`, `too-many`, `too-long`, `no-word` or `not-a-language`.
    """
    kept = {(edit.text, edit.language): edit for edit in reversed(terms) if edit.text}
    listed = tuple(edit for edit in terms if kept.get((edit.text, edit.language)) is edit)
    fault = _fault(listed)
    if fault:
        raise InvalidInputError({"terms": fault})
    return listed


def meaning(terms: Sequence[TermEdit]) -> list[Term]:
    """Give the words as search would know them."""
    return [Term(edit.text, edit.language, edit.is_narrower) for edit in terms if edit.is_enabled]


def save_group(
    session: Session, group_id: int | None, terms: Sequence[TermEdit], *, is_enabled: bool, at: dt.datetime
) -> GlossaryGroup:
    """Take a group as a person wants it; None makes a new one. It holds from the next question on.

    Raises:
        NotFoundError: there is no such group.
        InvalidInputError: what `checked_terms` refuses.
    """
    wanted = checked_terms(terms)
    group = GlossaryGroup() if group_id is None else _group(session, group_id)
    if group_id is None:
        session.add(group)
    own = {row.id: row for row in group.terms}
    for position, edit in enumerate(wanted):
        row = own.pop(edit.term_id or 0, None) or _new_term(group, edit)
        _write(row, edit, position=position)
    for row in own.values():
        if row.seed_key is None:
            group.terms.remove(row)
        elif row.is_enabled:
            row.is_enabled, row.origin = False, TermOrigin.STAFF
    group.is_enabled, group.changed_at = is_enabled, at
    session.flush()
    _note(session, "glossary.made" if group_id is None else "glossary.changed", group)
    return group


def reset_group(session: Session, group_id: int) -> None:
    """Bring a shipped group back to how it was shipped; what staff added to it goes.

    Raises:
        NotFoundError: there is no such group, or it did not ship.
    """
    group = _group(session, group_id)
    shipped = [term for term in shipped_terms() if term.group == group.seed_key]
    if not shipped:
        raise NotFoundError(kind="glossary-group", key=group_id)
    group.terms.clear()
    session.flush()
    group.terms = [
        GlossaryTerm(
            position=term.position,
            text=term.text,
            language=term.language,
            kind=term.kind,
            is_narrower=term.is_narrower,
            origin=TermOrigin.SHIPPED,
            seed_key=term.key,
        )
        for term in shipped
    ]
    group.is_enabled = True
    session.flush()
    _note(session, "glossary.reset", group)


def remove_group(session: Session, group_id: int) -> None:
    """Remove a group that staff made.

    Raises:
        NotFoundError: there is no such group, or it shipped and can only be switched off.
    """
    group = _group(session, group_id)
    if group.seed_key is not None:
        raise NotFoundError(kind="glossary-group", key=group_id)
    _note(session, "glossary.removed", group)
    session.delete(group)
    session.flush()


def groups(session: Session, *, words: str = "") -> tuple[GlossaryGroup, ...]:
    """List the groups in which each of these words stands, in the order of their first words."""
    found = session.scalars(select(GlossaryGroup)).unique().all()
    parts = words.casefold().split()
    matching = (row for row in found if all(part in _all_text(row) for part in parts))
    return tuple(sorted(matching, key=lambda row: (row.terms[0].text.casefold() if row.terms else "", row.id)))


def _all_text(group: GlossaryGroup) -> str:
    return " ".join(row.text for row in group.terms).casefold()


def _fault(terms: Sequence[TermEdit]) -> str | None:
    if len(terms) < FEWEST_TERMS:
        return "too-few"
    if len(terms) > MOST_TERMS:
        return "too-many"
    if any(len(edit.text) > LONGEST_TEXT for edit in terms):
        return "too-long"
    if not all(list(split_words(edit.text)) for edit in terms):
        return "no-word"
    return "not-a-language" if any(edit.language not in LANGUAGES for edit in terms) else None


def _new_term(group: GlossaryGroup, edit: TermEdit) -> GlossaryTerm:
    is_short = edit.text.isupper() and len(edit.text) <= _LONGEST_ABBREVIATION
    kind = TermKind.TERM if edit.language else TermKind.ABBREVIATION if is_short else TermKind.NAME
    row = GlossaryTerm(text=one_line(edit.text), language=edit.language, kind=kind, origin=TermOrigin.STAFF)
    group.terms.append(row)
    return row


def _write(row: GlossaryTerm, edit: TermEdit, *, position: int) -> None:
    row.position = position
    present = (row.text, row.language, row.is_narrower, row.is_enabled)
    if present != (edit.text, edit.language, edit.is_narrower, edit.is_enabled):
        row.text, row.language = edit.text, edit.language
        row.is_narrower, row.is_enabled = edit.is_narrower, edit.is_enabled
        row.origin = TermOrigin.STAFF


def _group(session: Session, group_id: int) -> GlossaryGroup:
    group = session.get(GlossaryGroup, group_id)
    if group is None:
        raise NotFoundError(kind="glossary-group", key=group_id)
    return group


def _note(session: Session, action: str, group: GlossaryGroup) -> None:
    label = group.terms[0].text if group.terms else ""
    record(session, action, subject_kind="glossary", subject_id=group.id, label=label)
