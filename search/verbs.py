"""The forms of a German verb, made from its infinitive: the stemmer leaves zahlt and gezahlt beside zahlen.

Nobody needs to know whether a word is a verb at all: what is made of a noun in -en occurs nowhere, or is of the same
family (Kosten, kostet). Of irregular verbs data/verbs.txt lists the participle and what he or she does, for themselves
and behind every prefix; forms such as schrieb or stand are made of the separable verbs alone that stand there, since
too many of them are nouns.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from search.folding import fold
from search.lexicon import Verb, german_verbs

_INFINITIVES = ("en", "ern", "eln")
_LEAST_LETTERS = 5
_LEAST_LETTERS_OF_A_BASE = 3
_NEEDS_E = re.compile(r"(?:[td]|chn|[^aeioulrhmnäöü][mn])$")
"""Bases after which an e is spoken: bucht and lernt, but antwortet, rechnet and öffnet."""
_SEPARABLE = (
    "zusammen", "zuruck", "wieder", "weiter", "heraus", "herein", "hinaus", "hinein", "nieder", "bereit", "voraus",
    "nach", "fest", "fort", "heim", "teil", "statt", "durch", "vor", "weg", "auf", "aus", "bei", "ein", "her", "hin",
    "los", "mit", "ab", "an", "um", "zu",
)  # fmt: skip
"""Particles that part with verbs that are not listed, folded, the longest first: ausreisen, ausgereist, auszureisen."""
_WITHOUT_GE = ("be", "emp", "ent", "er", "ge", "miss", "ver", "zer")
_EITHER_WAY = ("durch", "hinter", "uber", "um", "unter", "wider", "wieder")
"""Prefixes that part with some verbs and stay with others: übersetzen, unterschrieben, durchgelesen."""
_NOUNS_WITH_PARTICLE = ("stand", "fuhr")
"""Forms of the past that are nouns even behind a particle: Aufstand, Ausfuhr. Only beside it they are verbs."""
_NOUNS_IN_THE_PLURAL = ("gab", "lag", "nahm", "sprach")
_MAKING_NOUNS = ("ab", "an", "auf", "aus", "ein", "fest", "mit", "vor", "zu")
"""The particles behind which these become nouns in the plural: Abgaben, Vorlagen, Einnahmen; but not zurückgaben."""
_NO_PAST = re.compile(r"[äöü]|^has?t$|en$")
"""Forms beside the past: fällt, hat, gewogen."""


@lru_cache(maxsize=10_000)
def forms_of_verb(folded: str) -> tuple[str, ...]:
    """Give the forms that an infinitive may have besides those of its stem; none for what cannot be one."""
    base = _base_of(folded)
    if base is None:
        return ()
    finite = _finite(base)
    forms = [finite, f"{finite}e", f"{finite}en"]
    particle = _particle_of(folded)
    for front in dict.fromkeys(("", particle)):
        rest = base.removeprefix(front)
        if len(rest) >= _LEAST_LETTERS_OF_A_BASE and not rest.startswith(_WITHOUT_GE):
            forms.append(f"{front}ge{finite.removeprefix(front)}")
        if front and len(rest) >= _LEAST_LETTERS_OF_A_BASE:
            forms.append(fold(f"{front}zu{folded.removeprefix(front)}"))  # in anzuerkennen, ue is u
    return tuple(dict.fromkeys((*forms, *_irregular(folded))))


def finite_forms(verb: Verb) -> Iterator[str]:
    """Give the forms in which a verb stands apart from its particle, as they are written, but with ss for ß."""
    base = _base_of(verb.infinitive) or verb.infinitive.removesuffix("en").removesuffix("n")
    finite = _finite(base)
    ending = finite.removeprefix(base)
    forms = [verb.infinitive, f"{base}e", f"{base}{ending.removesuffix('t')}st", finite, f"{finite}e", f"{finite}en"]
    forms.append(f"{base[:-2]}{base[-1]}e" if base.endswith("el") else base)  # sammle; meld
    for third in verb.irregular:
        if not third.startswith("ge") and not third.endswith("en"):  # no participle
            forms += (third, third.removesuffix("t"), f"{third.removesuffix('t')}st")
    for past in verb.only_with_particle:
        forms += (past, _plural(past))
    return (form.replace("ß", "ss") for form in forms)


@cache
def separable_verbs() -> Mapping[str, str]:
    """Give the separable verbs that are listed, by themselves and by all of their forms, folded."""
    known = {folded: f"{one}{verb.infinitive}" for folded, (one, verb) in _separable().items()}
    for folded, infinitive in tuple(known.items()):
        for form in (*forms_of_verb(folded), *past_forms(folded)):
            known.setdefault(form, infinitive)
    return known


@lru_cache(maxsize=1_000)
def past_forms(folded: str) -> tuple[str, ...]:
    """Give the forms of a separable verb that is listed which count behind a particle only, folded: ankam, ankamen."""
    particle, verb = _separable()[folded]
    forms = [form for form in verb.only_with_particle if form not in _NOUNS_WITH_PARTICLE]
    said_of_many = [_plural(form) for form in forms if not _NO_PAST.search(form) and not _is_noun(particle, form)]
    return tuple(fold(f"{particle}{form}") for form in (*forms, *said_of_many))


def _plural(past: str) -> str:
    return f"{past}n" if past.endswith("e") else f"{past}en"


def _is_noun(particle: str, past: str) -> bool:
    return past in _NOUNS_IN_THE_PLURAL and particle in _MAKING_NOUNS


@cache
def _separable() -> Mapping[str, tuple[str, Verb]]:
    """Give the particle and the verb of every separable verb that is listed, by its infinitive, folded."""
    return {fold(f"{one}{verb.infinitive}"): (one, verb) for verb in german_verbs() for one in verb.particles}


def _particle_of(folded: str) -> str:
    """Give the particle of a verb, folded; what an unlisted one begins with is taken for it."""
    if folded in _separable():
        return fold(_separable()[folded][0])
    return next((one for one in _SEPARABLE if folded.startswith(one)), "")


def _base_of(infinitive: str) -> str | None:
    ending = next((ending for ending in reversed(_INFINITIVES) if infinitive.endswith(ending)), "")
    base = infinitive[: -len("n")] if ending in {"ern", "eln"} else infinitive[: -len("en")]
    is_short = len(infinitive) < _LEAST_LETTERS or len(base) < _LEAST_LETTERS_OF_A_BASE
    return None if not ending or is_short or not infinitive.isalpha() else base


def _finite(base: str) -> str:
    return f"{base}et" if _NEEDS_E.search(base) else f"{base}t"


@cache
def _irregular_verbs() -> Mapping[str, tuple[str, ...]]:
    """Give the verbs with forms that no rule gives, folded, the longest first: erkennen before kennen."""
    verbs = sorted(german_verbs(), key=lambda verb: -len(verb.infinitive))
    return {fold(verb.infinitive): tuple(map(fold, verb.irregular)) for verb in verbs if verb.irregular}


def _irregular(folded: str) -> Iterator[str]:
    """Give the irregular forms of a verb with or without a prefix: umgeschrieben, but beschrieben."""
    verbs = _irregular_verbs()
    verb = next((verb for verb in verbs if folded.endswith(verb)), "")
    prefix = folded.removesuffix(verb)
    for form in verbs.get(verb, ()):
        if prefix in {"", _particle_of(folded), *_SEPARABLE}:
            yield f"{prefix}{form}"
        if prefix in {*_WITHOUT_GE, *_EITHER_WAY}:
            yield f"{prefix}{form.removeprefix('ge')}"
