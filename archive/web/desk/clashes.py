"""Says to one of two people over a form what the other has saved meanwhile. `merging.py` tells who changed what."""

from collections.abc import Mapping

from starlette.requests import Request

from archive.web.desk.editing_words import EMPTY_NOW, SAVED_NOW
from archive.web.speaking import say, say_faults


def saved_by_now(request: Request, subject: str, shown: Mapping[str, str]) -> dict[str, str]:
    """Say that the subject was changed meanwhile, and at each field that both changed what is saved there by now.

    Args:
        request: whose language it is said in.
        subject: under which fault the form as a whole is named.
        shown: field to what is saved there, in words; empty where it is nothing.
    """
    said = {
        field: say(request, SAVED_NOW, value=value) if value else say(request, EMPTY_NOW)
        for field, value in shown.items()
    }
    return say_faults(request, {subject: "changed-meanwhile"}) | said
