"""Readers report wrong lines without an account; editors correct them."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import delete, select

from archive.catalogue.people import Role, SignInAttempt
from archive.catalogue.recordings import TranscriptCue
from archive.catalogue.reports import LineReport, ReportState
from archive.transcripts import reporting
from archive.transcripts.line_saving import correct_lines
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.shelf import shelve_words

WORDS = [f"Zeile {number}." for number in range(9)]
PAGE, LIST = "/de/watch/fokus/report", "/de/desk/reports"


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("reports") / "var") as services:
        shelve_words(services, "Fokus", *WORDS)
        yield services


@pytest.fixture(scope="module")
def visitor(services):
    return client_for(services)


@pytest.fixture(scope="module")
def editor(services):
    return client_for(services, Role.EDITOR)


@pytest.fixture(autouse=True)
def fresh(services):
    yield
    with services.database.writing() as session:
        session.execute(delete(LineReport))
        session.execute(delete(SignInAttempt))


def report(visitor, key="de0004", suggestion="Zeile vier."):
    return visitor.post(PAGE, data={"transcript": "de", "line": key, "suggestion": suggestion})


def reports(services):
    with services.database.reading() as session:
        return session.scalars(select(LineReport)).all()


def text_of_line(services, key):
    with services.database.reading() as session:
        return session.scalar(select(TranscriptCue.text).where(TranscriptCue.key == key))


def test_the_page_shows_the_lines_around_the_second_and_asks_for_no_name(visitor):
    shown = BeautifulSoup(visitor.get(f"{PAGE}?t=21").content, "html.parser")

    choices = shown.select("input[type=radio]")
    assert [choice["value"] for choice in choices] == [f"de000{number}" for number in range(1, 8)]
    assert [choice["value"] for choice in choices if choice.has_attr("checked")] == ["de0004"]
    assert {field["name"] for field in shown.select("form.report-form [name]")} == {"transcript", "line", "suggestion"}


def test_a_report_reaches_the_desk_with_the_text_of_then(services, visitor, editor):
    answer = report(visitor)

    assert answer.status_code == 303
    assert "Vielen Dank." in visitor.get(answer.headers["location"]).text
    (kept,) = reports(services)
    assert (kept.key, kept.text, kept.suggestion, kept.state) == ("de0004", WORDS[4], "Zeile vier.", ReportState.OPEN)
    shown = BeautifulSoup(editor.get(LIST).content, "html.parser").select_one(".reports li")
    assert shown.h2.a["href"] == "/de/watch/fokus?transcript=de&t=20#line-de0004"
    assert shown.select_one("input[name=text]")["value"] == "Zeile vier."
    for page in ("/de/desk", "/de/desk/worklist"):
        link = BeautifulSoup(editor.get(page).content, "html.parser").main.find("a", href=LIST)
        assert link.get_text(" ", strip=True) == "1 gemeldete Zeile", page


def test_a_line_that_somebody_else_corrected_meanwhile_is_not_overwritten(services, visitor, editor):
    report(visitor)
    (kept,) = reports(services)
    shown = BeautifulSoup(editor.get(LIST).content, "html.parser").select_one(".reports form")
    version = shown.find("input", attrs={"name": "version"})["value"]
    with services.database.writing() as session:
        cue = session.scalars(select(TranscriptCue).where(TranscriptCue.key == "de0004")).one()
        correct_lines(services, session, cue.transcript_id, {"de0004": "Von jemand anderem."})

    answer = editor.post(f"{LIST}/{kept.id}", data={"what": "correct", "text": "Zeile vier.", "version": version})

    assert answer.headers["location"].endswith("?done=unchanged")
    with services.database.reading() as session:
        assert (
            session.scalars(select(TranscriptCue.text).where(TranscriptCue.key == "de0004")).one()
            == "Von jemand anderem."
        )


def test_an_editor_corrects_the_line_and_it_keeps_its_permalink(services, visitor, editor):
    report(visitor, "de0005", "Zeile fünf.")
    (kept,) = reports(services)

    answer = editor.post(f"{LIST}/{kept.id}", data={"what": "correct", "text": "Zeile fünf, genau."})

    assert "done=line-corrected" in answer.headers["location"]
    line = BeautifulSoup(visitor.get("/de/watch/fokus").content, "html.parser").select_one("#line-de0005")
    assert line.text == "Zeile fünf, genau."
    assert "ok" in line["class"]
    assert "Keine Zeile ist gemeldet." in editor.get(LIST).text


def test_an_editor_closes_a_report_without_touching_the_line(services, visitor, editor):
    report(visitor, "de0006", "Unsinn")
    (kept,) = reports(services)

    editor.post(f"{LIST}/{kept.id}", data={"what": "done", "text": "Unsinn"})

    assert text_of_line(services, "de0006") == WORDS[6]
    assert [row.state for row in reports(services)] == [ReportState.DONE]


@pytest.mark.parametrize("fields", [{"what": "correct", "text": ""}, {"what": "correct", "text": "x" * 501}])
def test_an_empty_or_endless_correction_changes_nothing(services, visitor, editor, fields):
    report(visitor, "de0007")
    (kept,) = reports(services)

    answer = editor.post(f"{LIST}/{kept.id}", data=fields)

    assert "done=unchanged" in answer.headers["location"]
    assert text_of_line(services, "de0007") == WORDS[7]


def test_the_same_report_twice_is_one(services, visitor):
    report(visitor)
    report(visitor)

    assert len(reports(services)) == 1


def test_too_many_reports_have_to_wait_and_lose_nothing_that_was_written(services, visitor, monkeypatch):
    monkeypatch.setattr(reporting, "FROM_ONE_NETWORK", 2)
    report(visitor, suggestion="a")
    report(visitor, suggestion="b")

    answer = report(visitor, suggestion="c")

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert BeautifulSoup(answer.content, "html.parser").textarea.text.strip() == "c"
    assert len(reports(services)) == 2


@pytest.mark.parametrize(("key", "suggestion"), [("zzz", ""), ("", ""), ("de0004", "x" * 501)])
def test_what_cannot_be_reported_is_said_with_the_form(services, visitor, key, suggestion):
    answer = report(visitor, key, suggestion)

    assert answer.status_code == 422
    shown = BeautifulSoup(answer.content, "html.parser")
    assert shown.select_one("[role=alert]").text
    assert shown.select_one("form.report-form")
    assert reports(services) == []


def test_reports_are_for_staff_alone_to_read(visitor):
    assert visitor.get(LIST).status_code == 303
    assert visitor.get("/de/watch/none/report").status_code == 404
