"""Puts the shipped glossary into the catalogue, and brings it up to date without touching what staff changed."""

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from archive.catalogue import places
from archive.catalogue.glossary import GlossaryGroup, GlossaryTerm, TermKind, TermOrigin
from archive.catalogue.seeded import Seeded
from search.documents import SCHEMA_VERSION
from search.folding import fold
from search.glossary import Glossary, Term

GLOSSARY = places.DATA / "glossary"
_NAME = "glossary"
_SEEDED = select(
    GlossaryTerm.id,
    GlossaryTerm.seed_key,
    GlossaryTerm.origin,
    GlossaryTerm.position,
    GlossaryTerm.text,
    GlossaryTerm.kind,
    GlossaryTerm.is_narrower,
).where(GlossaryTerm.seed_key.is_not(None))


@dataclass(frozen=True, slots=True)
class _List:
    """What the words of one list of a group are."""

    language: str
    kind: TermKind
    is_narrower: bool = False


LISTS = {
    "de": _List("de", TermKind.TERM),
    "en": _List("en", TermKind.TERM),
    "forms_de": _List("de", TermKind.VERB_NOUN),
    "forms_en": _List("en", TermKind.VERB_NOUN),
    "narrower_de": _List("de", TermKind.TERM, is_narrower=True),
    "narrower_en": _List("en", TermKind.TERM, is_narrower=True),
    "short": _List("", TermKind.ABBREVIATION),
    "names": _List("", TermKind.NAME),
}


@dataclass(frozen=True, slots=True)
class ShippedTerm:
    """A word of the shipped glossary."""

    group: str
    position: int
    """Its place in its group."""
    text: str
    language: str
    kind: TermKind
    is_narrower: bool

    @property
    def key(self) -> str:
        """Name it for good: the same word of the same group and language is the same row."""
        return f"{self.group}/{self.language}/{fold(self.text)}"


def read_lists() -> dict[str, dict[str, list[str]]]:
    """Read the files as they stand: groups with their lists.

    Raises:
        ValueError: two files name the same group.
    """
    groups: dict[str, dict[str, list[str]]] = {}
    for file in _files():
        read = tomllib.loads(file.read_text(encoding="utf-8"))
        if twice := groups.keys() & read.keys():
            message = f"{file.name}: groups of another file: {', '.join(sorted(twice))}"
            raise ValueError(message)
        groups |= read
    return groups


def _files() -> list[Path]:
    return sorted(GLOSSARY.glob("*.toml"))


@cache
def shipped_terms() -> tuple[ShippedTerm, ...]:
    """Give the shipped words, group by group."""
    terms: dict[str, ShippedTerm] = {}
    for group, lists in read_lists().items():
        words = ((LISTS[field], text) for field, texts in lists.items() for text in texts)
        for position, (own, text) in enumerate(words):
            term = ShippedTerm(group, position, text, own.language, own.kind, own.is_narrower)
            terms.setdefault(term.key, term)
    return tuple(terms.values())


def shipped_glossary() -> Glossary:
    """Give the shipped glossary as search needs it, for where there is no catalogue."""
    groups: dict[str, list[Term]] = {}
    for term in shipped_terms():
        groups.setdefault(term.group, []).append(Term(term.text, term.language, term.is_narrower))
    return Glossary.of(groups.values())


def keep_glossary_current(session: Session) -> None:
    """Bring the shipped words of the catalogue up to date where others ship now than were seeded last.

    Seven thousand words are compared in a fifth of a second: once for each version, not at every start.
    """
    digest = _digest()
    seeded = session.get(Seeded, _NAME)
    if seeded is not None and seeded.digest == digest:
        return
    seed_glossary(session)
    session.merge(Seeded(name=_NAME, digest=digest))


def _digest() -> str:
    """Tell what ships now from what shipped before; words that are folded otherwise have other keys."""
    digest = hashlib.sha256(f"{SCHEMA_VERSION}\n".encode())
    for file in _files():
        digest.update(file.name.encode() + b"\n" + file.read_bytes())
    return digest.hexdigest()


def seed_glossary(session: Session, shipped: Iterable[ShippedTerm] | None = None) -> int:
    """Bring the shipped words of the catalogue up to date, and say how many came, went or are told otherwise.

    New words are added, also to groups that staff changed. Words no longer shipped go, and those that ship otherwise
    now (as a narrower one, at another place) become so, unless staff changed them.
    """
    wanted = {term.key: term for term in (shipped_terms() if shipped is None else shipped)}
    have = {row.seed_key: row for row in session.execute(_SEEDED)}
    untouched = {key: row for key, row in have.items() if row.origin is TermOrigin.SHIPPED}
    gone = [key for key in untouched if key not in wanted]
    kept = [(row, _told(wanted[key])) for key, row in untouched.items() if key in wanted]
    changed = [{"id": row.id, **told} for row, told in kept if not told.items() <= row._asdict().items()]
    new = [term for key, term in wanted.items() if key not in have]
    if gone:
        session.execute(delete(GlossaryTerm).where(GlossaryTerm.seed_key.in_(gone)))
        is_empty = ~select(GlossaryTerm.id).where(GlossaryTerm.group_id == GlossaryGroup.id).exists()
        session.execute(delete(GlossaryGroup).where(GlossaryGroup.seed_key.is_not(None), is_empty))
    if changed:
        session.execute(update(GlossaryTerm), changed)
    if new:
        groups = _groups(session, {term.group: None for term in new})
        session.execute(insert(GlossaryTerm), [_row(term, groups[term.group]) for term in new])
    return len(gone) + len(changed) + len(new)


def _groups(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """Give the rows of these groups by their keys, and make those that are missing."""
    have = select(GlossaryGroup.seed_key, GlossaryGroup.id).where(GlossaryGroup.seed_key.is_not(None))
    known = {key: number for key, number in session.execute(have) if key}
    missing = [key for key in keys if key not in known]
    if missing:
        session.execute(insert(GlossaryGroup), [{"seed_key": key} for key in missing])
        known = {key: number for key, number in session.execute(have) if key}
    return known


def _row(term: ShippedTerm, group_id: int) -> dict[str, object]:
    return {
        "group_id": group_id,
        "language": term.language,
        "origin": TermOrigin.SHIPPED,
        "seed_key": term.key,
        **_told(term),
    }


def _told(term: ShippedTerm) -> dict[str, object]:
    """Give what a later version may tell otherwise of the same word."""
    return {"position": term.position, "text": term.text, "kind": term.kind, "is_narrower": term.is_narrower}
