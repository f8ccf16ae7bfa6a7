"""From a question to its answer, within what the asking person may see.

All asked words must occur somewhere in the recording. A recording is worth its best passage, and a little more the
more of its passages answer.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from search.documents import CueSource
from search.facets import filter_and_count, has_field
from search.matching import Match, match_pattern
from search.moments import Run, best_runs, moment_in_details, moment_of, runs_in
from search.parsing import parse
from search.passages import SPEECH
from search.patterns import Pattern, leaves, only_common_in, pattern_of
from search.query import Field, Leaf, Not, Note, Or, ParsedQuery, Phrase, Prefix, Word
from search.results import MAX_PAGE_SIZE, Answer, Moment, RecordingHit, SearchRequest
from search.scope import Scope
from search.suggest import suggestions

MANY_PASSAGES_WEIGHT = 0.15


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What was found in the recordings that answer."""

    matches: tuple[Match, ...]
    document_scores: dict[int, float]
    recording_scores: dict[int, float]
    runs: dict[int, list[Run]]

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        return tuple(match.pattern for match in self.matches)


def answer(request: SearchRequest, scope: Scope, cues: CueSource) -> Answer:
    """Answer a question."""
    query = parse(request.text)
    wanted = leaves(query.clauses)
    common_in = only_common_in(wanted, scope.languages)
    found: dict[Leaf, Match] = {
        leaf: match_pattern(pattern_of(leaf, scope, keep_common_in=common_in), scope) for leaf in _all(query)
    }
    matches = tuple(found[leaf] for leaf in dict.fromkeys(wanted))
    answering = _answering(query, found, scope)
    if request.recording_id is not None:
        answering &= {request.recording_id}
    kept, facets = filter_and_count((scope.facts[recording] for recording in sorted(answering)), request)
    evidence = _weigh(matches, kept, scope)
    ordered = _ordered(kept, evidence, request.sort, scope, has_words=bool(wanted))
    page_size = max(1, min(request.page_size, MAX_PAGE_SIZE))
    pages = max(1, math.ceil(len(ordered) / page_size))
    page = max(1, min(request.page, pages))
    return Answer(
        query=query if ordered else _with_note(query, matches),
        hits=tuple(
            _hit(recording, evidence, scope, cues, moments=request.moments_per_recording)
            for recording in ordered[(page - 1) * page_size : page * page_size]
        ),
        total_recordings=len(ordered),
        total_moments=sum(map(len, evidence.runs.values())),
        facets=facets,
        page=page,
        pages=pages,
        suggestions=() if ordered else suggestions(query, scope.facts.values()),
    )


def _all(query: ParsedQuery) -> tuple[Word | Phrase | Prefix, ...]:
    excluded = (clause.node for clause in query.clauses if isinstance(clause, Not))
    return (*leaves(query.clauses), *(leaf for leaf in excluded if not isinstance(leaf, Field)))


def _answering(query: ParsedQuery, found: Mapping[Leaf, Match], scope: Scope) -> set[int]:
    """Give the recordings in which every clause of the query holds."""
    if not query.clauses and not query.is_empty:
        return set()
    recordings = set(scope.facts)
    really_holding: set[int] = set()
    is_only_excluding = True
    for clause in query.clauses:
        if isinstance(clause, Not):
            recordings -= _holding(clause.node, found, scope, counts_common=False)
            continue
        is_only_excluding = False
        nodes = clause.nodes if isinstance(clause, Or) else (clause,)
        recordings &= set().union(*(_holding(node, found, scope, counts_common=True) for node in nodes))
        really_holding.update(*(_holding(node, found, scope, counts_common=False) for node in nodes))
    # a stop word asks nothing of a recording, so alone it finds nothing either
    return recordings if is_only_excluding else recordings & really_holding


def _holding(node: Leaf, found: Mapping[Leaf, Match], scope: Scope, *, counts_common: bool) -> set[int]:
    if isinstance(node, Field):
        return {recording for recording, facts in scope.facts.items() if has_field(facts, node)}
    match = found[node]
    if not (counts_common and match.pattern.common_in):
        return set(match.recordings)
    # a stop word is not asked of recordings in whose language it is one: nobody indexed it there
    spoken = {recording: facts.languages or (facts.language,) for recording, facts in scope.facts.items()}
    common = {recording for recording, codes in spoken.items() if not match.pattern.common_in.isdisjoint(codes)}
    return common | match.recordings


def _weigh(matches: tuple[Match, ...], kept: frozenset[int], scope: Scope) -> _Evidence:
    recording_of = scope.snapshot.documents.recordings
    document_scores: dict[int, float] = defaultdict(float)
    for match in matches:
        for document, score in match.scores.items():
            if recording_of[document] in kept:
                document_scores[document] += score
    best = dict.fromkeys(kept, 0.0)
    count = dict.fromkeys(kept, 0)
    for document, score in document_scores.items():
        best[recording_of[document]] = max(best[recording_of[document]], score)
        count[recording_of[document]] += 1
    return _Evidence(
        matches=matches,
        document_scores=document_scores,
        recording_scores={n: best[n] + MANY_PASSAGES_WEIGHT * math.log1p(count[n]) for n in kept},
        runs=runs_in(matches, document_scores, scope.snapshot),
    )


def _ordered(kept: frozenset[int], evidence: _Evidence, sort: str, scope: Scope, *, has_words: bool) -> list[int]:
    newest_first = sorted(kept, key=lambda recording: (scope.facts[recording].date, recording), reverse=True)
    if sort == "oldest":
        oldest_first = newest_first[::-1]
        return sorted(oldest_first, key=lambda recording: not scope.facts[recording].date)  # undated ones last
    if sort == "newest" or not has_words:
        return newest_first
    return sorted(newest_first, key=lambda recording: -evidence.recording_scores[recording])


def _hit(recording: int, evidence: _Evidence, scope: Scope, cues: CueSource, *, moments: int) -> RecordingHit:
    runs = evidence.runs.get(recording, [])
    shown = tuple(moment_of(run, evidence.patterns, cues) for run in best_runs(runs, max(0, moments)))
    return RecordingHit(
        recording_id=recording,
        score=evidence.recording_scores[recording],
        moments=shown if runs else _in_details(recording, evidence, scope),
        total_moments=len(runs),
        timeline=tuple(run.start_seconds for run in runs),
    )


def _in_details(recording: int, evidence: _Evidence, scope: Scope) -> tuple[Moment, ...]:
    columns = scope.snapshot.documents
    found = [
        (score, columns.parts[document])
        for document, score in evidence.document_scores.items()
        if columns.recordings[document] == recording and columns.parts[document] != SPEECH
    ]
    if not found:
        return ()
    _, part = max(found)
    return (moment_in_details(scope.facts[recording], part, evidence.patterns),)


def _with_note(query: ParsedQuery, matches: Sequence[Match]) -> ParsedQuery:
    if not matches or not all(match.pattern.common_in for match in matches):
        return query
    return replace(query, notes=(*query.notes, Note("only-common-words", 0, len(query.text))))
