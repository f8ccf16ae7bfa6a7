"""What an entry of the log says beside what was done, in words. What only machines need stays in the export."""

import datetime as dt
import re
from collections.abc import Mapping

from starlette.requests import Request

from archive.publication.rights import written_day
from archive.web.asking import services_of
from archive.web.desk.audit_words import DETAILS, NAMED_DETAILS, UNSAID
from archive.web.desk.typed_times import written_time
from archive.web.speaking import say

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?[+-]\d\d:\d\d", re.ASCII)


def said_details(request: Request, details: Mapping[str, object]) -> str:
    """Say what is known beside an action, one thing after the other."""
    said = (_said_of(request, name, value) for name, value in details.items() if name not in UNSAID)
    return "; ".join(filter(None, said))


def _said_of(request: Request, name: str, value: object) -> str:
    if name == "language" and isinstance(value, str):
        return services_of(request).i18n.language_name(value, request.state.language)
    words = _said(request, value)
    return say(request, NAMED_DETAILS[name], value=words) if words and name in NAMED_DETAILS else words


def _said(request: Request, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_said(request, item) for item in value)
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):  # whole numbers count something, others are seconds of a film
        return written_time(value)
    text = str(value)
    return say(request, DETAILS[text]) if text in DETAILS else _as_time(request, text) or text


def _as_time(request: Request, text: str) -> str:
    """Write a day, or a time, as people do; nothing where it is neither."""
    formats = services_of(request).i18n.formats(request.state.language)
    if written_day(text):
        return formats.date(text)
    return formats.day_and_time(dt.datetime.fromisoformat(text), long=True) if _MOMENT.fullmatch(text) else ""
