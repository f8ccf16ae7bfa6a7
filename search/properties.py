"""What is known of all recordings as arrays: the values of their facets, what fields may ask for, their order by date.

Made once a snapshot, so that filters, counts and `land:georgien` cost no step a recording.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from search.arrays import Bools, Float32, Int32, Int64
from search.folding import fold
from search.passages import Facts
from search.query import Field
from search.words import folded_words, words_in_a_row

CHECKED = "checked"
"""The one value of the facet of the same name: a person has checked a transcript."""

FACETS: dict[str, Callable[[Facts], tuple[str, ...]]] = {
    "countries": lambda facts: facts.countries,
    "regions": lambda facts: facts.regions,
    "years": lambda facts: (str(facts.year),) if facts.year is not None else (),
    "languages": lambda facts: facts.languages,
    "kinds": lambda facts: (facts.kind,) if facts.kind else (),
    "series": lambda facts: (facts.series,) if facts.series else (),
    "topics": lambda facts: facts.topics,
    "checked": lambda facts: (CHECKED,) if facts.has_checked_transcript else (),
}
"""Each facet with the values a recording has in it."""

_FIELDS: dict[str, Callable[[Facts], tuple[str, ...]]] = {
    "year": lambda facts: (str(facts.year),) if facts.year is not None else (),
    "country": lambda facts: (*facts.countries, *facts.regions, *facts.country_names),
    "language": lambda facts: (*facts.languages, *facts.language_names),
    "speaker": lambda facts: facts.speakers,
    "topic": lambda facts: (*facts.topics, *facts.topic_names),
    "kind": lambda facts: (facts.kind, *facts.kind_names) if facts.kind else (),
    "series": lambda facts: (facts.series, *facts.series_names) if facts.series else (),
}
_DAYS_A_YEAR = 365.25
_MIDDLE = {4: "-07-01", 7: "-15"}  # of a year, of a month, by the length of what is known


@dataclass(frozen=True, slots=True)
class Values:
    """Which recordings have which values: recording `recordings[n]` has the value `names[codes[n]]`."""

    names: tuple[str, ...]
    codes: Int32
    recordings: Int32
    total: int
    """Of all recordings there are."""

    def having(self, wanted: Iterable[str]) -> Bools:
        """Say for each recording whether it has one of these values."""
        asked = frozenset(wanted)
        return self._having(np.array([name in asked for name in self.names], np.bool_))

    def having_words(self, words: frozenset[str]) -> Bools:
        """Say for each recording whether a value of it holds all these folded words."""
        return self._having(np.array([words <= folded_words(name) for name in self.names], np.bool_))

    def counted(self, recordings: Bools) -> Int64:
        """Count for each value how many of these recordings have it."""
        return np.bincount(self.codes[recordings[self.recordings]], minlength=len(self.names))

    def _having(self, is_wanted: Bools) -> Bools:
        has = np.zeros(self.total, np.bool_)
        if is_wanted.any():
            has[self.recordings[is_wanted[self.codes]]] = True
        return has


class Properties:
    """What is known of the recordings of a snapshot, in the order in which they are numbered."""

    def __init__(self, recordings: Sequence[Facts]) -> None:
        self._recordings = recordings
        self.facets = {facet: _values(recordings, values_of) for facet, values_of in FACETS.items()}
        self._fields: dict[str, Values] = {}

    def with_field(self, field: Field) -> Bools:
        """Say for each recording whether it has the property a field of the query asks for."""
        known = self._fields.get(field.name)
        if known is None:
            known = self._fields[field.name] = _values(self._recordings, _FIELDS[field.name])
        if field.name == "year":
            return known.having([field.value])
        asked = frozenset(fold(word.text) for word in words_in_a_row(field.value))
        return known.having_words(asked) if asked else np.zeros(known.total, np.bool_)

    @cached_property
    def by_date(self) -> Int32:
        """The place of each recording when all are sorted from the oldest; undated ones come first."""
        dates = [(facts.date, facts.recording_id, number) for number, facts in enumerate(self._recordings)]
        places = np.zeros(len(dates), np.int32)
        places[[number for _, _, number in sorted(dates)]] = np.arange(len(dates))
        return places

    @cached_property
    def is_dated(self) -> Bools:
        """True where the date is known."""
        return np.array([bool(facts.date) for facts in self._recordings], np.bool_)

    @cached_property
    def years(self) -> Float32:
        """The date as a fraction of years, as precise as it is known; minus infinity where it is not."""
        return np.array([_years(facts.date) for facts in self._recordings], np.float32)

    @cached_property
    def spoken(self) -> dict[str, Bools]:
        """For each language, which recordings speak it; one without transcripts speaks that of its title."""
        values = _values(self._recordings, lambda facts: facts.languages or (facts.language,))
        return {name: values.having([name]) for name in values.names}


def _values(recordings: Sequence[Facts], values_of: Callable[[Facts], tuple[str, ...]]) -> Values:
    codes: dict[str, int] = {}
    pairs = [
        (codes.setdefault(value, len(codes)), number)
        for number, facts in enumerate(recordings)
        for value in dict.fromkeys(values_of(facts))
    ]
    columns = np.array(pairs, np.int32).reshape(-1, 2)
    return Values(tuple(codes), columns[:, 0], columns[:, 1], len(recordings))


def _years(known: str) -> float:
    try:
        day = date.fromisoformat(known + _MIDDLE.get(len(known), ""))
    except ValueError:
        return float("-inf")
    return day.toordinal() / _DAYS_A_YEAR
