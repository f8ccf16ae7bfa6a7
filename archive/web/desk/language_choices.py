"""The languages that forms of the desk offer: those of this archive first, then others that its recordings speak."""

from dataclasses import dataclass

from starlette.requests import Request

from archive.bootstrap import Services
from archive.details.field_checks import UNKNOWN_LANGUAGE
from archive.web.asking import services_of

COMMON_LANGUAGES = ("de", "en", "ar", "fa", "fr", "ka", "ku", "ru", "so", "sq", "sr", "ti", "tr", "uk")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a list."""

    value: str
    label: str


def language_codes(services: Services, present: str) -> tuple[str, ...]:
    """List the languages that are offered: the usual ones first."""
    first = services.settings.languages
    others = {*COMMON_LANGUAGES, present} - {*first, UNKNOWN_LANGUAGE, ""}
    return (*first, *sorted(others))


def language_choices(request: Request, present: str) -> tuple[Choice, ...]:
    """List the languages to choose from, by their names."""
    services = services_of(request)
    codes = language_codes(services, present)
    named = {code: services.i18n.language_name(code, request.state.language) for code in codes}
    usual = len(services.settings.languages)
    ordered = [*codes[:usual], *sorted(codes[usual:], key=lambda code: named[code].casefold())]
    return tuple(Choice(code, named[code]) for code in ordered)
