"""Languages as search sees them: which stemmer reads which language, and the words too common to index."""

import threading
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Protocol

import Stemmer
from whoosh.lang.stopwords import stoplists

from search.folding import fold

UNKNOWN = ""
"""The language of a text whose language is not known; its words are folded, not stemmed."""

ALGORITHMS = {
    "ar": "arabic", "bs": "serbian", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hr": "serbian", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sh": "serbian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Language codes to Snowball stemmers. Georgian, among others, has none."""

_COMMON = {
    language: frozenset(fold(word) for word in (*stoplists[language], *more))
    for language, more in {"de": ("dass",), "en": ()}.items()
}
_ARTICLES = {"de": frozenset({"der", "die", "das", "den", "dem", "des"})}
"""One word with other endings, as people decline it, though no stemmer knows."""
_stemming = threading.Lock()


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the name PyStemmer gave it


def base_language(tag: str) -> str:
    """Give the language of a tag such as de-DE, in lower case; UNKNOWN for und and for nothing."""
    language = tag.strip().replace("_", "-").split("-")[0].lower()
    return UNKNOWN if language in {"und", "mul", "zxx"} else language


def stem(word: str, language: str) -> str:
    """Give the stem of a lower-case word, or the word itself where the language has no stemmer."""
    stemmer = _stemmer(language)
    if stemmer is None:
        return word
    with _stemming:  # a Snowball stemmer keeps state between calls
        return stemmer.stemWord(word)


def is_common(word: str, language: str) -> bool:
    """Say whether this folded word is too common in this language to be indexed."""
    return word in _COMMON.get(language, ())


def common_alike(word: str, language: str) -> frozenset[str]:
    """Give the stop words of this language that differ from this folded one in their ending alone, and itself."""
    return _alike(language).get(word, frozenset({word}))


def stemmers_version() -> str:
    """Name the version of the stemmers: another one may stem otherwise, and an index is bound to it."""
    return str(Stemmer.version())


@cache
def _alike(language: str) -> Mapping[str, frozenset[str]]:
    by_stem: dict[str, set[str]] = {}
    articles = _ARTICLES.get(language, frozenset())
    for word in _COMMON.get(language, ()):
        by_stem.setdefault("" if word in articles else stem(word, language), set()).add(word)
    return {word: frozenset(alike) for alike in by_stem.values() for word in alike}


@lru_cache(maxsize=64)
def _stemmer(language: str) -> _Stemmer | None:
    algorithm = ALGORITHMS.get(language)
    if algorithm is None or algorithm not in Stemmer.algorithms():
        return None
    stemmer: _Stemmer = Stemmer.Stemmer(algorithm)
    return stemmer
