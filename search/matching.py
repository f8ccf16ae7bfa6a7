"""Which documents hold a pattern, where in them, and how much that says: BM25 over passages."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from search.passages import PART_BOOSTS
from search.patterns import Alternative, Pattern, Slot
from search.scope import Scope

K1, B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern was found."""

    pattern: Pattern
    positions: dict[int, tuple[int, ...]]
    """Documents to the positions of its first word in each, ascending."""
    scores: dict[int, float]
    recordings: frozenset[int]


def match_pattern(pattern: Pattern, scope: Scope) -> Match:
    """Look a pattern up."""
    found: dict[int, set[int]] = defaultdict(set)
    weights: dict[int, float] = defaultdict(float)
    for alternative in pattern.alternatives:
        for document, places in _alternative_places(alternative, scope):
            found[document].update(places)
            weights[document] = max(weights[document], alternative.weight)
    positions = {document: tuple(sorted(places)) for document, places in sorted(found.items())}
    scores = _bm25(positions, scope)
    return Match(
        pattern=pattern,
        positions=positions,
        scores={document: weights[document] * score for document, score in scores.items()},
        recordings=frozenset(scope.snapshot.documents.recordings[document] for document in positions),
    )


def _bm25(positions: dict[int, tuple[int, ...]], scope: Scope) -> dict[int, float]:
    columns = scope.snapshot.documents
    rarity = math.log(1 + (scope.document_count - len(positions) + 0.5) / (len(positions) + 0.5))
    scores: dict[int, float] = {}
    for document, places in positions.items():
        count = len(places)
        length = K1 * (1 - B + B * columns.lengths[document] / scope.average_length)
        scores[document] = PART_BOOSTS[columns.parts[document]] * rarity * count * (K1 + 1) / (count + length)
    return scores


def _alternative_places(alternative: Alternative, scope: Scope) -> Iterable[tuple[int, Iterable[int]]]:
    first, *others = alternative.slots
    places = _slot_places(first, alternative, scope)
    if others and alternative.within:
        return _near(places, others, alternative, scope).items()
    return _followed(places, others, alternative, scope).items() if others else places.items()


def _slot_places(slot: Slot, alternative: Alternative, scope: Scope) -> dict[int, set[int]]:
    languages = scope.snapshot.documents.languages
    found: dict[int, set[int]] = defaultdict(set)
    for term in slot.terms:
        for document, places in scope.postings(term).items():
            if languages[document] in alternative.languages:
                found[document].update(places)
    return found


def _near(
    places: dict[int, set[int]], others: list[Slot], alternative: Alternative, scope: Scope
) -> dict[int, set[int]]:
    """Keep the places that have all the others near, in the same passage."""
    for slot in others:
        others_at = _slot_places(slot, alternative, scope)
        for document, local in places.items():
            near = others_at.get(document, ())
            local.intersection_update([at for at in local if any(abs(at - to) <= alternative.within for to in near)])
    return {document: local for document, local in places.items() if local}


def _followed(
    places: dict[int, set[int]], others: list[Slot], alternative: Alternative, scope: Scope
) -> dict[int, set[int]]:
    """Keep the places whose followers stand where they should, also beyond the end of the passage.

    A place is known by its run (the transcript, or the part of the details) and its number within that run.
    """
    columns = scope.snapshot.documents

    def run(document: int) -> tuple[int, str, str]:
        return columns.recordings[document], columns.parts[document], columns.languages[document]

    begins = {
        (*run(document), columns.first_tokens[document] + place): (document, place)
        for document, local in places.items()
        for place in local
    }
    for slot in others:
        reached = {
            (*run(document), columns.first_tokens[document] + place - slot.offset)
            for document, local in _slot_places(slot, alternative, scope).items()
            for place in local
        }
        begins = {key: begin for key, begin in begins.items() if key in reached}
    found: dict[int, set[int]] = defaultdict(set)
    for document, place in begins.values():
        found[document].add(place)
    return found
