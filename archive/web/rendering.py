"""Makes pages out of templates: one frozen context a page, autoescaped, every text in the language of the request.

The only user of Jinja. A template sees `page` (its own dataclass), `site` (what stands around every page) and the
functions below; anything else is an error when it is rendered.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from archive.catalogue.viewing import VISITOR, Viewer
from archive.i18n import LANGUAGES, I18n
from archive.web import addresses
from archive.web.asking import services_of
from archive.web.assets import Assets, load_assets
from archive.web.desk.desk_words import STATES
from archive.web.structured import json_ld
from archive.web.words import BECAUSE, KINDS, NO_TRANSCRIPT, ORIGINS

_PACKAGED, _CHECKOUT = Path(__file__).parents[1] / "_templates", Path(__file__).parents[2] / "templates"
TEMPLATES = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "sd", "ug", "ur", "yi", "ckb"})
LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_SMALLEST_HEADING = 6
_WORTH_COMPRESSING_BYTES = 1000


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in a language of the site."""

    code: str
    name: str
    path: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Site:
    """What stands around every page."""

    name: str
    language: str
    path: str
    section: str
    """First word of the path after the language; empty on the start page."""
    languages: tuple[LanguageLink, ...]
    css: str
    js: str
    desk_css: str
    desk_js: str
    icon: str
    viewer: Viewer
    account_name: str
    """Of who is signed in; empty for visitors."""
    default_url: str
    """The same page without a language of its own: the first of the site."""
    url: str
    """This page without what was asked of it."""

    def to(self, *parts: str | int, **query: object) -> str:
        """Give the address of a page in the language of this one."""
        return addresses.page(self.language, *parts, **query)


class Pages:
    """Templates ready to be filled, one environment for each language."""

    def __init__(self, i18n: I18n, *, templates: Path = TEMPLATES, assets: Assets | None = None) -> None:
        self.assets = assets or load_assets()
        self._environments = {language: _environment(i18n, language, templates) for language in LANGUAGES}

    def html(self, name: str, *, site: Site, page: object) -> str:
        """Fill a template."""
        return self._environments[site.language].get_template(name).render(page=page, site=site)

    def names(self) -> list[str]:
        """List all templates."""
        return self._environments[LANGUAGES[0]].list_templates()


def render(
    request: Request, name: str, page: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """Answer with a page in the language of the request."""
    pages: Pages = request.app.state.pages
    content: bytes | str = pages.html(name, site=site_of(request), page=page)
    sent = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie", **(headers or {})}
    if len(content) > _WORTH_COMPRESSING_BYTES and "gzip" in request.headers.get("accept-encoding", ""):
        content = gzip.compress(str(content).encode(), compresslevel=5, mtime=0)
        sent["Content-Encoding"] = "gzip"
    return HTMLResponse(content, status, headers=sent)


def site_of(request: Request) -> Site:
    """Gather what stands around the page of a request."""
    services = services_of(request)
    assets: Assets = request.app.state.pages.assets
    path = request.scope["path"]
    language = getattr(request.state, "language", LANGUAGES[0])
    query = request.scope.get("query_string", b"").decode("latin-1")
    rest = path.split("/") if addresses.language_of(path) else []
    return Site(
        name=services.settings.site_name,
        language=language,
        path=path,
        section=rest[2] if len(rest) > 2 else "",  # noqa: PLR2004  "", language, section
        languages=tuple(_link(code, path, query, language, services.settings.public_url) for code in LANGUAGES),
        css=assets.css.path,
        js=assets.js.path,
        desk_css=assets.desk_css.path,
        desk_js=assets.desk_js.path,
        icon=assets.icon.path,
        viewer=getattr(request.state, "viewer", VISITOR),
        account_name=account.name if (account := getattr(request.state, "account", None)) is not None else "",
        default_url=services.settings.public_url + addresses.in_language(path, LANGUAGES[0]),
        url=services.settings.public_url + addresses.in_language(path, language),
    )


def markdown(text: str) -> Markup:
    """Turn an operator's text into HTML: no HTML of its own, words for pictures, headings one level down."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, _SMALLEST_HEADING)}"
        for part in token.children or ():
            if part.type == "image":  # nothing is fetched from other sites
                part.type, part.tag, part.content, part.children = "text", "", part.content, None
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S704  markdown-it escapes, HTML is off


def direction(language: str) -> str:
    """Say in which direction a language is written."""
    return "rtl" if language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"


def _link(code: str, path: str, query: str, current: str, public_url: str) -> LanguageLink:
    there = addresses.in_language(path, code)
    asked = f"{there}?{query}" if query and addresses.language_of(path) else there
    return LanguageLink(code, LANGUAGE_NAMES[code], asked, public_url + there, code == current)


def _environment(i18n: I18n, language: str, templates: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(i18n.translations(language), newstyle=True)  # type: ignore[attr-defined]  # the i18n extension adds it
    environment.filters.update(_filters(i18n, language))
    environment.globals.update(addresses=addresses, kinds=KINDS, origins=ORIGINS, no_transcript=NO_TRANSCRIPT)
    environment.globals.update(desk_states=STATES, withdrawn_because=BECAUSE)
    return environment


def _filters(i18n: I18n, language: str) -> dict[str, Any]:
    formats = i18n.formats(language)
    return {
        "clock": i18n.duration_clock,
        "duration": i18n.duration_short,
        "spoken": formats.duration_spoken,
        "date": formats.date,
        "date_range": formats.date_range,
        "day": formats.day,
        "day_and_time": formats.day_and_time,
        "number": formats.number,
        "size": formats.size,
        "country": partial(i18n.country, language=language),
        "region": partial(i18n.region, language=language),
        "language_name": partial(i18n.language_name, language=language),
        "say": i18n.translations(language).gettext,
        "second": addresses.second,
        "direction": direction,
        "markdown": markdown,
        "json_ld": json_ld,
    }
