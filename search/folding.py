"""One spelling for the many of a word: Rückkehr and Rueckkehr, Straße and Strasse, İzmir and Izmir."""

import re
import unicodedata

IGNORABLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Characters without a shape, as the inside of a regular expression's class: soft hyphens, joiners, direction marks."""

_IGNORED = re.compile(f"[{IGNORABLE}\u0640]")  # with the Arabic tatweel, which only stretches a word
_LATIN = {"ß": "ss", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
_ARABIC = {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"}
_DIGITS = {zero + value: str(value) for zero in (0x0660, 0x06F0) for value in range(10)}
_LETTERS = str.maketrans(_LATIN | _ARABIC | {"ς": "σ"}) | _DIGITS
_UMLAUT = re.compile(r"ae|oe|(?<![aeq])ue")
_SERBIAN = {"sr", "sh", "bs", "hr"}
_SERBIAN_CYRILLIC = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
    | {"љ": "lj", "њ": "nj", "џ": "dž"}
)


def lower(word: str, language: str = "") -> str:
    """Give the word in lower case, without invisible characters; Turkish has two letters i, Serbian two scripts."""
    if word.isascii() and language != "tr":
        return word.lower()
    clean = _IGNORED.sub("", unicodedata.normalize("NFC", word))
    if language == "tr":
        clean = clean.replace("İ", "i").replace("I", "ı")
    small = clean.lower()
    return small.translate(_SERBIAN_CYRILLIC) if language in _SERBIAN else small


def fold(word: str) -> str:
    """Give the word in lower case without marks, each umlaut as its plain vowel.

    'ue' stays after a, e and q: Frauen, neue, Quelle hold no umlaut.
    """
    letters = lower(word)
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters.translate(_LETTERS))
        bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
        letters = unicodedata.normalize("NFC", bare).lower().translate(_LETTERS)
    while _UMLAUT.search(letters):  # aee becomes ae: what is folded must stay what it is when folded again
        letters = _UMLAUT.sub(_plain_vowel, letters)
    return letters


def _plain_vowel(umlaut: re.Match[str]) -> str:
    return umlaut.group()[0]
