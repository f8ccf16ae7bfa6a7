"""The words of topics at the desk: a change is tried before it is saved, and all recordings are looked through anew."""

import pytest
from sqlalchemy import select

from archive.catalogue.topic_words import TopicWordChange
from archive.catalogue.topics import TopicMoment
from archive.catalogue.work import Job
from archive.finding.indexing import index_recordings, rebuild
from archive.finding.topic_rules import changes, lists_of
from tests.support.desk import client_for
from tests.support.pages import filled_in, page
from tests.support.shelf import shelve_words

HERE = "/en/desk/topic-rules/housing"


@pytest.fixture
def services(services):
    quiet = ["und so weiter"] * 15
    shelve_words(services, "Fokus Georgien", "Guten Tag", "Die Jurte steht bereit", *quiet, "Der Wohnraum ist knapp")
    rebuild(services)
    return services


def sent(answer, **changed):
    form = page(answer).find("form", class_="fields")
    fields = {name: value.strip() for name, [value] in filled_in(form).items()}
    return fields | {name: fields[name] + "\n" + word for name, word in changed.items()}


def housing(services):
    with services.database.reading() as session:
        rows = session.scalars(select(TopicMoment).where(TopicMoment.topic == "housing"))
        return sorted(row.said[0] for row in rows)


def stored(services):
    with services.database.reading() as session:
        return {(row.language, row.text): row.telling.value for row in session.scalars(select(TopicWordChange))}


def test_a_change_is_counted_with_examples_before_it_is_saved(services, editor):
    wanted = sent(editor.get(HERE), strong_de="Jurte")
    without = "\n".join(word for word in wanted["strong_de"].splitlines() if word != "Wohnraum")

    answer = editor.post(HERE, data=wanted | {"strong_de": without, "what": "preview"})

    shown = page(answer)
    assert [cell.text for cell in shown.select(".counts tbody td")] == ["1", "1"]
    assert [mark.text for mark in shown.select("aside mark")] == ["Jurte", "Wohnraum"]
    assert "Jurte" in shown.find(id="strong_de").text
    assert stored(services) == {}


def test_what_is_saved_is_found_in_all_recordings_and_shown_to_visitors_and_can_be_taken_back(services, editor):
    done = editor.post(HERE, data=sent(editor.get(HERE), strong_de="Jurte") | {"what": "save"})
    with services.database.reading() as session:
        job = session.scalars(select(Job)).one()

    index_recordings(services, job.arguments["recording_ids"])

    assert done.headers["location"].endswith("?done=topic-words-saved")
    assert housing(services) == ["Jurte", "Wohnraum"]
    assert "Jurte" in client_for(services).get("/de/topics/housing").text
    editor.post(HERE + "/reset")
    index_recordings(services, job.arguments["recording_ids"])
    assert housing(services) == ["Wohnraum"]


def test_only_differences_to_the_shipped_words_are_kept(services, editor):
    wanted = sent(editor.get(HERE), plain_de="Jurte")
    first = wanted["strong_de"].splitlines()[0]
    moved = {
        "strong_de": "\n".join(wanted["strong_de"].splitlines()[1:]),
        "plain_de": wanted["plain_de"] + "\n" + first,
    }

    editor.post(HERE, data=wanted | moved | {"what": "save"})

    assert stored(services) == {("de", "Jurte"): "plain", ("de", first): "plain"}
    with services.database.reading() as session:
        lists = lists_of("housing", changes(session))
    assert first in lists.plain["de"]
    assert first not in lists.strong["de"]


def test_two_editors_of_one_list_see_what_the_other_saved_and_those_of_two_lists_do_not_collide(services, editor):
    first, second, third = (sent(editor.get(HERE), **{name: word}) for name, word in
                            (("strong_de", "Jurte"), ("strong_de", "Tipi"), ("strong_en", "yurt")))  # fmt: skip
    editor.post(HERE, data=first | {"what": "save"})

    refused = editor.post(HERE, data=second | {"what": "save"})
    beside = editor.post(HERE, data=third | {"what": "save"})

    assert refused.status_code == 422
    assert "Jurte" in page(refused).find(id="strong_de-fault").text
    assert "Tipi" in page(refused).find(id="strong_de").text
    assert beside.status_code == 303
    assert stored(services) == {("de", "Jurte"): "strong", ("en", "yurt"): "strong"}


@pytest.mark.parametrize(
    ("list_name", "word", "fault"),
    [("strong_de", "…", "strong_de"), ("strong_de", "x" * 201, "strong_de"), ("plain_de", "Wohnraum", "plain_de")],
)
def test_what_cannot_be_a_word_is_said_at_its_list(editor, list_name, word, fault):
    refused = editor.post(HERE, data=sent(editor.get(HERE), **{list_name: word}) | {"what": "save"})

    assert refused.status_code == 422
    assert page(refused).find(id=f"{fault}-fault").text.strip()
    assert word in page(refused).find(id=list_name).text
