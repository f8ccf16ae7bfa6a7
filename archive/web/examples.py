"""Examples under the search box: questions that have an answer here and now, for this very person."""

import threading
from dataclasses import dataclass

from archive.bootstrap import Services
from archive.finding.searching import find
from search.errors import SearchError
from search.results import SearchRequest

SHOWN = 3
CANDIDATES = {
    "de": (
        "Starthilfe",
        "medizinische Versorgung",
        "„freiwillige Rückkehr“",
        "Krankenversicherung",
        "Existenzgründung",
        "Reisedokumente",
        "Wohnung",
        "schutzbedürftig*",
        "Beratung",
        "Rückkehr",
        "Reintegration",
    ),
    "en": (
        "reintegration",
        "“voluntary return”",
        "medical care",
        "health insurance",
        "housing",
        "travel documents",
        "business",
        "counselling",
        "return",
        "Starthilfe",
        "Beratung",
    ),
}


@dataclass(slots=True)
class _Known:
    asked: tuple[str, int, frozenset[int]]
    found: tuple[str, ...]


class Examples:
    """Looks the examples up, and again only when the index or what may be seen has changed."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lock = threading.Lock()
        self._known: dict[str, _Known] = {}

    def for_visitor(self, language: str, allowed: frozenset[int]) -> tuple[str, ...]:
        """Give up to three questions that find something in these recordings."""
        if not allowed:
            return ()
        asked = (language, self._services.index.generation(), allowed)
        with self._lock:
            known = self._known.get(language)
            if known is None or known.asked != asked:
                known = self._known[language] = _Known(asked, self._look_up(language, allowed))
            return known.found

    def _look_up(self, language: str, allowed: frozenset[int]) -> tuple[str, ...]:
        found: list[str] = []
        with self._services.database.reading() as session:
            for text in CANDIDATES[language]:
                request = SearchRequest(text=text, page_size=1, moments_per_recording=1)
                try:
                    answer = find(self._services, session, request, allowed=allowed)
                except SearchError:
                    return ()
                if answer.total_moments:
                    found.append(text)
                if len(found) == SHOWN:
                    break
        return tuple(found)
