"""What may stand in the query of an API address: read, checked and described by the same classes.

A parameter that is not known is refused, since a misspelt filter would otherwise answer with everything.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from starlette.datastructures import QueryParams

from archive.catalogue.events import Kind
from archive.i18n import N_
from search.query import MAX_CHARACTERS
from search.results import MAX_PAGE_SIZE

LAST_PAGE = 100_000
MOST_VALUES = 50
LONGEST_NAME = 120
_Country = Annotated[str, Field(pattern="^[a-z]{2}$")]
_Year = Annotated[int, Field(ge=1900, le=2200)]
_Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
_Language = Annotated[str, Field(pattern="^[A-Za-z0-9-]{2,20}$")]
_SEVERAL = Field(max_length=MOST_VALUES)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a parameter."""

    parameter: str
    code: str
    limits: Mapping[str, object]
    """What would be right, as far as it can be said."""


class ParametersError(Exception):
    """Parameters of an address cannot be used."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(", ".join(f"{fault.parameter} ({fault.code})" for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Base of all queries: of an address without any parameter."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedQuery(Query):
    """Of everything that comes in pages."""

    page: Annotated[int, Field(ge=1, le=LAST_PAGE, description=N_("Number of the page, from 1."))] = 1
    page_size: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE, description=N_("Entries on a page."))] = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsQuery(PagedQuery):
    """Of the list of events."""

    country: Annotated[
        tuple[_Country, ...], _SEVERAL, Field(description=N_("Only what is about one of these countries, such as ge."))
    ] = ()
    year: Annotated[
        tuple[_Year, ...], _SEVERAL, Field(description=N_("Only what took place in one of these years."))
    ] = ()
    kind: Annotated[tuple[Kind, ...], _SEVERAL, Field(description=N_("Only events of one of these sorts."))] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingsQuery(EventsQuery):
    """Of the list of recordings."""

    region: Annotated[
        tuple[_Name, ...], _SEVERAL, Field(description=N_("Only what is about one of these regions."))
    ] = ()
    language: Annotated[
        tuple[_Language, ...], _SEVERAL, Field(description=N_("Only what is spoken in one of these languages."))
    ] = ()
    series: Annotated[
        tuple[_Name, ...], _SEVERAL, Field(description=N_("Only what belongs to one of these series."))
    ] = ()
    sort: Annotated[
        Literal["published", "newest", "oldest"],
        Field(description=N_("By publication, or by the date of the event, the newest or the oldest first.")),
    ] = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery(PagedQuery):
    """Of a search."""

    q: Annotated[
        str,
        Field(
            max_length=MAX_CHARACTERS,
            description=N_(
                "What to search for: words that must all occur, “exact phrases” in quotes, -word, word*, OR, and"
                " fields such as country:georgia. Empty: all recordings."
            ),
        ),
    ] = ""
    country: Annotated[
        tuple[_Country, ...], _SEVERAL, Field(description=N_("Only what is about one of these countries, such as ge."))
    ] = ()
    region: Annotated[
        tuple[_Name, ...], _SEVERAL, Field(description=N_("Only what is about one of these regions."))
    ] = ()
    year: Annotated[
        tuple[_Year, ...], _SEVERAL, Field(description=N_("Only what took place in one of these years."))
    ] = ()
    kind: Annotated[tuple[Kind, ...], _SEVERAL, Field(description=N_("Only events of one of these sorts."))] = ()
    series: Annotated[
        tuple[_Name, ...], _SEVERAL, Field(description=N_("Only what belongs to one of these series."))
    ] = ()
    topic: Annotated[tuple[_Name, ...], _SEVERAL, Field(description=N_("Only what is about one of these topics."))] = ()
    language: Annotated[
        tuple[_Language, ...], _SEVERAL, Field(description=N_("Only what has a transcript in one of these languages."))
    ] = ()
    checked: Annotated[
        Literal["", "yes"], Field(description=N_("yes: only what has a transcript that a person has checked."))
    ] = ""
    without: Annotated[
        tuple[_Name, ...], _SEVERAL, Field(description=N_("Keys of expansions of the glossary to do without."))
    ] = ()
    sort: Annotated[
        Literal["relevance", "newest", "oldest"],
        Field(description=N_("By how well it answers, or by the date of the event.")),
    ] = "relevance"
    moments: Annotated[int, Field(ge=0, le=20, description=N_("Moments listed with each recording."))] = 3


Q = TypeVar("Q", bound=Query)


def reader_of(kind: type[Q]) -> Callable[[QueryParams], Q]:
    """Give what reads the query of an address; it raises ParametersError where something in it cannot be used."""
    checker: TypeAdapter[Q] = TypeAdapter(kind)
    several = listed_in(kind)

    def read(given: QueryParams) -> Q:
        values: dict[str, object] = {}
        for name in dict.fromkeys(given):
            listed = given.getlist(name)
            values[name] = listed[0] if name not in several and len(listed) == 1 else tuple(listed)
        try:
            return checker.validate_python(values)
        except ValidationError as exc:
            raise ParametersError([_fault(dict(error)) for error in exc.errors(include_url=False)]) from exc

    return read


def listed_in(kind: type[Query]) -> frozenset[str]:
    """Give the parameters that may be given several times."""
    return frozenset(field.name for field in fields(kind) if isinstance(field.default, tuple))


def _fault(error: Mapping[str, object]) -> Fault:
    where, limits = error["loc"], error.get("ctx")
    name = str(where[0]) if isinstance(where, tuple) and where else ""
    return Fault(name, str(error["type"]), limits if isinstance(limits, dict) else {})
