"""The filters of the search page: what is chosen, what could be, and the addresses that change one of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from archive.catalogue import places
from archive.catalogue.events import Kind
from archive.finding.topics import topics
from archive.i18n import N_, I18n
from archive.web.asking import language_of, page_number, services_of, text_of, texts_of
from archive.web.words import FACETS, KINDS, SORTS
from search.properties import CHECKED
from search.results import Answer, FacetValue, SearchRequest

RESULT_FIELDS = {
    "country": "countries",
    "region": "regions",
    "year": "years",
    "kind": "kinds",
    "series": "series",
    "topic": "topics",
    "language": "languages",
    "checked": "checked",
}
"""Filter in the address -> its name in the answer of search."""
LEFT_OUT = "without"
"""Name in the address of words whose glossary is not asked."""
PAGE_SIZE = 10
YEAR_LENGTH = 4
LONGEST_NAME = 120


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
    left_out: tuple[str, ...]
    """Words whose glossary is not asked."""
    sort: str
    page: int
    asked_on: str = "search"
    """The page of the site that answers."""

    @property
    def is_narrowed(self) -> bool:
        """Say whether a filter is chosen."""
        return any(self.chosen.values())

    def request(self) -> SearchRequest:
        """Give the question for search."""
        return SearchRequest(
            text=self.text,
            countries=tuple(code.upper() for code in self.chosen["country"]),
            regions=self.chosen["region"],
            years=tuple(int(year) for year in self.chosen["year"]),
            languages=self.chosen["language"],
            kinds=self.chosen["kind"],
            series=self.chosen["series"],
            topics=self.chosen["topic"],
            is_checked=bool(self.chosen["checked"]),
            without_expansion=frozenset(self.left_out),
            sort=self.sort,
            page=self.page,
            page_size=PAGE_SIZE,
        )

    def path(
        self,
        *,
        without: tuple[str, str] | None = None,
        left_out: tuple[str, ...] | None = None,
        sort: str | None = None,
        page: int = 1,
    ) -> str:
        """Give the address of this search with one thing changed; whatever is changed begins on page 1."""
        pairs = [("q", self.text)] if self.text else []
        for name, values in self.chosen.items():
            pairs += [(name, value) for value in values if (name, value) != without]
        pairs += [(LEFT_OUT, key) for key in (self.left_out if left_out is None else left_out)]
        order = sort or self.sort
        pairs += [("sort", order)] if order != "relevance" else []
        pairs += [("page", str(page))] if page > 1 else []
        return f"/{self.language}/{self.asked_on}" + (f"?{urlencode(pairs)}" if pairs else "")


def asked_of(request: Request, *, asked_on: str = "search") -> Asked:
    """Read the address; values that no filter can have are dropped."""
    sort = text_of(request, "sort")
    return Asked(
        language=language_of(request),
        text=text_of(request, "q"),
        chosen={name: tuple(filter(fits, texts_of(request, name))) for name, fits in _FITTING.items()},
        left_out=texts_of(request, LEFT_OUT),
        sort=sort if sort in SORTS else "relevance",
        page=page_number(request),
        asked_on=asked_on,
    )


def facets_of(request: Request, asked: Asked, answer: Answer, series: Mapping[str, str]) -> tuple[Facet, ...]:
    """Give the filters that can still choose something, with how many recordings each value leaves.

    `series` gives the titles of the series in the answer.
    """
    label = _labels(services_of(request).i18n, asked.language, series)
    facets = []
    for name, heading in FACETS.items():
        listed = answer.facets.get(RESULT_FIELDS[name], ())
        choices = tuple(_choices(name, listed, asked.chosen[name], label))
        divides = len(choices) > 1 or any(choice.count < answer.total_recordings for choice in choices)
        if divides or any(choice.is_chosen for choice in choices):
            facets.append(Facet(name, heading, choices))
    return tuple(facets)


def chips_of(request: Request, asked: Asked, series: Mapping[str, str]) -> tuple[Chip, ...]:
    """Give what is chosen, each with the address that takes it away."""
    label = _labels(services_of(request).i18n, asked.language, series)
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


def _labels(i18n: I18n, language: str, series: Mapping[str, str]) -> Callable[[str, str], str]:
    say = i18n.translations(language).gettext
    labels: Mapping[str, Callable[[str], str]] = {
        "country": lambda value: i18n.country(value.upper(), language),
        "region": lambda value: i18n.region(value, language),
        "language": lambda value: i18n.language_name(value, language),
        "kind": lambda value: say(KINDS[value]),
        "series": lambda value: series.get(value, value),
        "topic": lambda value: topics()[value].names[language] if value in topics() else value,
        "checked": lambda _value: say(N_("checked by a person")),
    }
    return lambda name, value: labels[name](value) if name in labels else value


def _is_country(value: str) -> bool:
    return value == value.lower() and places.is_country(value.upper())


def _is_year(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) == YEAR_LENGTH


def _is_language(value: str) -> bool:
    return value.replace("-", "").isalnum() and value.isascii() and len(value) <= 20  # noqa: PLR2004  BCP 47 as we keep it


def _is_kind(value: str) -> bool:
    return value in set(Kind)


def _is_name(value: str) -> bool:
    return value.isprintable() and len(value) <= LONGEST_NAME


def _is_topic(value: str) -> bool:
    return value in topics()


def _is_checked(value: str) -> bool:
    return value == CHECKED


_FITTING: Mapping[str, Callable[[str], bool]] = {
    "country": _is_country,
    "region": places.is_region,
    "year": _is_year,
    "kind": _is_kind,
    "series": _is_name,
    "topic": _is_topic,
    "language": _is_language,
    "checked": _is_checked,
}
