"""Countries and regions as the catalogue knows them: codes, the countries of a region, spellings people use.

Countries are ISO 3166-1 alpha-2 plus CLDR's XK (Kosovo). Their names are CLDR's (see i18n); only what CLDR does not
know stands in `data/countries.toml`, and regions in `data/regions.toml`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.i18n import PlaceNames, country_codes

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Region:
    """Countries that events are about together."""

    code: str
    names: Mapping[str, str]
    """Name by language."""
    countries: tuple[str, ...]


@cache
def regions() -> Mapping[str, Region]:
    """Give all regions by code."""
    listed: dict[str, dict[str, object]] = tomllib.loads((DATA / "regions.toml").read_text(encoding="utf-8"))
    return {code: _region(code, entry) for code, entry in listed.items()}


@cache
def country_aliases() -> Mapping[str, tuple[str, ...]]:
    """Give the spellings of countries that CLDR does not have, by code."""
    listed: dict[str, list[str]] = tomllib.loads((DATA / "countries.toml").read_text(encoding="utf-8"))
    return {code: tuple(spellings) for code, spellings in listed.items()}


def place_names() -> PlaceNames:
    """Give the names that i18n needs beside CLDR's."""
    return PlaceNames(
        country_aliases=country_aliases(), regions={code: region.names for code, region in regions().items()}
    )


def is_country(code: str) -> bool:
    """Say whether this is the code of a country."""
    return code in country_codes()


def is_region(code: str) -> bool:
    """Say whether this is the code of a region."""
    return code in regions()


def countries_of(region: str) -> tuple[str, ...]:
    """Give the countries of a region; none when there is no such region."""
    found = regions().get(region)
    return () if found is None else found.countries


def regions_of(country: str) -> tuple[str, ...]:
    """Give the regions that a country lies in."""
    return tuple(code for code, region in regions().items() if country in region.countries)


@cache
def _neighbours() -> Mapping[str, frozenset[str]]:
    listed: dict[str, list[str]] = tomllib.loads((DATA / "neighbours.toml").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for code, others in listed.items():
        for other in others:
            found.setdefault(code, set()).add(other)
            found.setdefault(other, set()).add(code)
    return {code: frozenset(others) for code, others in found.items()}


def neighbours_of(country: str) -> frozenset[str]:
    """Give the countries that share a border with a country."""
    return _neighbours().get(country, frozenset())


def _region(code: str, entry: Mapping[str, object]) -> Region:
    names, countries = entry["names"], entry["countries"]
    if not isinstance(names, dict) or not isinstance(countries, list):
        message = f"regions.toml: {code} needs a table `names` and a list `countries`"
        raise TypeError(message)
    return Region(code, names, tuple(countries))
