"""Countries named in a text, in whatever spelling the given names hold. Pure; knows no country by itself."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_NAME_WORDS = 6
SHORTEST_NAME = 4
SHORTEST_GENITIVE = 5
_WORD = re.compile(r"[^\W_]+")
_DIGRAPHS = re.compile(r"([aou])e")
_TITLES_OF_PEOPLE_TEXT = "herr herrn frau dr prof mr mrs ms michael katie neil sir lady"
_TITLES_OF_PEOPLE = frozenset(_TITLES_OF_PEOPLE_TEXT.split())
_AWAY = frozenset({"aus", "from"})
_AMERICAN = frozenset({"atlanta", "savannah", "augusta", "athens"})
_NEVER_ABROAD = frozenset({"georgia"})
_WHERE_WE_ARE = "DE"


@dataclass(frozen=True, slots=True)
class _Written:
    text: str
    folded: str


def fold(text: str) -> str:
    """Bring a name into the form in which names are compared: no case, no accents, no punctuation.

    `Türkei` is `turkei`, `Côte d'Ivoire` is `cote d ivoire`.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(char for char in decomposed if not unicodedata.combining(char))))


def country_named(name: str, names: Mapping[str, str]) -> str | None:
    """Give the code of a country that stands by itself, as one of its `names` or as a code; None for what is none."""
    code = names.get(fold(name), name.upper())
    return code if code in set(names.values()) else None


def countries_in(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """List the countries a text names, in the order it names them, each once.

    Where the return starts is not what a recording is about: a country after "aus" or "from" counts only when no
    other is named, and Germany only when it stands alone.
    """
    words = [_Written(word, fold(word)) for word in _WORD.findall(text.replace("_", " "))]
    found: list[str] = []
    left: list[str] = []
    place = 0
    while place < len(words):
        length, code = _longest_name(words, place, names)
        if code is not None and not _is_something_else(words, place, length):
            departs = place > 0 and words[place - 1].folded in _AWAY
            (left if departs else found).append(code)
        place += length
    chosen = list(dict.fromkeys(found or left))
    return tuple(code for code in chosen if code != _WHERE_WE_ARE) or tuple(chosen)


def _longest_name(words: list[_Written], place: int, names: Mapping[str, str]) -> tuple[int, str | None]:
    """Give how many words the longest country name from here on takes, and its code; one word when there is none."""
    for length in range(min(LONGEST_NAME_WORDS, len(words) - place), 0, -1):
        written = words[place : place + length]
        code = _code(" ".join(word.folded for word in written), names)
        if code is None:
            continue
        only = written[0].text
        if length == 1 and len(only) < SHORTEST_NAME and not only.isupper():
            continue  # "us" and "uk" are words, "USA" and "UK" are countries
        if length == 1 and only.islower():
            continue  # "guinea pig", "china" as tableware
        return length, code
    return 1, None


def _code(name: str, names: Mapping[str, str]) -> str | None:
    """Look a folded name up, as it is, with ae/oe/ue for umlauts, and in the German genitive."""
    for spelling in (name, _DIGRAPHS.sub(r"\1", name)):
        if spelling in names:
            return names[spelling]
        if spelling.endswith("s") and len(spelling) > SHORTEST_GENITIVE and spelling[:-1] in names:
            return names[spelling[:-1]]
    return None


def _is_something_else(words: list[_Written], place: int, length: int) -> bool:
    """Recognise surnames ("Frau Jordan") and the American state ("Atlanta, Georgia")."""
    before = words[place - 1].folded if place else ""
    after = words[place + length].folded if place + length < len(words) else ""
    if before in _TITLES_OF_PEOPLE:
        return True
    return words[place].folded in _NEVER_ABROAD and (before in _AMERICAN or after in {"usa", "tech", "state"})
