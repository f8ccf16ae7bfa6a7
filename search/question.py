"""A question, looked up: what was typed, what else is searched for, where it all is, and which recordings answer.

All asked words must occur somewhere in the recording. Recordings are truth values in arrays here, one for each
recording of the snapshot.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from search.arrays import Bools
from search.glossary import Expansion, Glossary, terms_for
from search.matching import Match, match_pattern
from search.parsing import parse
from search.patterns import leaves, only_common_in, pattern_of
from search.query import Field, Leaf, Not, Or, ParsedQuery, Phrase, Prefix, Word
from search.scope import Scope

NONE_LEFT_OUT: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, and where each leaf of it is found."""

    query: ParsedQuery
    expansions: tuple[Expansion, ...]
    found: Mapping[Leaf, Match]

    @property
    def matches(self) -> tuple[Match, ...]:
        """Give what a hit should contain, in the order it was typed."""
        return tuple(self.found[leaf] for leaf in dict.fromkeys(leaves(self.query.clauses)))

    @property
    def unknown(self) -> tuple[Word, ...]:
        """Give the asked words that are nowhere."""
        wanted = dict.fromkeys(leaves(self.query.clauses))
        return tuple(leaf for leaf in wanted if isinstance(leaf, Word) and not len(self.found[leaf].documents))

    def answered_by(self, scope: Scope) -> Bools:
        """Say for each recording whether every clause of the query holds in it."""
        return _answering(self.query, self.found, scope)


def look_up(text: str, scope: Scope, glossary: Glossary, *, without: frozenset[str] = NONE_LEFT_OUT) -> Question:
    """Read what was typed, and find every leaf of it."""
    query = parse(text)
    expansions = glossary.expansions(query, without=without)
    said_in = glossary.said_in(query)
    common_in = only_common_in(leaves(query.clauses), scope.languages)
    found: dict[Leaf, Match] = {
        leaf: match_pattern(
            pattern_of(
                leaf,
                scope,
                keep_common_in=common_in,
                also=terms_for(leaf, expansions),
                mistaken_in=glossary.mistaken_in(leaf, scope.languages) - said_in.get(leaf, frozenset()),
            ),
            scope,
        )
        for leaf in _all(query)
    }
    said = (_as_said(expansion, found) for expansion in expansions)
    return Question(query, tuple(expansion for expansion in said if expansion.is_off or expansion.terms), found)


def _as_said(expansion: Expansion, found: Mapping[Leaf, Match]) -> Expansion:
    """Keep of an expansion the words that occur in what may be seen; of one that is off, all of them."""
    if expansion.is_off:
        return expansion
    said = {way.via for leaf in expansion.leaves for way in found[leaf].pattern.alternatives}
    return replace(expansion, terms=tuple(term for term in expansion.terms if term.text in said))


def _all(query: ParsedQuery) -> tuple[Word | Phrase | Prefix, ...]:
    excluded = (clause.node for clause in query.clauses if isinstance(clause, Not))
    return (*leaves(query.clauses), *(leaf for leaf in excluded if not isinstance(leaf, Field)))


def _answering(query: ParsedQuery, found: Mapping[Leaf, Match], scope: Scope) -> Bools:
    """Say for each recording whether every clause of the query holds in it."""
    recordings = scope.recordings.copy()
    if not query.clauses and not query.is_empty:
        return np.zeros_like(recordings)
    really_holding = np.zeros_like(recordings)
    is_only_excluding = True
    for clause in query.clauses:
        if isinstance(clause, Not):
            recordings &= ~_holding(clause.node, found, scope)
            continue
        is_only_excluding = False
        nodes = clause.nodes if isinstance(clause, Or) else (clause,)
        holding = np.logical_or.reduce([_holding(node, found, scope) for node in nodes])
        excused = np.logical_or.reduce([_excused(node, found, scope) for node in nodes])
        recordings &= holding | excused
        really_holding |= holding
    # a stop word asks nothing of a recording, so alone it finds nothing either
    return recordings if is_only_excluding else recordings & really_holding


def _holding(node: Leaf, found: Mapping[Leaf, Match], scope: Scope) -> Bools:
    if isinstance(node, Field):
        return scope.snapshot.properties.with_field(node)
    holding = np.zeros_like(scope.recordings)
    holding[scope.snapshot.documents.recordings[found[node].documents]] = True
    return holding


def _excused(node: Leaf, found: Mapping[Leaf, Match], scope: Scope) -> Bools:
    """Say which recordings need not hold a stop word: where it is one in their language, nobody indexed it."""
    excused = np.zeros_like(scope.recordings)
    if not isinstance(node, Field):
        for language in found[node].pattern.common_in:
            excused |= scope.snapshot.properties.spoken.get(language, False)
    return excused
