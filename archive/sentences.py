"""How an error is said: what is wrong, and what to do. The sentences themselves are in `error_words.py`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Two sentences, to be translated."""

    what: str
    todo: str
