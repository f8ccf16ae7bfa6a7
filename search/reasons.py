"""Why something answers, as codes that the edge puts into words, and how much each of them is worth.

Search itself decides nothing by these words but the order: what was said exactly stands before another form of it, that
before a part of a compound, and that before a word of the glossary.
"""

from collections.abc import Iterable
from enum import StrEnum


class Reason(StrEnum):
    """Why a moment answers, the strongest first."""

    EXACT = "exact"
    FORM = "form"
    PREFIX = "prefix"
    PART = "part"
    GLOSSARY = "glossary"
    TITLE = "title"
    SPEAKER = "speaker"
    PLACE = "place"
    DESCRIPTION = "description"
    SLIDE = "slide"


WEIGHTS = {Reason.EXACT: 1.0, Reason.FORM: 0.9, Reason.PREFIX: 0.8, Reason.PART: 0.6, Reason.GLOSSARY: 0.4}
"""Factors of the score. Where a match stands (title, slide ...) is weighed by the part of the index it stands in."""


def strongest(reasons: Iterable[str]) -> Reason:
    """Give the strongest of these reasons; another form where there is none."""
    found = set(reasons)
    return next((reason for reason in Reason if reason in found), Reason.FORM)
