"""Pages whose text belongs to whoever runs the site: Markdown files in the data folder, one for each language."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.i18n import N_
from archive.web.asking import language_of, services_of
from archive.web.rendering import render

TITLES = {
    "about": N_("About this archive"),
    "accessibility": N_("Accessibility"),
    "privacy": N_("Privacy"),
    "imprint": N_("Imprint"),
    "easy": N_("Easy language"),
    "sign-language": N_("Sign language"),
}
"""The pages by the last word of their address, which is the name of their file too."""
LARGEST_BYTES = 500_000


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page of running text."""

    name: str
    title: str
    text: str
    """Markdown; empty until somebody writes it."""
    file: str
    """Where the text belongs, below the data folder."""


def show(request: Request, *, name: str) -> Response:
    """Show the operator's text, or say honestly that it is missing and where it belongs."""
    language = language_of(request)
    file = f"pages/{language}/{name}.md"
    path = services_of(request).settings.data / "pages" / language / f"{name}.md"
    text = ""
    if path.is_file() and path.stat().st_size <= LARGEST_BYTES:
        text = path.read_text(encoding="utf-8-sig", errors="replace").strip()
    template = "pages/about.html" if name == "about" else "pages/text.html"
    return render(request, template, TextPage(name, TITLES[name], text, file))
