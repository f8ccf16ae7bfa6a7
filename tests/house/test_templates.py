"""The templates about themselves: each can be read, says what it is, and is used; German has a word for everything."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from archive.catalogue import places
from archive.i18n import LANGUAGES, I18n
from archive.web.rendering import Pages
from tests.support.house import ROOT, name_of, tracked

FOLDER = ROOT / "templates"
HTML = sorted(FOLDER.rglob("*.html"))
PAGES = [path for path in HTML if path.parent.name in {"pages", "errors"}]
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None, "say": (2,)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def ids(paths):
    return [path.relative_to(FOLDER).as_posix() for path in paths]


@pytest.fixture(scope="module")
def pages():
    return Pages(I18n(places.place_names()))


@pytest.fixture(scope="module")
def extracted():
    """Gather all messages as `pybabel extract` does."""
    methods, options = _mapping()
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, strip_comment_tags=True, directory_filter=_ours)
    return {message for _, _, message, _, _ in found}


def test_every_template_is_escaped_by_its_name():
    assert [path for path in FOLDER.rglob("*") if path.is_file() and path.suffix not in {".html", ".xml"}] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_can_be_read(pages, language):
    environment = pages._environments[language]

    for name in pages.names():
        environment.get_template(name)


@pytest.mark.parametrize("path", PAGES, ids=ids(PAGES))
def test_every_page_has_a_title_and_a_main_part(path):
    text = path.read_text(encoding="utf-8")

    assert '{% extends "base.html" %}' in text
    assert "{% block title %}" in text
    assert "{% block main %}" in text


@pytest.mark.parametrize("path", HTML, ids=ids(HTML))
def test_no_template_writes_styles_scripts_or_raw_html(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle\s*=|\son[a-z]+\s*=|<style|\|\s*safe|autoescape false", text)
    assert not re.search(r"(?:src|href)=\"https?://", text)


def test_every_template_is_used():
    named = "\n".join(path.read_text(encoding="utf-8") for path in (*HTML, *(ROOT / "archive").rglob("*.py")))

    assert [name for name in ids(HTML) if f'"{name}"' not in named and name.rpartition("/")[2] != "base.html"] == []


def test_german_has_a_word_for_everything(extracted):
    german = _german()

    missing = [message for message in extracted if not german.get(message if isinstance(message, str) else message[0])]

    assert missing == []


def test_german_has_no_word_for_what_nobody_says(extracted):
    said = {message if isinstance(message, str) else message[0] for message in extracted}

    assert [message for message in _german() if message not in said] == []


def test_german_keeps_every_value():
    wrong = []
    with (ROOT / "locale/de/LC_MESSAGES/messages.po").open("rb") as file:
        for message in read_po(file, locale="de"):
            english = message.id if isinstance(message.id, tuple) else (message.id,)
            german = message.string if isinstance(message.string, tuple) else (message.string,)
            values = set(PLACEHOLDER.findall(english[-1]))
            if message.id and set(PLACEHOLDER.findall(german[-1])) != values:
                wrong.append(message.id)

    assert wrong == []


def test_every_style_sheet_stands_in_a_layer():
    loose = [
        name_of(path)
        for path in tracked("static/css/**.css")
        if path.name != "layers.css" and not re.match(r"(?:/\*.*?\*/\s*)?@layer ", path.read_text("utf-8"), re.DOTALL)
    ]

    assert loose == []


def _german():
    with (ROOT / "locale/de/LC_MESSAGES/messages.po").open("rb") as file:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: message.string
            for message in read_po(file, locale="de")
            if message.id and not message.fuzzy and all(message.string)
        }


def _mapping():
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        return parse_mapping_cfg(file)


def _ours(folder):
    return not Path(folder).name.startswith(".") and Path(folder).name not in {"var", "tests", "docs", "benchmarks"}
