"""Languages of the site: translations, names of places and languages, dates, numbers, and which language to speak.

Translations are read from the .po files when the program starts, so there is no build step to forget. Names come from
CLDR; what CLDR lacks is handed in by `archive.catalogue.places`.
"""

import datetime as dt
import gettext
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from archive.formats import Formats, duration_clock, duration_short
from ingest.places import fold

LANGUAGES = ("de", "en")
"""Languages of the site; the first answers when nothing else is asked for."""
_PACKAGED, _CHECKOUT = Path(__file__).with_name("_locale"), Path(__file__).parents[1] / "locale"
LOCALE = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
_NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
_LONGEST_HEADER = 1000
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def N_(message: str) -> str:  # noqa: N802  the name that extraction knows
    """Mark a message for translation where it is written, when it is translated somewhere else."""
    return message


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Names of places that CLDR does not have."""

    country_aliases: Mapping[str, tuple[str, ...]]
    """Further spellings by country."""
    regions: Mapping[str, Mapping[str, str]]
    """Name of a region by language."""


class I18n:
    """Everything about the languages of the site; one for the whole process, never changed."""

    languages = LANGUAGES

    def __init__(self, names: PlaceNames, *, locale: Path = LOCALE, zone: dt.tzinfo = dt.UTC) -> None:
        self._names = names
        self._translations = {language: _compiled(locale, language) for language in LANGUAGES}
        self._formats = {language: Formats(language, zone) for language in LANGUAGES}

    def translations(self, language: str) -> gettext.NullTranslations:
        """Give the translations into a language of the site; English needs none."""
        return self._translations[language]

    def formats(self, language: str) -> Formats:
        """Give dates, numbers and sizes as this language writes them."""
        return self._formats[language]

    def country(self, code: str, language: str) -> str:
        """Give the name of a country; its code when there is none."""
        return str(_locale(language).territories.get(code, code))

    def region(self, code: str, language: str) -> str:
        """Give the name of a region; its code when there is none."""
        return self._names.regions.get(code, {}).get(language, code)

    def language_name(self, code: str, language: str) -> str:
        """Give the name of a language such as `de`, `sr-Latn` or `und`; its code when there is none."""
        known = _locale(language).languages.get(code.replace("-", "_"))
        return str(known or _composed_name(code, language) or code)

    def date(self, iso: str | None, language: str, *, long: bool = True) -> str:
        """Show a date of reduced precision: 6. Dezember 2023, Mai 2022, 2018; nothing when there is none."""
        return self._formats[language].date(iso, long=long)

    def date_range(self, starts: str | None, ends: str | None, language: str) -> str:
        """Show from when to when: 23.-24. Mai 2023; only the beginning when there is no end."""
        return self._formats[language].date_range(starts, ends)

    def duration_clock(self, seconds: float) -> str:
        """Show a position or a length as a clock does: 1:42:10."""
        return duration_clock(seconds)

    def duration_short(self, seconds: float) -> str:
        """Show a length in few signs: 1:42 h, 12 min."""
        return duration_short(seconds)

    def number(self, value: float, language: str) -> str:
        """Show a number: 1.234 or 1,234."""
        return self._formats[language].number(value)

    def size(self, size_bytes: int, language: str) -> str:
        """Show the size of a file: 1,4 GB or 1.4 GB."""
        return self._formats[language].size(size_bytes)

    def negotiate(self, accept_language: str | None) -> str:
        """Choose the site's language that a browser likes best; garbage counts as nothing said."""
        wanted: dict[str, float] = {}
        for part in (accept_language or "")[:_LONGEST_HEADER].split(","):
            match = re.fullmatch(
                r"\s*([a-z]{2,3}|\*)(?:-[a-z0-9-]+)?\s*(?:;\s*q\s*=\s*([01]?(?:\.\d*)?)\s*)?", part, re.IGNORECASE
            )
            if match is None:
                continue
            primary, quality = match[1].lower(), _quality(match[2])
            wanted[primary] = max(quality, wanted.get(primary, 0.0))
        anything = wanted.get("*", 0.0)
        best = max(LANGUAGES, key=lambda language: wanted.get(language, anything))
        return best if wanted.get(best, anything) > 0 else LANGUAGES[0]

    def country_names(self) -> Mapping[str, str]:
        """Map every spelling we know, folded, to its country: `turkei`, `turkiye`, `turkey` -> TR."""
        return _country_names(tuple(self._names.country_aliases.items()))


@cache
def country_codes() -> frozenset[str]:
    """Give the codes of all countries: ISO 3166-1 alpha-2 and XK."""
    listed = map(str, _locale("en").territories)
    return frozenset(code for code in listed if re.fullmatch(r"[A-Z]{2}", code) and code not in _NOT_COUNTRIES)


def is_language(code: str | None) -> bool:
    """Say whether this is the code of a language that has a name."""
    return code is not None and code in _locale("en").languages


def _quality(text: str | None) -> float:
    if text is None:
        return 1.0
    try:
        return min(float(text), 1.0)
    except ValueError:  # "q=" and "q=."
        return 0.0


@lru_cache(maxsize=2)
def _country_names(aliases: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    spellings: dict[str, str] = {}
    own_words = dict(aliases)
    for code in sorted(country_codes()):
        for name in (*own_words.get(code, ()), *_cldr_names(code)):
            for spelling in _spellings(name):
                spellings.setdefault(spelling, code)
    for code, names in aliases:  # what we write ourselves wins over CLDR
        spellings.update({spelling: code for name in names for spelling in _spellings(name)})
    return spellings


def _cldr_names(code: str) -> tuple[str, ...]:
    native = get_official_languages(code, de_facto=True)
    names = []
    for language in (*LANGUAGES, *native):
        try:
            names.append(Locale.parse(language).territories.get(code))
        except (UnknownLocaleError, ValueError):
            continue
    return tuple(name for name in names if name)


def _spellings(name: str) -> frozenset[str]:
    """Give the folded forms of a name: as it is, without what stands in brackets, with umlauts as two letters."""
    outside = re.sub(r"\(.*?\)", " ", name)
    german = outside.translate(_GERMAN)
    return frozenset(filter(None, map(fold, (name, outside, german))))


def _composed_name(code: str, language: str) -> str | None:
    try:
        return Locale.parse(code, sep="-").get_display_name(language)
    except (UnknownLocaleError, ValueError):
        return None


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@cache
def _compiled(locale: Path, language: str) -> gettext.NullTranslations:
    path = locale / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
