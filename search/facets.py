"""Filters and counts by what is known of a recording: country, region, year, language, kind, series, topic."""

from collections import Counter
from collections.abc import Iterable, Mapping

from search.analysis import split_words
from search.folding import fold
from search.languages import base_language
from search.passages import Facts
from search.query import Field
from search.results import FacetValue, SearchRequest

FACETS = ("countries", "regions", "years", "languages", "kinds", "series", "topics")


def values_of(facts: Facts) -> dict[str, tuple[str, ...]]:
    """Give the values a recording has in each facet."""
    return {
        "countries": facts.countries,
        "regions": facts.regions,
        "years": (str(facts.year),) if facts.year is not None else (),
        "languages": facts.languages,
        "kinds": (facts.kind,) if facts.kind else (),
        "series": (facts.series,) if facts.series else (),
        "topics": facts.topics,
    }


def filter_and_count(
    recordings: Iterable[Facts], request: SearchRequest
) -> tuple[frozenset[int], Mapping[str, tuple[FacetValue, ...]]]:
    """Give the recordings that pass all filters, and for each facet the counts as if it had no filter itself."""
    chosen = _chosen(request)
    passing: set[int] = set()
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for facts in recordings:
        values = values_of(facts)
        failed = [facet for facet, wanted in chosen.items() if wanted and wanted.isdisjoint(values[facet])]
        if not failed:
            passing.add(facts.recording_id)
        for facet in FACETS if not failed else failed if len(failed) == 1 else ():
            counts[facet].update(set(values[facet]))
    return frozenset(passing), {facet: _ordered(counter) for facet, counter in counts.items()}


def has_field(facts: Facts, field: Field) -> bool:
    """Say whether a recording has the property a field of the query asks for."""
    codes: tuple[str, ...]
    names: tuple[str, ...]
    if field.name == "year":
        return str(facts.year) == field.value
    if field.name == "country":
        codes, names = (*facts.countries, *facts.regions), facts.country_names
    elif field.name == "language":
        codes, names = facts.languages, facts.language_names
    elif field.name == "speaker":
        codes, names = (), facts.speakers
    elif field.name == "topic":
        codes, names = facts.topics, facts.topic_names
    else:
        codes, names = (facts.kind,), facts.kind_names
    asked = {fold(word.text) for word in {word.position: word for word in reversed(split_words(field.value))}.values()}
    return bool(asked) and any(asked <= _words(name) for name in (*codes, *names))


def _chosen(request: SearchRequest) -> dict[str, frozenset[str]]:
    return {
        "countries": frozenset(request.countries),
        "regions": frozenset(request.regions),
        "years": frozenset(str(year) for year in request.years),
        "languages": frozenset(base_language(language) for language in request.languages),
        "kinds": frozenset(request.kinds),
        "series": frozenset(request.series),
        "topics": frozenset(request.topics),
    }


def _ordered(counter: Counter[str]) -> tuple[FacetValue, ...]:
    return tuple(
        FacetValue(value, count) for value, count in sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    )


def _words(text: str) -> frozenset[str]:
    # with the hyphenated words as a whole
    return frozenset(fold(word.text) for word in split_words(text))
