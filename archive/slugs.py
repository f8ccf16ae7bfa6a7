"""Names in addresses: short, plain, and the same for ever once they are given."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

LONGEST = 80
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "Ss"})
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae", "œ": "oe", "þ": "th"}
)


def slug(text: str, *, otherwise: str = "recording") -> str:
    """Write a title with a to z, 0 to 9 and hyphens only; `otherwise` when nothing of it can be written so."""
    german = unicodedata.normalize("NFC", text).translate(_GERMAN).translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", german).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", "").lower())
    return _shortened("-".join(words)) or otherwise


def free_slug(text: str, *, is_taken: Callable[[str], bool], otherwise: str = "recording") -> str:
    """Give the slug of a title, numbered when others have it already."""
    wanted = slug(text, otherwise=otherwise)
    candidate, number = wanted, 1
    while is_taken(candidate):
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


@lru_cache(maxsize=20_000)
def name_slug(name: str) -> str:
    """Write a person's name for an address; as it is where none of it can be written with our letters."""
    return slug(name, otherwise=name)


def _shortened(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    cut = words[: LONGEST + 1]
    return cut[: cut.rfind("-")] if "-" in cut else words[:LONGEST]
