"""The filters of the search page: what is chosen, what could be, and the addresses that change one of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from archive.catalogue import places
from archive.catalogue.events import Kind
from archive.i18n import I18n
from archive.web.asking import language_of, page_number, services_of, text_of, texts_of
from archive.web.words import FACETS, KINDS, SORTS
from search.results import Answer, FacetValue, SearchRequest

RESULT_FIELDS = {"country": "countries", "year": "years", "language": "languages", "kind": "kinds"}
"""Filter in the address -> its name in the answer of search."""
PAGE_SIZE = 10
YEAR_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter with its values."""

    name: str
    heading: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value, and the address without it."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that the address of a search says."""

    language: str
    text: str
    chosen: Mapping[str, tuple[str, ...]]
    sort: str
    page: int

    def request(self) -> SearchRequest:
        """Give the question for search."""
        return SearchRequest(
            text=self.text,
            countries=tuple(code.upper() for code in self.chosen["country"]),
            years=tuple(int(year) for year in self.chosen["year"]),
            languages=self.chosen["language"],
            kinds=self.chosen["kind"],
            sort=self.sort,
            page=self.page,
            page_size=PAGE_SIZE,
        )

    def path(self, *, without: tuple[str, str] | None = None, sort: str | None = None, page: int = 1) -> str:
        """Give the address of this search with one thing changed; a new order or filter begins on page 1."""
        pairs = [("q", self.text)] if self.text else []
        for name, values in self.chosen.items():
            pairs += [(name, value) for value in values if (name, value) != without]
        order = sort or self.sort
        pairs += [("sort", order)] if order != "relevance" else []
        pairs += [("page", str(page))] if page > 1 else []
        return f"/{self.language}/search" + (f"?{urlencode(pairs)}" if pairs else "")


def asked_of(request: Request) -> Asked:
    """Read the address; values that no filter can have are dropped."""
    sort = text_of(request, "sort")
    return Asked(
        language=language_of(request),
        text=text_of(request, "q"),
        chosen={name: tuple(filter(fits, texts_of(request, name))) for name, fits in _FITTING.items()},
        sort=sort if sort in SORTS else "relevance",
        page=page_number(request),
    )


def facets_of(request: Request, asked: Asked, answer: Answer) -> tuple[Facet, ...]:
    """Give the filters that can still choose something, with how many recordings each value leaves."""
    i18n = services_of(request).i18n
    label = _labels(i18n, asked.language)
    facets = []
    for name, heading in FACETS.items():
        listed = answer.facets.get(RESULT_FIELDS[name], ())
        choices = tuple(_choices(name, listed, asked.chosen[name], label))
        if len(choices) > 1 or any(choice.is_chosen for choice in choices):
            facets.append(Facet(name, heading, choices))
    return tuple(facets)


def chips_of(request: Request, asked: Asked) -> tuple[Chip, ...]:
    """Give what is chosen, each with the address that takes it away."""
    label = _labels(services_of(request).i18n, asked.language)
    return tuple(
        Chip(label(name, value), asked.path(without=(name, value)))
        for name, values in asked.chosen.items()
        for value in values
    )


def _choices(
    name: str, listed: tuple[FacetValue, ...], chosen: tuple[str, ...], label: Callable[[str, str], str]
) -> list[Choice]:
    counts = {_in_address(name, str(row.value)): row.count for row in listed}
    counts = {value: count for value, count in counts.items() if value} | {
        value: counts.get(value, 0) for value in chosen
    }
    choices = [Choice(value, label(name, value), count, value in chosen) for value, count in counts.items()]
    if name == "year":
        return sorted(choices, key=lambda choice: choice.value, reverse=True)
    return sorted(choices, key=lambda choice: (-choice.count, choice.label))


def _in_address(name: str, value: str) -> str:
    return value.lower() if name == "country" else value


def _labels(i18n: I18n, language: str) -> Callable[[str, str], str]:
    say = i18n.translations(language).gettext

    def label(name: str, value: str) -> str:
        if name == "country":
            return i18n.country(value.upper(), language)
        if name == "language":
            return i18n.language_name(value, language)
        return say(KINDS[value]) if name == "kind" else value

    return label


def _is_country(value: str) -> bool:
    return value == value.lower() and places.is_country(value.upper())


def _is_year(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) == YEAR_LENGTH


def _is_language(value: str) -> bool:
    return value.replace("-", "").isalnum() and value.isascii() and len(value) <= 20  # noqa: PLR2004  BCP 47 as we keep it


def _is_kind(value: str) -> bool:
    return value in set(Kind)


_FITTING: Mapping[str, Callable[[str], bool]] = {
    "country": _is_country,
    "year": _is_year,
    "language": _is_language,
    "kind": _is_kind,
}
