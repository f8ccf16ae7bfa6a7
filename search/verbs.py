"""The forms of a German verb, made from its infinitive: the stemmer leaves zahlt and gezahlt beside zahlen.

Nobody needs to know whether a word is a verb at all: what is made of a noun in -en occurs nowhere, or is of the same
family (Kosten, kostet). Of irregular verbs the participle and what he or she does are listed here, for themselves and
behind every prefix; forms such as schrieb or stand are not, since too many of them are nouns.
"""

import re
from collections.abc import Iterator
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
_IRREGULAR = {
    "beginnen": "begonnen", "bieten": "geboten", "bitten": "gebeten", "bleiben": "geblieben",
    "brechen": "gebrochen bricht", "bringen": "gebracht", "denken": "gedacht", "empfehlen": "empfohlen empfiehlt",
    "fahren": "gefahren", "fallen": "gefallen", "fangen": "gefangen", "finden": "gefunden", "fliegen": "geflogen",
    "fliehen": "geflohen", "geben": "gegeben gibt", "gehen": "gegangen", "gelten": "gegolten gilt",
    "halten": "gehalten", "helfen": "geholfen hilft", "kennen": "gekannt", "kommen": "gekommen", "laden": "geladen",
    "lassen": "gelassen", "laufen": "gelaufen", "leiden": "gelitten", "leihen": "geliehen", "lesen": "gelesen liest",
    "liegen": "gelegen", "nehmen": "genommen nimmt", "nennen": "genannt", "raten": "geraten", "rufen": "gerufen",
    "scheiden": "geschieden", "schieben": "geschoben", "schlafen": "geschlafen", "schlagen": "geschlagen",
    "schliessen": "geschlossen", "schneiden": "geschnitten", "schreiben": "geschrieben", "sehen": "gesehen sieht",
    "senden": "gesandt", "sinken": "gesunken", "sitzen": "gesessen", "sprechen": "gesprochen spricht",
    "stehen": "gestanden", "steigen": "gestiegen", "sterben": "gestorben stirbt", "tragen": "getragen",
    "treffen": "getroffen trifft", "treiben": "getrieben", "treten": "getreten tritt", "vergessen": "vergisst",
    "verlieren": "verloren", "wachsen": "gewachsen", "weisen": "gewiesen", "werben": "geworben wirbt",
    "ziehen": "gezogen", "zwingen": "gezwungen",
}  # fmt: skip
"""Infinitives to the forms that no rule gives, folded."""
_WITHOUT_GE = ("be", "emp", "ent", "er", "ge", "miss", "ver", "zer")
_EITHER_WAY = ("durch", "hinter", "uber", "um", "unter", "wider", "wieder")
"""Prefixes that part with some verbs and stay with others: übersetzen, unterschrieben, durchgelesen."""


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
    return tuple(dict.fromkeys((*forms, *_irregular(folded))))


def _irregular(folded: str) -> Iterator[str]:
    """Give the irregular forms of a verb with or without a prefix: umgeschrieben, but beschrieben."""
    verb = next((verb for verb in _IRREGULAR if folded.endswith(verb)), "")
    prefix = folded.removesuffix(verb)
    for form in _IRREGULAR.get(verb, "").split():
        if prefix in {"", *_SEPARABLE}:
            yield f"{prefix}{form}"
        if prefix in {*_WITHOUT_GE, *_EITHER_WAY}:
            yield f"{prefix}{form.removeprefix('ge')}"
