"""From a question to its answer, within what the asking person may see.

Which recordings answer is told by `question.py`. Recordings are truth values in arrays here, one for each recording of
the snapshot; only the recordings of the page that is shown become objects.
"""

import math
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from search.arrays import Int64
from search.documents import CueSource, SlideSource, no_slides
from search.evidence import Evidence, weigh
from search.facets import filter_and_count
from search.glossary import NOTHING, Glossary
from search.moments import moment_in_details, moment_of, moment_on_slide
from search.passages import SLIDE, SPEECH, TIMED
from search.query import Note, ParsedQuery
from search.question import Question, look_up
from search.results import MAX_PAGE_SIZE, Answer, Moment, RecordingHit, SearchRequest
from search.runs import Run, Runs, runs_in
from search.scope import Scope
from search.spelling import Reader
from search.suggest import MAX_SUGGESTIONS, suggestions


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
    question = look_up(request.text, scope, glossary, without=request.without_expansion)
    answering = question.answered_by(scope)
    if request.recording_id is not None:
        answering &= scope.snapshot.recordings == request.recording_id
    kept, facets = filter_and_count(answering, scope.snapshot.properties, request)
    evidence = weigh(question.matches, kept, scope)
    findings = _Findings(evidence, runs_in(evidence, scope.snapshot), scope, cues, slides)
    ordered = _ordered(evidence, request.sort, scope, has_words=bool(question.matches))
    page_size = max(1, min(request.page_size, MAX_PAGE_SIZE))
    pages = max(1, math.ceil(len(ordered) / page_size))
    page = max(1, min(request.page, pages))
    shown = ordered[(page - 1) * page_size : page * page_size].tolist()
    return Answer(
        query=question.query if len(ordered) else _with_note(question),
        hits=tuple(_hit(number, findings, moments=request.moments_per_recording) for number in shown),
        total_recordings=len(ordered),
        total_moments=findings.runs.total,
        facets=facets,
        page=page,
        pages=pages,
        expansions=question.expansions,
        suggestions=() if len(ordered) or request.recording_id is not None else _meant(question, findings, glossary),
    )


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


def _with_note(question: Question) -> ParsedQuery:
    query, matches = question.query, question.matches
    if not matches or not all(match.pattern.common_in for match in matches):
        return query
    return replace(query, notes=(*query.notes, Note("only-common-words", 0, len(query.text))))


def _meant(question: Question, findings: _Findings, glossary: Glossary) -> tuple[str, ...]:
    """Give questions that were perhaps meant, and find something."""
    reader = Reader(findings.scope, findings.cues, findings.slides)
    near = dict.fromkeys(suggestions(question.query.text, question.unknown, reader))
    finding = (text for text in near if look_up(text, findings.scope, glossary).answered_by(findings.scope).any())
    return tuple(islice(finding, MAX_SUGGESTIONS))
