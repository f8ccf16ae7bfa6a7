"""The languages that forms of the desk offer: those of this archive first, then others that its recordings speak."""

from dataclasses import dataclass

from starlette.requests import Request

from archive.details.field_checks import offered_languages
from archive.web.asking import services_of


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a list."""

    value: str
    label: str


def language_choices(request: Request, present: str) -> tuple[Choice, ...]:
    """List the languages to choose from, by their names."""
    services = services_of(request)
    codes = offered_languages(services.settings.languages, present)
    named = {code: services.i18n.language_name(code, request.state.language) for code in codes}
    usual = len(services.settings.languages)
    ordered = [*codes[:usual], *sorted(codes[usual:], key=lambda code: named[code].casefold())]
    return tuple(Choice(code, named[code]) for code in ordered)
