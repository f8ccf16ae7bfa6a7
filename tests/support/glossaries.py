"""Glossaries made of a few words, and what a glossary finds for a question."""

from archive.catalogue.glossary import TermKind
from archive.finding.shipped_glossary import ShippedTerm
from search.glossary import Glossary
from search.parsing import parse


def shipped(group: str, *texts: str, language: str = "de", kind: TermKind = TermKind.TERM) -> list[ShippedTerm]:
    """Make words of one group as they ship."""
    return [
        ShippedTerm(group, position, text, language, kind, is_narrower=False) for position, text in enumerate(texts)
    ]


def also(glossary: Glossary, text: str) -> set[str]:
    """Give the words that a question finds besides its own."""
    return {term.text for one in glossary.expansions(parse(text)) for term in one.terms}
