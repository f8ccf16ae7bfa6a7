"""One spelling for the many of a word: Rückkehr and Rueckkehr, Straße and Strasse, İzmir and Izmir."""

import re
import unicodedata

IGNORABLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Characters without a shape, as the inside of a regular expression's class: soft hyphens, joiners, direction marks."""

_IGNORED = re.compile(f"[{IGNORABLE}\u0640]")  # with the Arabic tatweel, which only stretches a word
_LETTERS = str.maketrans({"ß": "ss", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
_UMLAUT = re.compile(r"ae|oe|(?<![aeq])ue")


def lower(word: str, language: str = "") -> str:
    """Give the word in lower case and without invisible characters; Turkish knows two letters i."""
    clean = _IGNORED.sub("", unicodedata.normalize("NFC", word))
    if language == "tr":
        clean = clean.replace("İ", "i").replace("I", "ı")
    return clean.lower()


def fold(word: str) -> str:
    """Give the word in lower case without marks, each umlaut as its plain vowel.

    'ue' stays after a, e and q: Frauen, neue, Quelle hold no umlaut.
    """
    letters = lower(word)
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters.translate(_LETTERS))
        bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
        letters = unicodedata.normalize("NFC", bare).lower().translate(_LETTERS)
    return _UMLAUT.sub(lambda match: match.group()[0], letters)
