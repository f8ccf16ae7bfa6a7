"""From the code and data of an error to two sentences for people: what is wrong, and what to do about it.

The sentences are in `error_words.py`; here one is chosen, translated and filled in. Used by pages, job pages and the
command line, so that everybody reads the same.
"""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass

from archive.error_words import OTHERWISE, WORDS
from archive.fault_words import FAULTS, MISSING, SUBJECTS
from archive.i18n import N_
from archive.sentences import Words

GIGA, MEGA = 10**9, 10**6
MINUTE, HOUR = 60, 3600
LONGEST_VALUE = 300


@dataclass(frozen=True, slots=True)
class Said:
    """What a person reads."""

    what: str
    todo: str

    def __str__(self) -> str:
        return f"{self.what} {self.todo}".strip()


def explain(code: str, details: Mapping[str, object], translations: gettext.NullTranslations) -> Said:
    """Say an error in a language of the site; an unknown code is named as it is."""
    words = words_for(code, details)
    values = _Values({name: _shown(value) for name, value in details.items()})
    values["code"] = code
    if kind := SUBJECTS.get(values.get("subject", "")):
        values["subject"] = translations.gettext(kind)
    for name, value in details.items():
        if name.endswith("_bytes") and isinstance(value, int | float):
            values[name.removesuffix("_bytes") + "_size"] = _size(value)
    if code == "setting-invalid":
        advice = values["advice"]
        values["advice"] = translations.gettext(advice)
    if code == "input-invalid":
        faults = (FAULTS.get(str(fault), str(fault)) for fault in details.values())
        values["faults"] = " ".join(translations.gettext(fault) for fault in faults)
    if code == "not-publishable":
        missing = (MISSING.get(name, name) for name in str(details.get("missing", "")).split())
        values["missing"] = ", ".join(translations.gettext(name) for name in missing)
    what, todo = (translations.gettext(sentence) % values for sentence in (words.what, words.todo))
    return Said(what.replace(" ()", ""), todo)  # no subject, no brackets


def time_left(seconds: float | None, translations: gettext.NullTranslations) -> str:
    """Say how long something will take, as roughly as it is known; nothing while nobody can tell."""
    if seconds is None:
        return ""
    if seconds < MINUTE:
        return translations.gettext(N_("less than a minute left"))
    if seconds < 2 * HOUR:
        return translations.gettext(N_("about %(minutes)s min left")) % {"minutes": round(seconds / MINUTE)}
    return translations.gettext(N_("about %(hours)s h left")) % {"hours": round(seconds / HOUR)}


def words_for(code: str, details: Mapping[str, object]) -> Words:
    """Choose the words: those of the reason where there are some, else those of the code."""
    reason = details.get("reason")
    return WORDS.get(f"{code}/{reason}") or WORDS.get(code) or OTHERWISE


class _Values(dict[str, str]):
    """What is filled in; a value that an older version did not keep must not hide the sentence."""

    def __missing__(self, key: str) -> str:
        return "?"


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _size(size_bytes: float) -> str:
    return f"{size_bytes / GIGA:.0f} GB" if size_bytes >= GIGA else f"{size_bytes / MEGA:.0f} MB"
