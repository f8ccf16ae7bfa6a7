"""Search as the rest of the archive asks it: the index, the words out of the catalogue, and the glossary, together."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.database import Database
from archive.finding.indexing import cue_source, cues_within, slide_source
from search.completing import Completion
from search.documents import CueSource, CueText
from search.glossary import Glossary
from search.results import Answer, SearchRequest

_LAST = 2**31 - 1
"""No transcript has so many cues."""


def find(
    services: Services,
    session: Session,
    request: SearchRequest,
    *,
    allowed: frozenset[int],
    glossary: Glossary | None = None,
) -> Answer:
    """Answer a question from the recordings in `allowed`, by the glossary as it is, or as it may become.

    Raises:
        IndexUnavailableError: the index cannot answer now.
    """
    database = services.database
    one = request.recording_id
    return services.index.search(
        request,
        allowed=allowed,
        cues=cues_within(session) if one is None else _cues_of_one(database, one),
        slides=slide_source(database),
        glossary=services.glossary.of(session) if glossary is None else glossary,
    )


def complete(services: Services, text: str, *, allowed: frozenset[int]) -> tuple[Completion, ...]:
    """Give what a text may become while it is typed, from the recordings in `allowed`.

    Raises:
        IndexUnavailableError: the index cannot answer now.
    """
    database = services.database
    return services.index.complete(text, allowed=allowed, cues=cue_source(database), slides=slide_source(database))


def _cues_of_one(database: Database, recording_id: int) -> CueSource:
    """Give search the words of one recording, each of its transcripts read at once: its page shows all moments."""
    known: dict[str, dict[int, CueText]] = {}
    read = cue_source(database)

    def cues(asked_id: int, language: str, first: int, last: int) -> Sequence[CueText]:
        if asked_id != recording_id:
            return read(asked_id, language, first, last)
        if language not in known:
            known[language] = {cue.position: cue for cue in read(recording_id, language, 0, _LAST)}
        return [known[language][position] for position in range(first, last + 1) if position in known[language]]

    return cues
