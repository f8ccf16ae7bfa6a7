"""What was done to a transcript, as the desk shows it: who and when, two states compared, one brought back."""

import pytest

from archive.catalogue.people import Role
from archive.transcripts.correction_history import forget
from tests.support.desk import client_for
from tests.support.edited_transcript import ONE, TEXTS, archive_with_transcript, send, soup, texts, write


@pytest.fixture
def services(tmp_path):
    with archive_with_transcript(tmp_path) as services:
        yield services


@pytest.fixture
def erika(services):
    return client_for(services, Role.EDITOR, name="erika")


@pytest.fixture
def max_(services):
    return client_for(services, Role.EDITOR, name="max")


def test_the_history_names_who_and_when_compares_two_states_and_brings_one_back(services, erika, max_):
    send(erika, write("de0000", "Guten Morgen und willkommen"))
    send(max_, {"kind": "remove", "key": "de0002", "version": 0}, {"kind": "rename", "speaker": "", "name": "Ana"})

    page = soup(erika.get(f"{ONE}/history?first=0&second=2"))

    rows = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert [row[:4] for row in rows] == [
        ["2", "Zeilen berichtigt", "3", "max"],
        ["1", "Zeilen berichtigt", "1", "erika"],
        ["0", "Wie es ankam", "", ""],
    ]
    assert (page.select_one(".compared del").get_text(), page.select_one(".compared ins").get_text()) == (
        "Tag ",
        "Morgen ",
    )
    assert erika.post(f"{ONE}/history", data={"number": "0"}).headers["location"].endswith("?done=state-restored")
    assert texts(services) == list(TEXTS)
    assert erika.post(f"{ONE}/history", data={"number": "99"}).headers["location"].endswith("?done=unchanged")
    assert soup(erika.get(f"{ONE}/history?first=0&second=99")).select_one(".compared") is None


def test_what_was_forgotten_on_purpose_is_neither_listed_nor_offered(services, erika):
    send(erika, write("de0000", "geheim"))
    with services.database.writing() as session:
        forget(session, 1)
    send(erika, write("de0000", "offen", version=1))

    page = soup(erika.get(f"{ONE}/history?first=0&second=2"))

    assert [row.th.get_text() for row in page.select("tbody tr")] == ["2"]
    assert "können nicht mehr gezeigt werden" in page.get_text()
    assert "geheim" not in page.get_text()
