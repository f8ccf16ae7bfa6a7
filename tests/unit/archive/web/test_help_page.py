"""The page that explains how to search: whole in both languages, and reached from where it is needed."""

import re

import pytest

from archive.i18n import LANGUAGES
from search.query import FIELDS, MAX_CHARACTERS, MAX_EXPANSIONS, MAX_TERMS
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.pages import visited
from tests.support.shelf import shelve_words


@pytest.fixture(scope="module")
def visitor(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("help") / "var") as services:
        shelve_words(services, "Fokus Georgien", "die Rückkehr")
        services.index.rebuild([])
        yield client_for(services)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_and_every_bound_is_explained(visitor, language):
    shown = visited(visitor, f"/{language}/help").main

    explained = {code.text for code in shown.select(".prose > p code")}
    numbers = {int(re.sub(r"\D", "", number)) for number in re.findall(r"\d[\d.,]*", shown.get_text())}
    assert set(FIELDS) <= explained
    assert {MAX_CHARACTERS, MAX_TERMS, MAX_EXPANSIONS} <= numbers
    assert len(shown.select("tbody tr")) == 7
    assert [heading.name for heading in shown.select("h1, h2, h3")] == ["h1"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_page_and_an_empty_answer_lead_there(visitor, language):
    shown = visited(visitor, f"/{language}/search?q=xyzzy")

    assert shown.select_one(f'.ask-again a[href="/{language}/help"]')
    assert shown.select_one(f'.nothing a[href="/{language}/help"]')
