"""Which documents hold a pattern, where in them, and how much that says: BM25F over passages, as Whoosh reckons it.

    score = rarity * count * (K1 + 1) / (count + K1 * (1 - B + B * length / average length))
    rarity = ln(documents / (documents with the term + 1)) + 1

(whoosh/scoring.py of 2.7.4; Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009.) The field is the part
of the recording: a title weighs more than speech. A phrase is worth what its words are, in the passages that hold it;
a beginning what the words are that begin so. Of several alternatives in one passage the best one counts; none is
rarer than a stronger one that was found, and parts of a compound are worth their average, so that who says it exactly
stands first.
"""

import math
from dataclasses import dataclass

import numpy as np

from search.arrays import Bools, Float32, Int32, Int64, contained, joined
from search.passages import PART_BOOSTS, SLIDE
from search.patterns import Alternative, Pattern
from search.reasons import WEIGHTS, Reason
from search.scope import K1, Scope
from search.segments import Postings


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern was found."""

    pattern: Pattern
    documents: Int64
    """Ascending, each once."""
    scores: Float32
    """Of each of these documents."""
    cues: Int32
    """The cues in which it begins; a cue may come twice."""


class _Limits:
    """How rare the terms of an alternative may count: as rare as the commonest of the stronger ones that were found."""

    def __init__(self) -> None:
        self._commonest: dict[Reason, float] = {}

    def for_(self, alternative: Alternative, rarities: list[float]) -> float:
        """Give the limit for an alternative, and remember how rare it is for the weaker ones to come."""
        limit = min(
            (rarity for reason, rarity in self._commonest.items() if WEIGHTS[reason] > alternative.weight),
            default=math.inf,
        )
        if rarities:
            own = min(limit, *rarities)
            self._commonest[alternative.reason] = min(own, self._commonest.get(alternative.reason, own))
        return limit


@dataclass(frozen=True, slots=True)
class _Places:
    """Where something begins."""

    places: Int32
    """Ascending, each once."""
    cues: Int32
    """The cue at each of these places."""

    def only(self, is_kept: Bools) -> "_Places":
        return _Places(self.places[is_kept], self.cues[is_kept])


def match_pattern(pattern: Pattern, scope: Scope) -> Match:
    """Look a pattern up."""
    scores = np.zeros(scope.snapshot.size, np.float32)
    cues: list[Int32] = []
    limits = _Limits()
    for alternative in pattern.alternatives:
        is_all_common = all(slot.is_common for slot in alternative.slots)
        slots = [[scope.postings(term, alternative.languages) for term in sorted(s.terms)] for s in alternative.slots]
        found = [
            postings
            for slot, held in zip(alternative.slots, slots, strict=True)
            for postings in held
            if len(postings.documents) and (is_all_common or not slot.is_common)
        ]
        worth = _worth(found, scope, limits.for_(alternative, [_rarity(postings, scope) for postings in found]))
        is_averaged = alternative.within or alternative.reason is Reason.GLOSSARY
        worth *= np.float32(alternative.weight / (len(slots) if is_averaged else 1))
        if len(slots) == 1:
            cues += [postings.cues for postings in slots[0]]
            np.maximum(scores, worth, out=scores)
        else:
            begins = _begins(slots, alternative)
            holding = np.unique(scope.snapshot.cues.documents[begins.cues])
            cues.append(begins.cues)
            scores[holding] = np.maximum(scores[holding], worth[holding])
    begun = joined(cues, np.int32)
    if pattern.leaf.on_slide:
        is_slide = scope.snapshot.documents.parts == scope.snapshot.part_code(SLIDE)
        scores[~is_slide] = 0
        begun = begun[is_slide[scope.snapshot.cues.documents[begun]]]
    documents = np.flatnonzero(scores)
    boosts = np.array([PART_BOOSTS.get(part, 1.0) for part in scope.snapshot.parts], np.float32)
    return Match(
        pattern=pattern,
        documents=documents,
        scores=scores[documents] * (boosts[scope.snapshot.documents.parts[documents]] if len(documents) else 1),
        cues=begun,
    )


def _rarity(postings: Postings, scope: Scope) -> float:
    return math.log(scope.document_count / (len(postings.documents) + 1)) + 1


def _worth(found: list[Postings], scope: Scope, highest_rarity: float) -> Float32:
    """Add up what these terms are worth in each document."""
    worth = np.zeros(scope.snapshot.size, np.float32)
    for postings in found:
        rarity = min(highest_rarity, _rarity(postings, scope))
        counts = postings.counts.astype(np.float32)
        factors = scope.length_factors[postings.documents]
        worth[postings.documents] += np.float32(rarity * (K1 + 1)) * counts / (counts + factors)
    return worth


def _begins(found: list[list[Postings]], alternative: Alternative) -> _Places:
    """Give the places of the first slot around which all others stand, also beyond the end of the passage."""
    if not alternative.within:
        return _in_a_row(found, [slot.offset - alternative.slots[0].offset for slot in alternative.slots])
    first, *others = (_together(slot) for slot in found)
    for places in others:
        first = first.only(_is_near(first.places, places.places, alternative.within))
    return first


def _in_a_row(found: list[list[Postings]], distances: list[int]) -> _Places:
    """Give the places of the first slot at whose distances all others stand.

    The rarest slot says where to look; stop words, which have the most places by far, are only looked up there.
    """
    slots = sorted(zip(found, distances, strict=True), key=_count_places)
    (rarest, distance), *others = slots
    places = _together(rarest).places
    begins = places[places >= distance] - np.int32(distance)
    for slot, distance in others:
        begins = begins[_is_in(begins + np.int32(distance), slot)]
    cues = np.zeros(len(begins), np.int32)
    for postings in found[0]:
        is_here = contained(begins, postings.places)
        cues[is_here] = postings.cues[np.searchsorted(postings.places, begins[is_here])]
    return _Places(begins, cues)


def _count_places(slot: tuple[list[Postings], int]) -> int:
    return sum(len(postings.places) for postings in slot[0])


def _is_in(places: Int32, slot: list[Postings]) -> Bools:
    """Say for each of these places whether a term of the slot stands there."""
    return np.asarray(np.logical_or.reduce([contained(places, postings.places) for postings in slot]))


def _together(slot: list[Postings]) -> _Places:
    if len(slot) == 1:
        return _Places(slot[0].places, slot[0].cues)
    places = np.concatenate([postings.places for postings in slot])
    cues = np.concatenate([postings.cues for postings in slot])
    distinct, at = np.unique(places, return_index=True)
    return _Places(distinct, cues[at])


def _is_near(places: Int32, others: Int32, within: int) -> Bools:
    """Say for each place whether one of the others is at most so far from it."""
    if not len(others):
        return np.zeros(len(places), np.bool_)
    after = np.searchsorted(others, places - within)
    nearest = others[np.minimum(after, len(others) - 1)]
    return np.asarray(np.abs(nearest - places) <= within)
