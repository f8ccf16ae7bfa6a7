"""Shipped words come into the catalogue, are compared when others ship, and leave alone what staff changed."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select, update

from archive.catalogue.glossary import GlossaryGroup, GlossaryTerm, TermKind, TermOrigin
from archive.finding import shipped_glossary as shipped_glossary_module
from archive.finding.shipped_glossary import keep_glossary_current, seed_glossary, shipped_terms
from search.documents import SCHEMA_VERSION
from tests.support.glossaries import shipped


def texts(session):
    return set(session.scalars(select(GlossaryTerm.text)))


def test_seeding_twice_changes_nothing(database):
    with database.writing() as session:
        added = seed_glossary(session)
    with database.writing() as session:
        assert seed_glossary(session) == 0
        assert session.scalar(select(func.count(GlossaryTerm.id))) == added == len(shipped_terms())


def ships(monkeypatch, folder, *texts):
    folder.mkdir(exist_ok=True)
    (folder / "flight.toml").write_text(f"[flight]\nde = {list(texts)}\n", encoding="utf-8")
    monkeypatch.setattr(shipped_glossary_module, "GLOSSARY", folder)
    shipped_terms.cache_clear()


@pytest.fixture
def _shipped_terms_are_read_again():
    yield
    shipped_terms.cache_clear()


@pytest.mark.usefixtures("_shipped_terms_are_read_again")
def test_the_catalogue_is_compared_with_what_ships_only_when_something_else_ships(database, monkeypatch, tmp_path):
    ships(monkeypatch, tmp_path / "glossary", "Flug", "Abflug")
    with database.writing() as session:
        keep_glossary_current(session)
        assert texts(session) == {"Flug", "Abflug"}
        session.execute(delete(GlossaryTerm).where(GlossaryTerm.text == "Abflug"))
    with database.writing() as session:
        keep_glossary_current(session)
        assert texts(session) == {"Flug"}

    ships(monkeypatch, tmp_path / "glossary", "Flug", "Abflug", "Rückflug")
    with database.writing() as session:
        keep_glossary_current(session)
        assert texts(session) == {"Flug", "Abflug", "Rückflug"}


@pytest.mark.usefixtures("_shipped_terms_are_read_again")
def test_words_that_are_folded_otherwise_are_compared_with_the_catalogue_again(database, monkeypatch, tmp_path):
    ships(monkeypatch, tmp_path / "glossary", "Flug", "Abflug")
    with database.writing() as session:
        keep_glossary_current(session)
        session.execute(delete(GlossaryTerm).where(GlossaryTerm.text == "Abflug"))
    monkeypatch.setattr(shipped_glossary_module, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with database.writing() as session:
        keep_glossary_current(session)
        assert texts(session) == {"Flug", "Abflug"}


def test_a_later_version_brings_new_words_also_into_a_group_that_staff_changed(database):
    with database.writing() as session:
        seed_glossary(session, shipped("return", "Rückkehr"))
        group = session.scalars(select(GlossaryGroup)).one()
        group.terms.append(GlossaryTerm(text="Heimreise", language="de"))
    with database.writing() as session:
        assert seed_glossary(session, shipped("return", "Rückkehr", "Heimkehr")) == 1
        assert texts(session) == {"Rückkehr", "Heimkehr", "Heimreise"}


def test_what_staff_changed_or_switched_off_stays_so(database):
    with database.writing() as session:
        seed_glossary(session, shipped("return", "Rückkehr", "Heimkehr"))
        changed, off = session.scalars(select(GlossaryTerm).order_by(GlossaryTerm.id))
        changed.text, changed.origin, off.is_enabled = "Rückreise", TermOrigin.STAFF, False
    with database.writing() as session:
        assert seed_glossary(session, shipped("return", "Rückkehr", "Heimkehr")) == 0
        rows = session.execute(select(GlossaryTerm.text, GlossaryTerm.is_enabled).order_by(GlossaryTerm.id)).all()

    assert rows == [("Rückreise", True), ("Heimkehr", False)]


def test_a_word_no_longer_shipped_goes_unless_staff_changed_it(database):
    with database.writing() as session:
        seed_glossary(session, [*shipped("return", "Rückkehr", "Heimkehr"), *shipped("flight", "Flug")])
        session.execute(update(GlossaryTerm).where(GlossaryTerm.text == "Heimkehr").values(origin=TermOrigin.STAFF))
    with database.writing() as session:
        assert seed_glossary(session, shipped("return", "Rückreise")) == 3
        assert texts(session) == {"Rückreise", "Heimkehr"}
        assert session.scalars(select(GlossaryGroup.seed_key)).all() == ["return"]


@pytest.mark.parametrize("told", [{"text": "ZAHLEN"}, {"position": 7}, {"kind": TermKind.VERB_NOUN}])
def test_a_shipped_word_may_be_written_placed_and_called_otherwise_by_a_later_version(database, told):
    (older,) = shipped("payout", "zahlen")
    with database.writing() as session:
        seed_glossary(session, [older])
    with database.writing() as session:
        assert seed_glossary(session, [replace(older, **told)]) == 1
        row = session.scalars(select(GlossaryTerm)).one()

        assert {name: getattr(row, name) for name in told} == told


def test_a_word_that_ships_otherwise_now_stays_as_staff_want_it(database):
    older = shipped("payout", "Auszahlung", "zahlen")
    with database.writing() as session:
        seed_glossary(session, older)
        session.execute(update(GlossaryTerm).where(GlossaryTerm.text == "zahlen").values(origin=TermOrigin.STAFF))
    with database.writing() as session:
        assert seed_glossary(session, [older[0], replace(older[1], is_narrower=True)]) == 0
        assert not session.scalar(select(GlossaryTerm.is_narrower).where(GlossaryTerm.text == "zahlen"))
