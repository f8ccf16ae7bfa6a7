"""People named as speakers in a text: "mit Anna Muster und Dr. Bernd Beispiel", "Referentin: ...".

Pure, and modest: a name missed is typed in at the desk, a wrong one is an annoyance.
"""

import re
from collections.abc import Callable

MOST_PEOPLE = 20
_PARTICLES = r"(?:von der|von dem|van der|van den|von|van|vom|zu|zur|de|del|della|di|da|el|al|bin|ibn)"
_TITLE = r"(?:(?:Prof|Dr|Dipl|Ing|med|phil|jur|rer|nat|h\.\s?c|Mag|M\.\s?A)\.?(?:-Ing\.)?\s+)*"
_SALUTATION = r"(?:(?:Frau|Herrn?|Mr\.?|Mrs\.?|Ms\.?)\s+)?"
_NAME_WORD = r"[A-ZÄÖÜÁÉÍÓÚÇĆČĐŞŠŽİ][\w'’]+(?:-[A-ZÄÖÜÇĆČĐŞŠŽ]\w+)*"
_INITIAL = r"(?:\s+[A-Z]\.)?"
_PERSON = rf"{_SALUTATION}({_TITLE}{_NAME_WORD}{_INITIAL}(?:\s+{_PARTICLES})?(?:\s+{_NAME_WORD}){{1,3}})"
_NEXT = r"\s*(?:,\s*(?:und|and|sowie)?|;|\bund\b|\band\b|\bsowie\b|&|/)\s*"
_PEOPLE = rf"{_PERSON}(?:{_NEXT}{_PERSON})*"
_ROLE = (
    r"(?:Referent(?:in|innen|en|\*innen|:innen)?|Redner(?:in|innen)?|Vortragende[rn]?|Sprecher(?:in|innen)?"
    r"|Moderation|Moderator(?:in)?|Gäste|Gast|Speakers?|Presenters?|Presented by|Moderated by|Hosted by)"
)
_AFTER_ROLE = re.compile(rf"\b{_ROLE}\s*(?:\([^)]*\))?\s*[:–-]?\s+(?P<people>{_PEOPLE})")
_AFTER_WITH = re.compile(rf"\b(?:[Mm]it|[Ww]ith|[Vv]ortrag von|[Tt]alk by)\s+(?P<people>{_PEOPLE})")
_ONE = re.compile(_PERSON)
_NOT_A_NAME_TEXT = """
    fokus schwerpunkt blick thema themen fragen fachleute expertinnen experten vertreterinnen vertretern
    informationen freiwillige freiwilliger rückkehr beratung rückkehrberatung virtuelle virtueller veranstaltung
    veranstaltungsreihe option focus topic questions voluntary return reintegration series online webinar dem
    der den die das einer einem deutscher deutschen bundesamt ministerium organisation international migration
    team untertiteln untertitel subtitles gebärdensprache englischen deutsche teil tag video audio
"""
_NOT_A_NAME = frozenset(_NOT_A_NAME_TEXT.split())


def speakers_in(text: str, *, is_place: Callable[[str], bool] = lambda _name: False) -> tuple[str, ...]:
    """List the people a text names as speakers, in its order, with their titles, each once."""
    found: dict[str, None] = {}
    for pattern in (_AFTER_ROLE, _AFTER_WITH):
        for match in pattern.finditer(" ".join(text.split())):
            for person in _ONE.finditer(match["people"]):
                name = person[1].strip(" .,;")
                if _is_a_name(name, is_place):
                    found[name] = None
    return tuple(found)[:MOST_PEOPLE]


def _is_a_name(name: str, is_place: Callable[[str], bool]) -> bool:
    words = [word.casefold() for word in name.split()]
    return not any(word in _NOT_A_NAME for word in words) and not is_place(name)
