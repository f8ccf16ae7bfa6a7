"""The glossary at the desk: a change is tried before it is saved, holds at once, and the shipped words come back."""

import pytest
from sqlalchemy import select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.glossary import GlossaryGroup, GlossaryTerm
from archive.catalogue.people import Role
from archive.finding.indexing import rebuild
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.pages import filled_in, page
from tests.support.shelf import shelve_words


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("glossary") / "var") as services:
        shelve_words(services, "Fokus Georgien", "Guten Tag", "Die Wiedereingliederung beginnt", "Zur Schnabeltasse")
        rebuild(services)
        yield services


@pytest.fixture(scope="module")
def editor(services):
    return client_for(services, Role.EDITOR, name="erika")


def group_of(services, key):
    with services.database.reading() as session:
        return session.scalars(select(GlossaryGroup.id).where(GlossaryGroup.seed_key == key)).one()


def words_of(services, group_id):
    with services.database.reading() as session:
        rows = session.scalars(select(GlossaryTerm).where(GlossaryTerm.group_id == group_id, GlossaryTerm.is_enabled))
        return {row.text for row in rows}


def sent(answer):
    """Give what a browser would send back."""
    fields = filled_in(page(answer).find("form", class_="fields"))
    return {name: value for name, [value] in fields.items()}


def new_group(*words):
    rows = [{f"text-{n}": word, f"language-{n}": "de", f"on-{n}": "yes"} for n, word in enumerate(words)]
    return {name: value for row in rows for name, value in row.items()} | {"enabled": "yes"}


def found(services, text):
    answer = client_for(services).get("/de/search", params={"q": text})
    return len(page(answer).select(".hit"))


def test_a_change_is_counted_and_shown_before_it_is_saved(services, editor):
    wanted = new_group("Feuerzangenbowle", "Schnabeltasse")

    answer = editor.post("/en/desk/glossary/new", data=wanted | {"what": "preview"})

    assert answer.status_code == 200
    rows = [[cell.text for cell in row.select("th, td")] for row in page(answer).select(".counts tbody tr")]
    assert rows == [["Feuerzangenbowle", "0", "1"], ["Schnabeltasse", "1", "1"]]
    assert "Fokus Georgien, 0:10" in page(answer).select_one("aside .work a").text
    assert page(answer).select_one("aside mark").text == "Schnabeltasse"
    assert sent(answer)["text-1"] == "Schnabeltasse"
    assert found(services, "Feuerzangenbowle") == 0


def test_a_new_group_holds_with_the_next_question_and_can_be_removed(services, editor):
    made = editor.post("/en/desk/glossary/new", data=new_group("Zwiebelfisch", "Schnabeltasse") | {"what": "save"})
    here = made.headers["location"].partition("?")[0]

    assert found(services, "Zwiebelfisch") == 1
    assert page(editor.get("/en/desk/glossary?q=zwiebel")).select_one(".work a").text == "Zwiebelfisch"
    editor.post(here + "/remove")
    assert found(services, "Zwiebelfisch") == 0
    assert editor.get(here).status_code == 404
    with services.database.reading() as session:
        noted = session.execute(select(AuditEntry.account_name, AuditEntry.action)).all()
    assert [tuple(row) for row in noted][-2:] == [("erika", "glossary.made"), ("erika", "glossary.removed")]


def test_a_shipped_word_is_switched_off_and_comes_back_on_reset(services, editor):
    group_id = group_of(services, "returnee")
    here, before = f"/en/desk/glossary/{group_id}", words_of(services, group_id)
    fields = sent(editor.get(here))
    removed = fields["text-0"]

    editor.post(here, data=fields | {"text-0": "", "text-5": "Heimkehrer", "on-5": "yes", "what": "save"})
    changed = words_of(services, group_id)
    refused = editor.post(here + "/remove")
    editor.post(here + "/reset")

    assert changed == before - {removed} | {"Heimkehrer"}
    assert refused.status_code == 404
    assert words_of(services, group_id) == before


def test_two_editors_of_a_group_do_not_overwrite_each_other(services, editor):
    here = f"/en/desk/glossary/{group_of(services, 'voluntary-return')}"
    first, second = sent(editor.get(here)), sent(editor.get(here))
    first_free = next(name for name, value in first.items() if name.startswith("text-") and not value)

    editor.post(here, data=first | {first_free: "Rückreise aus freien Stücken", "what": "save"})
    refused = editor.post(here, data=second | {first_free: "Ausreise aus freien Stücken", "what": "save"})

    assert refused.status_code == 422
    assert "Rückreise aus freien Stücken" in page(refused).select_one("#terms .faults").text
    assert sent(refused)[first_free] == "Ausreise aus freien Stücken"
    assert editor.post(here, data=sent(refused) | {"what": "save"}).headers["location"].endswith("glossary-saved")


@pytest.mark.parametrize("words", [("allein",), ("", ""), ("gut", "…"), ("gut", "x" * 201)])
def test_what_cannot_be_a_group_is_said_and_kept(services, editor, words):
    refused = editor.post("/en/desk/glossary/new", data=new_group(*words) | {"what": "save"})

    assert refused.status_code == 422
    assert page(refused).find(id="terms-fault").text.strip()
    kept = [word for word in words if word]
    assert [sent(refused)[f"text-{n}"] for n in range(len(kept))] == kept
