"""From a question to its answer, within what the asking person may see.

All asked words must occur somewhere in the recording. Recordings are truth values in arrays here, one for each
recording of the snapshot; only the recordings of the page that is shown become objects.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from search.arrays import Bools, Int64
from search.documents import CueSource, SlideSource, no_slides
from search.evidence import Evidence, weigh
from search.facets import filter_and_count
from search.glossary import NOTHING, Glossary, terms_for
from search.matching import Match, match_pattern
from search.moments import moment_in_details, moment_of, moment_on_slide
from search.parsing import parse
from search.passages import SLIDE, SPEECH, TIMED
from search.patterns import leaves, only_common_in, pattern_of
from search.query import Field, Leaf, Not, Note, Or, ParsedQuery, Phrase, Prefix, Word
from search.results import MAX_PAGE_SIZE, Answer, Moment, RecordingHit, SearchRequest
from search.runs import Run, Runs, runs_in
from search.scope import Scope
from search.suggest import suggestions


@dataclass(frozen=True, slots=True)
class _Findings:
    """What there is to say about the recordings that answer."""

    evidence: Evidence
    runs: Runs
    scope: Scope
    cues: CueSource
    slides: SlideSource


def answer(
    request: SearchRequest,
    scope: Scope,
    cues: CueSource,
    *,
    slides: SlideSource = no_slides,
    glossary: Glossary = NOTHING,
) -> Answer:
    """Answer a question."""
    query = parse(request.text)
    expansions = glossary.expansions(query, without=request.without_expansion)
    wanted = leaves(query.clauses)
    common_in = only_common_in(wanted, scope.languages)
    found: dict[Leaf, Match] = {
        leaf: match_pattern(
            pattern_of(
                leaf,
                scope,
                keep_common_in=common_in,
                also=terms_for(leaf, expansions),
                mistaken_in=glossary.mistaken_in(leaf.text, scope.languages),
            ),
            scope,
        )
        for leaf in _all(query)
    }
    matches = tuple(found[leaf] for leaf in dict.fromkeys(wanted))
    answering = _answering(query, found, scope)
    if request.recording_id is not None:
        answering &= scope.snapshot.recordings == request.recording_id
    kept, facets = filter_and_count(answering, scope.snapshot.properties, request)
    evidence = weigh(matches, kept, scope)
    findings = _Findings(evidence, runs_in(evidence, scope.snapshot), scope, cues, slides)
    ordered = _ordered(evidence, request.sort, scope, has_words=bool(wanted))
    page_size = max(1, min(request.page_size, MAX_PAGE_SIZE))
    pages = max(1, math.ceil(len(ordered) / page_size))
    page = max(1, min(request.page, pages))
    shown = ordered[(page - 1) * page_size : page * page_size].tolist()
    return Answer(
        query=query if len(ordered) else _with_note(query, matches),
        hits=tuple(_hit(number, findings, moments=request.moments_per_recording) for number in shown),
        total_recordings=len(ordered),
        total_moments=findings.runs.total,
        facets=facets,
        page=page,
        pages=pages,
        expansions=expansions,
        suggestions=() if len(ordered) else suggestions(query, scope.facts.values()),
    )


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


def _ordered(evidence: Evidence, sort: str, scope: Scope, *, has_words: bool) -> Int64:
    """Give the recordings that answer, as the snapshot numbers them, in the order asked for."""
    properties = scope.snapshot.properties
    numbers = np.flatnonzero(evidence.recordings)
    newest_first = -properties.by_date[numbers]
    if sort == "oldest":
        return numbers[np.lexsort((-newest_first, ~properties.is_dated[numbers]))]  # undated ones last
    if sort == "newest" or not has_words:
        return numbers[np.argsort(newest_first)]
    return numbers[np.lexsort((newest_first, -evidence.recording_scores[numbers]))]


def _hit(number: int, findings: _Findings, *, moments: int) -> RecordingHit:
    timeline, slides = (findings.runs.timeline(number, part) for part in (SPEECH, SLIDE))
    best = findings.runs.best(number, max(0, moments))
    return RecordingHit(
        recording_id=int(findings.scope.snapshot.recordings[number]),
        score=float(findings.evidence.recording_scores[number]),
        moments=tuple(_moment(run, findings) for run in best) if timeline or slides else _in_details(number, findings),
        total_moments=len(timeline) + len(slides),
        timeline=timeline,
        slides=slides,
    )


def _moment(run: Run, findings: _Findings) -> Moment:
    if run.part == SLIDE:
        return moment_on_slide(run, findings.evidence.patterns, findings.slides)
    return moment_of(run, findings.evidence.patterns, findings.cues)


def _in_details(number: int, findings: _Findings) -> tuple[Moment, ...]:
    snapshot, scores = findings.scope.snapshot, findings.evidence.document_scores
    own = snapshot.documents_of(number)
    found = [
        (float(scores[document]), part)
        for document in own.tolist()
        if scores[document] and (part := snapshot.parts[snapshot.documents.parts[document]]) not in TIMED
    ]
    if not found:
        return ()
    return (moment_in_details(snapshot.facts[number], max(found)[1], findings.evidence.patterns),)


def _with_note(query: ParsedQuery, matches: Sequence[Match]) -> ParsedQuery:
    if not matches or not all(match.pattern.common_in for match in matches):
        return query
    return replace(query, notes=(*query.notes, Note("only-common-words", 0, len(query.text))))
