"""What else was searched for by the glossary, word by word, each with the address that does without it, or with it."""

from dataclasses import dataclass, replace

from archive.web.filters import Asked
from search.glossary import Expansion
from search.results import Answer

TERMS_SHOWN = 8
"""Words of the glossary named for one asked word."""


@dataclass(frozen=True, slots=True)
class ExpansionView:
    """What else was searched for, and the address of the search without it; or with it, when it is off."""

    text: str
    terms: tuple[str, ...]
    more: int
    path: str
    is_off: bool


def without_forgotten(asked: Asked, answer: Answer) -> Asked:
    """Forget what was switched off for words that are no longer asked."""
    return replace(asked, left_out=tuple(one.key for one in answer.expansions if one.is_off))


def expansions_of(asked: Asked, answer: Answer) -> tuple[ExpansionView, ...]:
    """Show what the glossary added to a question."""
    return tuple(_view(expansion, asked) for expansion in answer.expansions)


def _view(expansion: Expansion, asked: Asked) -> ExpansionView:
    others = tuple(key for key in asked.left_out if key != expansion.key)
    return ExpansionView(
        text=expansion.text,
        terms=tuple(term.text for term in expansion.terms[:TERMS_SHOWN]),
        more=max(0, len(expansion.terms) - TERMS_SHOWN),
        path=asked.path(left_out=others if expansion.is_off else (*others, expansion.key)),
        is_off=expansion.is_off,
    )
