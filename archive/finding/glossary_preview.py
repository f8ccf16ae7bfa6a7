"""What a change of the glossary would find: search is asked with the words as they would be, before they are saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.finding.glossary import groups_in_use
from archive.finding.searching import find
from search.glossary import Glossary, Term
from search.results import Answer, Moment, SearchRequest

MOST_QUESTIONS = 6
FIRST_MOMENTS = 5
MOST_HITS = 50
_Place = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the group, and how many moments it finds now and then."""

    text: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be found."""

    asked: tuple[Asked, ...]
    moments: tuple[Moment, ...]
    """The first that are found then; those that are not found now come first."""


def preview(
    services: Services, session: Session, group_id: int | None, terms: Sequence[Term], *, allowed: frozenset[int]
) -> Preview:
    """Ask for the words of a group, with the glossary as it is and as it would be.

    Raises:
        IndexUnavailableError: the index cannot answer now.
    """
    now = groups_in_use(session)
    then = {**now, group_id or 0: list(terms)}
    before, after = Glossary.of(now.values()), Glossary.of(group for group in then.values() if group)
    asked: list[Asked] = []
    new: dict[_Place, Moment] = {}
    known: dict[_Place, Moment] = {}
    for term in [term for term in terms if not term.is_narrower][:MOST_QUESTIONS]:
        question = SearchRequest(text=term.text, page_size=MOST_HITS, moments_per_recording=FIRST_MOMENTS)
        old = find(services, session, question, allowed=allowed, glossary=before)
        fresh = find(services, session, question, allowed=allowed, glossary=after)
        asked.append(Asked(term.text, old.total_moments, fresh.total_moments))
        there = _moments(old)
        for place, moment in _moments(fresh).items():
            (known if place in there else new).setdefault(place, moment)
    return Preview(tuple(asked), tuple([*new.values(), *known.values()][:FIRST_MOMENTS]))


def _moments(answer: Answer) -> dict[_Place, Moment]:
    return {
        (moment.recording_id, moment.transcript_language, moment.position): moment
        for hit in answer.hits
        for moment in hit.moments
        if moment.kind != "details"
    }
