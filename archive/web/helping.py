"""The page that explains how to search. Its text is the one of the documentation, so that there is only one."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from archive.web.asking import language_of
from archive.web.rendering import render

_PACKAGED, _CHECKOUT = Path(__file__).parents[1] / "_help", Path(__file__).parents[2] / "docs"
HELP = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
FILES = {"de": "suchen.md", "en": "searching.md"}


@dataclass(frozen=True, slots=True)
class HelpPage:
    """How to search."""

    text: str
    """Markdown, without its heading: the page has one."""


def show(request: Request) -> Response:
    """Explain how to search."""
    return render(request, "pages/help.html", HelpPage(_text(language_of(request))))


@cache
def _text(language: str) -> str:
    _, _, text = (HELP / FILES[language]).read_text(encoding="utf-8").partition("\n")
    return text
