"""What the fields of recordings and events may hold, as texts; what is wrong with one is said by a code."""

from collections.abc import Callable, Mapping, Sequence

from archive.catalogue import dates, places
from archive.catalogue.events import Kind, Visibility
from archive.errors import InvalidInputError
from archive.i18n import is_language
from archive.plain_text import one_line, several_lines
from ingest.languages import language_code

LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_PLACE, LONGEST_NAME = 300, 20_000, 200, 200
MOST_NAMES = 50
SEVERAL_LINES = frozenset({"description", "description_de", "description_en", "speakers", "organisers"})
UNKNOWN_LANGUAGE = "und"
COMMON_LANGUAGES = ("de", "en", "ar", "fa", "fr", "ka", "ku", "ru", "so", "sq", "sr", "ti", "tr", "uk")
_NAMES_IN_FORMS = {"date": "starts"}
"""Where a field is called otherwise in forms than in the list of suggestions."""


def checked(values: Mapping[str, str | None]) -> dict[str, str]:
    """Give the texts as they are kept, without those that are None.

    Raises:
        InvalidInputError: with the fields that cannot be used.
    """
    texts = {
        field: several_lines(text) if field in SEVERAL_LINES else one_line(text)
        for field, text in values.items()
        if text is not None
    }
    found = {field: fault for field, text in texts.items() if (fault := _fault(field, text))}
    faults = {_NAMES_IN_FORMS.get(field, field): fault for field, fault in found.items()}
    if faults:
        raise InvalidInputError(faults)
    if texts.get("language"):
        texts["language"] = language_code(texts["language"]) or UNKNOWN_LANGUAGE
    if "countries" in texts:
        texts["countries"] = " ".join(dict.fromkeys(texts["countries"].upper().split()))
    return texts


def ends_before(starts: str | None, ends: str | None) -> bool:
    """Say whether an event would be over before it begins; of two dates only what both know is compared."""
    if not starts or not ends:
        return False
    known = min(len(starts), len(ends))
    return ends[:known] < starts[:known]


def offered_languages(usual: Sequence[str], present: str) -> tuple[str, ...]:
    """List the languages to choose from beside the present one: the usual ones of the archive first."""
    others = {*COMMON_LANGUAGES, present} - {*usual, UNKNOWN_LANGUAGE, ""}
    return (*usual, *sorted(others))


def _fault(field: str, text: str) -> str | None:
    check = _CHECKS.get(field)
    return check(text) if check else None


def _no_longer_than(longest: int) -> Callable[[str], str | None]:
    return lambda text: "too-long" if len(text) > longest else None


def _title(text: str) -> str | None:
    return "empty" if not text else "too-long" if len(text) > LONGEST_TITLE else None


def _date(text: str) -> str | None:
    return None if not text or dates.is_date(text) else "not-a-date"


def _names(text: str) -> str | None:
    names = text.splitlines()
    return "too-long" if len(names) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in names) else None


def _language(text: str) -> str | None:
    return None if text in {"", UNKNOWN_LANGUAGE} or is_language(language_code(text)) else "not-a-language"


def _countries(text: str) -> str | None:
    return None if all(map(places.is_country, text.upper().split())) else "not-a-country"


def _regions(text: str) -> str | None:
    return None if all(map(places.is_region, text.split())) else "not-a-region"


_CHECKS: Mapping[str, Callable[[str], str | None]] = {
    "title": _title,
    "date": _date,
    "ends": _date,
    "as_of": _date,
    "kind": lambda text: None if not text or text in set(Kind) else "not-a-kind",
    "visibility": lambda text: None if text in set(Visibility) else "not-a-visibility",
    "language": _language,
    "description": _no_longer_than(LONGEST_DESCRIPTION),
    "description_de": _no_longer_than(LONGEST_DESCRIPTION),
    "description_en": _no_longer_than(LONGEST_DESCRIPTION),
    "place": _no_longer_than(LONGEST_PLACE),
    "countries": _countries,
    "regions": _regions,
    "speakers": _names,
    "organisers": _names,
}
