"""The forms of a regular German verb, made from its infinitive: the stemmer leaves zahlt and gezahlt beside zahlen.

Nobody needs to know whether a word is a verb at all: what is made of a noun in -en occurs nowhere, or is of the same
family (Kosten, kostet). Irregular forms (geht, gegangen) are words of the glossary.
"""

import re
from functools import lru_cache

_INFINITIVES = ("en", "ern", "eln")
_LEAST_LETTERS = 5
_LEAST_LETTERS_OF_A_BASE = 3
_NEEDS_E = re.compile(r"(?:[td]|chn|[^aeioulrhmn][mn])$")
"""Bases after which an e is spoken: bucht and lernt, but antwortet, rechnet and öffnet."""
_SEPARABLE = (
    "zusammen", "zuruck", "wieder", "weiter", "heraus", "herein", "hinaus", "hinein", "nieder", "bereit", "voraus",
    "nach", "fest", "fort", "heim", "teil", "statt", "durch", "vor", "weg", "auf", "aus", "bei", "ein", "her", "hin",
    "los", "mit", "ab", "an", "um", "zu",
)  # fmt: skip
"""Particles that part with their verb, folded, the longest first: ausreisen, ausgereist, auszureisen."""
_WITHOUT_GE = ("be", "emp", "ent", "er", "ge", "miss", "ver", "zer")


@lru_cache(maxsize=10_000)
def forms_of_verb(folded: str) -> tuple[str, ...]:
    """Give the forms that an infinitive may have besides those of its stem; none for what cannot be one."""
    ending = next((ending for ending in reversed(_INFINITIVES) if folded.endswith(ending)), "")
    base = folded[: -len("n")] if ending in {"ern", "eln"} else folded[: -len("en")]
    if not ending or len(folded) < _LEAST_LETTERS or len(base) < _LEAST_LETTERS_OF_A_BASE or not folded.isalpha():
        return ()
    finite = f"{base}et" if _NEEDS_E.search(base) else f"{base}t"
    forms = [finite, f"{finite}e", f"{finite}en"]
    particle = next((one for one in _SEPARABLE if base.startswith(one)), "")
    for front in dict.fromkeys(("", particle)):
        rest = base.removeprefix(front)
        if len(rest) >= _LEAST_LETTERS_OF_A_BASE and not rest.startswith(_WITHOUT_GE):
            forms.append(f"{front}ge{finite.removeprefix(front)}")
        if front and len(rest) >= _LEAST_LETTERS_OF_A_BASE:
            forms.append(f"{front}zu{folded.removeprefix(front)}")
    return tuple(dict.fromkeys(forms))
