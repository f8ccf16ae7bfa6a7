"""From a run of cues that answer to the moment a person sees: its words out of the catalogue, marked, and its second.

Only what is shown is read from the catalogue; what is counted is known from the index alone (`runs.py`).
"""

import re
from collections.abc import Sequence

from search.compounds import GERMAN
from search.documents import CueSource, CueText, SlideSource
from search.marking import Mark, best_reason, marks_in, snippet_of
from search.passages import SLIDE, SPEECH, Facts
from search.patterns import Pattern
from search.reasons import Reason, strongest
from search.results import Moment, Via
from search.runs import Run

_WHITE = re.compile(r"\s")
_BETWEEN_LINES = " · "
_LINES_TO_A_PARTICLE = 4
"""So many lines behind those that are shown are read, unseen, for the particle of a verb in these."""
LEAD_SECONDS = 0.75
"""How long before the word a moment begins: time to listen up, with a margin to the full second promised."""


def moment_of(run: Run, patterns: Sequence[Pattern], cues: CueSource) -> Moment:
    """Read a run from the catalogue: its best cue with the neighbours, marked, and where to start."""
    asked = [pattern for pattern in patterns if not pattern.leaf.on_slide]
    last = run.position + 1
    may_stand_apart = run.language == GERMAN and any(pattern.may_stand_apart for pattern in asked)
    behind = _LINES_TO_A_PARTICLE if may_stand_apart else 0
    near = [
        cue
        for cue in cues(run.recording_id, run.language, max(0, run.position - 1), last + behind)
        if -1 <= cue.position - run.position <= 1 + behind
    ]
    text = ""
    start, until, cue_here = 0, 0, None
    for cue in sorted(near, key=lambda cue: cue.position):
        text += " " if text else ""
        if cue.position == run.position:
            start, cue_here = len(text), cue
        text += _WHITE.sub(" ", cue.text)  # one for one: places in the text stay what they are
        until = len(text) if cue.position <= last else until
    marks = marks_in(text, run.language, asked, until=until)
    text = text[:until]
    end = start + len(cue_here.text) if cue_here else len(text)
    here = [mark for mark in marks if start <= mark.start_char < end]
    return Moment(
        recording_id=run.recording_id,
        transcript_language=run.language,
        position=run.position,
        start_seconds=_start_of(cue_here, here[0].start_char - start if here else None, run),
        snippet=snippet_of(text, marks, around=here[0].start_char if here else start),
        reason=best_reason(here or marks),
        kind=SPEECH,
        key=cue_here.key if cue_here else "",
        via=via_of(here or marks),
    )


def moment_on_slide(run: Run, patterns: Sequence[Pattern], slides: SlideSource) -> Moment:
    """Read a slide that answers from the catalogue: its lines, marked, from the second it appears."""
    slide = slides(run.recording_id, run.position)
    lines = [" ".join(line.split()) for line in slide.text.splitlines()] if slide else []
    text = _BETWEEN_LINES.join(line for line in lines if line)
    marks = marks_in(text, run.language, patterns)
    return Moment(
        recording_id=run.recording_id,
        transcript_language=run.language,
        position=run.position,
        start_seconds=run.cue_start_seconds,
        snippet=snippet_of(text, marks, around=marks[0].start_char if marks else 0),
        reason=best_reason(marks),
        kind=SLIDE,
        via=via_of(marks),
    )


def moment_in_details(facts: Facts, part: str, patterns: Sequence[Pattern]) -> Moment:
    """Show what is written about a recording and answers: its title, a speaker, its place, its description."""
    best_text, best_marks = "", list[Mark]()
    for text in facts.part_texts(part):
        marks = marks_in(text, facts.language, patterns)
        if not best_text or len({mark.pattern for mark in marks}) > len({mark.pattern for mark in best_marks}):
            best_text, best_marks = text, marks
    return Moment(
        recording_id=facts.recording_id,
        transcript_language=facts.language,
        position=0,
        start_seconds=0.0,
        snippet=snippet_of(best_text, best_marks, around=best_marks[0].start_char if best_marks else 0),
        reason=part,
        kind="details",
        via=via_of(best_marks),
    )


def via_of(marks: Sequence[Mark]) -> tuple[Via, ...]:
    """Say what stands for the asked words that are not among the marks themselves, each once."""
    best: dict[int, Mark] = {}
    for mark in marks:
        known = best.get(mark.pattern)
        if known is None or strongest({mark.reason, known.reason}) is not known.reason:
            best[mark.pattern] = mark
    found = (_via(mark) for _, mark in sorted(best.items()))
    return tuple(dict.fromkeys(via for via in found if via is not None))


def _via(mark: Mark) -> Via | None:
    alternative = mark.alternative
    if alternative.reason is Reason.GLOSSARY:
        return Via(Reason.GLOSSARY, (alternative.via,), alternative.via_language)
    if alternative.parts:
        return Via(Reason.PART, alternative.parts)
    return None


def _start_of(cue: CueText | None, at_char: int | None, run: Run) -> float:
    if cue is None:  # the catalogue has moved on since the index was written
        return run.cue_start_seconds
    words_before = len(cue.text[: at_char or 0].split())
    is_inside_word = at_char and not cue.text[at_char - 1].isspace()
    number = words_before - 1 if is_inside_word else words_before
    if at_char is None or len(cue.word_starts) != len(cue.text.split()):
        return cue.start_seconds
    word_start = cue.word_starts[number]
    return max(0.0, min(word_start, max(cue.start_seconds, word_start - LEAD_SECONDS)))
