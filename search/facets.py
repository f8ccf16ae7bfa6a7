"""Filters and counts by what is known of a recording: country, region, year, kind, series, language, topic, checked."""

from collections.abc import Mapping

import numpy as np

from search.arrays import Bools
from search.languages import base_language
from search.properties import CHECKED, Properties, Values
from search.results import FacetValue, SearchRequest


def filter_and_count(
    recordings: Bools, properties: Properties, request: SearchRequest
) -> tuple[Bools, Mapping[str, tuple[FacetValue, ...]]]:
    """Give those of the recordings that pass all filters, and for each facet the counts as if it had no filter."""
    passing = {facet: properties.facets[facet].having(wanted) for facet, wanted in _chosen(request).items() if wanted}
    failures = np.zeros(len(recordings), np.int8)
    for passes in passing.values():
        failures += ~passes
    kept = recordings & (failures == 0)
    counts = {
        facet: _ordered(values, recordings & (failures == ~passing[facet]) if facet in passing else kept)
        for facet, values in properties.facets.items()
    }
    return kept, counts


def _chosen(request: SearchRequest) -> dict[str, frozenset[str]]:
    return {
        "countries": frozenset(request.countries),
        "regions": frozenset(request.regions),
        "years": frozenset(str(year) for year in request.years),
        "languages": frozenset(base_language(language) for language in request.languages),
        "kinds": frozenset(request.kinds),
        "series": frozenset(request.series),
        "topics": frozenset(request.topics),
        "checked": frozenset({CHECKED} if request.is_checked else ()),
    }


def _ordered(values: Values, recordings: Bools) -> tuple[FacetValue, ...]:
    counts = values.counted(recordings).tolist()
    found = [FacetValue(name, count) for name, count in zip(values.names, counts, strict=True) if count]
    return tuple(sorted(found, key=lambda value: (-value.count, value.value)))
