"""The check of the operator's own texts: imprint, privacy and the others that nobody else can write."""

from collections.abc import Iterator

from archive.checks.finding import Finding, Translate, passed, warned
from archive.i18n import LANGUAGES
from archive.settings import Settings
from archive.web.pages import TITLES

NAME = "pages"
HAS_WORDS_OF_ITS_OWN = frozenset({"about"})


def check_pages(settings: Settings, gettext: Translate) -> Finding:
    """Check that every page has its text in every language."""
    _ = gettext
    missing = list(_missing(settings))
    if missing:
        fact = _("still to be written: %(names)s") % {"names": ", ".join(missing)}
        advice = _("Write them as Markdown into the folder %(folder)s.") % {"folder": settings.data / "pages"}
        return warned(NAME, fact, advice)
    return passed(NAME, _("all written"))


def _missing(settings: Settings) -> Iterator[str]:
    for name in sorted(TITLES.keys() - HAS_WORDS_OF_ITS_OWN):
        for language in LANGUAGES:
            file = settings.data / "pages" / language / f"{name}.md"
            if not file.is_file() or not file.read_text(encoding="utf-8", errors="replace").strip():
                yield f"{language}/{name}.md"
