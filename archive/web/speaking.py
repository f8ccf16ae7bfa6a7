"""Says things in the language of a request, for what views put into their page themselves."""

from collections.abc import Mapping

from starlette.requests import Request

from archive import fault_words
from archive.web.asking import number_of, services_of
from archive.web.desk import desk_words
from archive.web.identity import account_words

FAULTS = {**desk_words.FAULTS, **account_words.FAULTS}
NOTICES = {**desk_words.NOTICES, **account_words.NOTICES}


def say(request: Request, message: str, **values: object) -> str:
    """Translate a message and fill in its values."""
    services = services_of(request)
    translated = services.i18n.translations(request.state.language).gettext(message) if message else ""
    return translated % values if values else translated


def say_faults(request: Request, faults: Mapping[str, str], **values: object) -> dict[str, str]:
    """Say what is wrong with each field of a form: in words of its own, or in those for what has no field."""
    said = {}
    for field, code in faults.items():
        message = FAULTS.get(field, {}).get(code) or fault_words.FAULTS.get(code, code)
        said[field] = say(request, message, **values) if "%(" in message else say(request, message)
    return said


def notice_of(request: Request) -> str:
    """Say what the form did that led here; nothing for a code that is none of ours."""
    services = services_of(request)
    message = NOTICES.get(request.query_params.get("done", ""), "")
    if "%(lines)s" not in message:
        return say(request, message)
    lines = number_of(request.query_params.get("lines")) or 0
    return say(request, message, lines=services.i18n.number(lines, request.state.language))
