"""Language codes in one spelling, and a modest guess at the language of a text. Knows no names for people."""

import re
from collections.abc import Sequence

_CODES_OF_THREE = """
    ara ar aze az bos bs deu de ger de eng en fas fa per fa fra fr fre fr hrv hr hye hy arm hy ita it kat ka geo ka
    kur ku mkd mk mac mk nld nl dut nl pol pl por pt pus ps ron ro rum ro rus ru som so spa es sqi sq alb sq srp sr
    tir ti tur tr ukr uk urd ur vie vi
"""
_PAIRS = _CODES_OF_THREE.split()
_THREE_LETTERS = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_NOT_A_LANGUAGE = frozenset({"und", "mul", "zxx", "mis", "xx"})
_CODE = re.compile(r"^([a-z]{2,3})(?:[-_].*)?$")
_COMMON_WORDS = {
    "de": "der die das und ist nicht wir sie ich ein eine zu den mit für auf von es auch dass werden",
    "en": "the and is not we you i a to of in for on that it with this are be as they have",
    "fr": "le la les et est pas nous vous je un une de des pour dans que qui avec sur ce",
    "tr": "ve bir bu için ile değil biz siz ben olarak daha çok ne var gibi kadar sonra",
    "ar": "في من على إلى أن هذا هذه التي الذي مع لا ما كان عن",
    "ru": "и в не на я что он с как это мы вы по но из для",
    "sr": "i je u na da se za su od nije smo ovo kao ali koji što",
}
_COMMON = {code: frozenset(words.split()) for code, words in _COMMON_WORDS.items()}
_LETTERS = re.compile(r"[^\W\d_]+")
ENOUGH_HITS = 3
CLEAR_LEAD = 1.5


def language_code(text: str | None) -> str | None:
    """Give the short code of a language tag: `de-DE`, `ger` and `DE` are all `de`; None when it names no language."""
    match = _CODE.match((text or "").strip().casefold())
    if match is None or match[1] in _NOT_A_LANGUAGE:
        return None
    return _THREE_LETTERS.get(match[1], match[1])


def guess_language(texts: Sequence[str]) -> str | None:
    """Count the commonest words of a few languages; None unless one of them leads clearly."""
    words = [word.casefold() for text in texts for word in _LETTERS.findall(text)]
    scores = sorted(((sum(word in common for word in words), code) for code, common in _COMMON.items()), reverse=True)
    (best, code), (second, _) = scores[0], scores[1]
    return code if best >= ENOUGH_HITS and best >= CLEAR_LEAD * second else None
