"""The Whoosh schema. Whoosh pickles it into every index: rename nothing here without a new SCHEMA_VERSION."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import whoosh
from whoosh.columns import NumericColumn, RefBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, NUMERIC, FieldType, Schema

from search.analysis import Token
from search.codec import PlainPositions
from search.documents import SCHEMA_VERSION
from search.languages import stemmers_version
from search.passages import CueMark, Passage, pack_cues

TEXT = "text"
NO_CUE = CueMark(0, 0.0, 0)
"""What a text without cues, such as a title, is written with: so every place of every text has a cue."""


class TermsWithPositions(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field of tokens that are analysed already. Whoosh's own analysis would give every token through an object."""

    def __init__(self) -> None:
        super().__init__(format=PlainPositions(), analyzer=None, scorable=True)

    def index(self, value: Iterable[Token], **_options: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Give the postings of one document: term, count, weight, positions."""
        positions: dict[str, list[int]] = defaultdict(list)
        for token in value:
            for term in token.terms:
                positions[term].append(token.position)
        for term, places in positions.items():
            if len(places) > 1:
                places.sort()
            yield term.encode(), len(places), float(len(places)), self.format.encode(places)


def passage_schema() -> Schema:
    """Make the schema: one document a passage."""
    return Schema(
        text=TermsWithPositions(),
        # shift_step=0: one posting a number. Whoosh would write eight, for ranges nobody asks for.
        recording=NUMERIC(int, bits=64, signed=False, shift_step=0, sortable=True),
        part=COLUMN(RefBytesColumn()),
        language=COLUMN(RefBytesColumn()),
        first_token=COLUMN(NumericColumn("I")),
        extent=COLUMN(NumericColumn("I")),
        length=COLUMN(NumericColumn("I")),
        cues=COLUMN(VarBytesColumn()),
        facts=COLUMN(VarBytesColumn()),
    )


def fields_of(passage: Passage) -> dict[str, object]:
    """Give the fields of a passage as the schema names them."""
    cues = passage.cues or (NO_CUE,)
    places = (*(token.position + 1 for token in passage.tokens), cues[-1].first_token)
    return {
        TEXT: passage.tokens,
        "recording": passage.recording_id,
        "part": passage.part.encode(),
        "language": passage.language.encode(errors="replace"),
        "first_token": passage.first_token,
        "extent": max(places),
        "length": sum(len(token.terms) for token in passage.tokens),
        "cues": pack_cues(cues),
        "facts": passage.facts.encode(),
    }


def fingerprint() -> str:
    """Name everything an index depends on; one made under another name is outdated."""
    release = ".".join(str(part) for part in whoosh.__version__)
    return f"passages {SCHEMA_VERSION}, whoosh {release}, stemmers {stemmers_version()}"
