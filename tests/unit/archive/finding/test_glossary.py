"""The glossary ships whole, finds what its words mean, and takes effect without a new index."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update

from archive.catalogue import places
from archive.catalogue.glossary import GlossaryGroup, GlossaryTerm
from archive.finding import shipped_glossary as shipped_glossary_module
from archive.finding.glossary import CurrentGlossary
from archive.finding.shipped_glossary import (
    LISTS,
    read_lists,
    seed_glossary,
    shipped_glossary,
    shipped_terms,
)
from archive.i18n import I18n
from search.analysis import split_words
from search.folding import fold
from tests.support.glossaries import also, shipped
from tests.support.house import ROOT


@pytest.fixture(scope="module")
def shipped_words():
    return shipped_glossary()


def test_more_than_900_pairs_of_german_and_english_ship():
    pairs = [lists for lists in read_lists().values() if lists.get("de") and lists.get("en")]

    assert len(pairs) >= 900


def test_the_page_about_search_says_about_how_much_ships():
    page = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
    said = re.search(r"More than ([\d,]+) groups with more than ([\d,]+) words ship", page).groups()

    for number, count in zip(said, (len(read_lists()), len(shipped_terms())), strict=True):
        assert 0.9 * count < int(number.replace(",", "")) < count


@pytest.mark.parametrize(
    ("verb", "noun"),
    [
        ("zahlen", "Auszahlung"),
        ("ausreisen", "Ausreise"),
        ("abschieben", "Abschiebung"),
        ("abgeschoben", "Abschiebung"),
        ("begründen", "Begründung"),
        ("zurückkehren", "Rückkehr"),
        ("anerkennen", "Anerkennung"),
        ("anmelden", "Anmeldung"),
        ("beantragen", "Antrag"),
        ("impfen", "Impfung"),
        ("fliegen", "Flug"),
    ],
)
def test_a_verb_stands_for_its_noun(shipped_words, verb, noun):
    assert noun in also(shipped_words, verb)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Türkei", {"Türkiye", "Turkey"}),
        ("Türkiye", {"Türkei", "Turkey"}),
        ("Tuerkei", {"Türkiye", "Turkey"}),
        ("Georgiens", {"Georgien", "Georgia"}),
        ("Tiflis", {"Tbilisi", "თბილისი"}),
        ("Arbil", {"Erbil", "أربيل"}),
        ("Nis", {"Ниш"}),
        ("IOM", {"Internationale Organisation für Migration"}),
        ("Bundesamt für Migration und Flüchtlinge", {"BAMF"}),
    ],
)
def test_a_name_is_found_in_all_its_spellings(shipped_words, typed, meant):
    assert meant <= also(shipped_words, typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Albanian", {"Albanien", "albanisch", "Albaner"}),
        ("albanische", {"Albanien", "Albania", "Albanian"}),
        ("Georgier", {"Georgien", "Georgia", "Georgian"}),
        ("Georgierinnen", {"Georgien", "Georgian"}),
        ("Nigerians", {"Nigeria", "nigerianisch", "Nigerianer"}),
        ("Nigerien", {"Niger", "nigrisch"}),
        ("Iraker", {"Irak", "Iraq", "Iraqi"}),
        ("Ghana", {"ghanaisch", "Ghanaer", "Ghanaian"}),
        ("Südafrikaner", {"South Africa", "South African"}),
        ("Congo", {"Kongo", "kongolesisch", "DR Kongo"}),
        ("Island", {"Iceland", "isländisch"}),
        ("Isländer", {"Iceland", "Icelandic"}),
    ],
)
def test_a_country_is_found_by_its_names_its_adjectives_and_its_people(shipped_words, typed, meant):
    assert meant <= also(shipped_words, typed)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("Tirana", "Albanien"), ("Albanien", "Tirana"), ("Nigeria", "Niger"), ("Kurde", "Irak"), ("French", "France"),
        ("Iceland", "Island"), ("Icelandic", "Isländer"),
    ],
)  # fmt: skip
def test_what_is_not_the_country_does_not_stand_for_it(shipped_words, typed, other):
    assert other not in also(shipped_words, typed)


def test_the_narrower_word_is_found_and_does_not_stand_for_the_wider_one(shipped_words):
    assert "Muttersprache" in also(shipped_words, "Sprache")
    assert "Sprache" not in also(shipped_words, "Muttersprache")
    assert "drugs" in also(shipped_words, "Medikament")
    assert "Medikament" not in also(shipped_words, "drugs")


def test_countries_of_the_catalogue_are_found_by_their_german_and_english_names(shipped_words):
    i18n = I18n(places.place_names())
    codes = {*places.country_aliases(), *(code for region in places.regions().values() for code in region.countries)}

    for code in codes:
        german, english = (i18n.country(code, language).split(" (")[0] for language in ("de", "en"))
        is_one_name = fold(german) == fold(english) or "-" in german or "&" in english
        assert is_one_name or english in also(shipped_words, german), (german, english)


def test_every_shipped_word_fits_its_columns():
    for term in shipped_terms():
        assert split_words(term.text), term
        assert len(term.text) <= GlossaryTerm.text.type.length
        assert len(term.key) <= GlossaryTerm.seed_key.type.length


def test_no_group_stands_in_two_files(tmp_path, monkeypatch):
    for name in ("one", "other"):
        (tmp_path / f"{name}.toml").write_text('[flight]\nde = ["Flug"]\n', encoding="utf-8")
    monkeypatch.setattr(shipped_glossary_module, "GLOSSARY", tmp_path)

    with pytest.raises(ValueError, match=r"other\.toml.*flight"):
        read_lists()


def test_every_list_of_the_file_is_known_and_no_word_is_twice_in_its_group():
    for group, lists in read_lists().items():
        assert lists.keys() <= LISTS.keys(), group
        for field in lists:
            assert len(set(lists[field])) == len(lists[field]), group


def test_a_word_that_ships_otherwise_now_becomes_so_with_the_next_question(database):
    older = shipped("payout", "Auszahlung", "zahlen")
    newer = [older[0], replace(older[1], is_narrower=True)]
    current = CurrentGlossary()

    with database.writing() as session:
        seed_glossary(session, older)
        assert also(current.of(session), "zahlen") == {"Auszahlung"}
    with database.writing() as session:
        assert seed_glossary(session, newer) == 1
    with database.reading() as session:
        assert also(current.of(session), "zahlen") == set()
        assert also(current.of(session), "Auszahlung") == {"zahlen"}
    with database.writing() as session:
        assert seed_glossary(session, newer) == 0


def test_each_change_takes_effect_with_the_next_question(database):
    current = CurrentGlossary()

    def now(text="Rückkehr"):
        with database.reading() as session:
            return also(current.of(session), text)

    assert now() == set()
    with database.writing() as session:
        seed_glossary(session, shipped("return", "Rückkehr", "Heimkehr"))
    assert now() == {"Heimkehr"}
    with database.writing() as session:
        session.scalars(select(GlossaryTerm).where(GlossaryTerm.text == "Heimkehr")).one().text = "Heimreise"
    assert now() == {"Heimreise"}
    with database.writing() as session:
        session.execute(update(GlossaryGroup).values(is_enabled=False))
    assert now() == set()
    with database.writing() as session:
        session.execute(update(GlossaryGroup).values(is_enabled=True))
        session.execute(delete(GlossaryTerm).where(GlossaryTerm.text == "Heimreise"))
    assert now() == set()


def test_an_unchanged_glossary_is_not_prepared_again(database):
    current = CurrentGlossary()
    with database.writing() as session:
        seed_glossary(session, shipped("return", "Rückkehr", "Heimkehr"))

    with database.reading() as session:
        assert current.of(session) is current.of(session)
