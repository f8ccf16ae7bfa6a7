"""What was done to a transcript, as the desk shows it: who and when, two states compared, one brought back."""

from archive.transcripts.correction_history import forget
from tests.support.edited_transcript import ONE, TEXTS, send, texts, write
from tests.support.pages import page


def test_the_history_names_who_and_when_compares_two_states_and_brings_one_back(services, erika, max_):
    send(erika, write("de0000", "Guten Morgen und willkommen"))
    send(max_, {"kind": "remove", "key": "de0002", "version": 0}, {"kind": "rename", "speaker": "", "name": "Ana"})

    shown = page(erika.get(f"{ONE}/history?first=0&second=2"))

    rows = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in shown.select("tbody tr")]
    assert [row[:4] for row in rows] == [
        ["2", "Zeilen berichtigt", "3", "max"],
        ["1", "Zeilen berichtigt", "1", "erika"],
        ["0", "Wie es ankam", "", ""],
    ]
    assert (shown.select_one(".compared del").get_text(), shown.select_one(".compared ins").get_text()) == (
        "Tag ",
        "Morgen ",
    )
    assert erika.post(f"{ONE}/history", data={"number": "0"}).headers["location"].endswith("?done=state-restored")
    assert texts(services) == list(TEXTS)
    assert erika.post(f"{ONE}/history", data={"number": "99"}).headers["location"].endswith("?done=unchanged")
    assert page(erika.get(f"{ONE}/history?first=0&second=99")).select_one(".compared") is None


def test_what_was_forgotten_on_purpose_is_neither_listed_nor_offered(services, erika):
    send(erika, write("de0000", "geheim"))
    with services.database.writing() as session:
        forget(session, 1)
    send(erika, write("de0000", "offen", version=1))

    shown = page(erika.get(f"{ONE}/history?first=0&second=2"))

    assert [row.th.get_text() for row in shown.select("tbody tr")] == ["2"]
    assert "können nicht mehr gezeigt werden" in shown.get_text()
    assert "geheim" not in shown.get_text()
