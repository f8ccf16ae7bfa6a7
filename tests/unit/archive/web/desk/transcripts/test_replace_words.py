"""Words replaced in one or all transcripts, only where they were ticked."""

from archive.catalogue.recordings import Transcript
from tests.support.edited_transcript import ONE, TEXTS, texts
from tests.support.pages import page
from tests.support.shelf import shelve_words


def test_words_are_replaced_only_where_they_were_ticked_in_one_or_all_transcripts_and_taken_back(services, erika):
    other = shelve_words(services, "Fokus Irak", "die Starthilfe", "STARTHILFE", "Starthilfen")
    asked = {"find": "Starthilfe", "replacement": "Rückkehrhilfe", "whole": "yes", "case": "yes"}

    everywhere = page(erika.get("/de/desk/replace", params=asked))
    here = page(erika.get(f"{ONE}/replace", params={**asked, "whole": "", "case": ""}))
    assert [box["value"] for box in everywhere.select("[name=line]")] == ["1 de0001 0", "2 de0000 0"]
    assert [box["value"] for box in here.select("[name=line]")] == ["1 de0001 0"]
    answer = erika.post("/de/desk/replace", data={**asked, "line": ["1 de0001 0", "2 de0000 0", "2 de0001 7", "x"]})

    assert "done=words-replaced-partly&lines=2" in answer.headers["location"]
    with services.database.reading() as session:
        cues = session.get_one(Transcript, 2).cues
        assert [cue.text for cue in cues] == ["die Rückkehrhilfe", "STARTHILFE", "Starthilfen"]
        assert not cues[0].is_checked
    done = page(erika.get(answer.headers["location"]))
    name = done.select_one("[name=made]")["value"]
    erika.post("/de/desk/replace/undo", data={"made": name})
    assert texts(services)[1] == TEXTS[1]
    assert other == 2


def test_a_stale_form_that_replaces_nothing_says_so_and_keeps_what_was_typed(services, erika):
    form = {"find": "Starthilfe", "replacement": "Rückkehrhilfe", "whole": "yes", "line": ["1 de0001 0"]}
    erika.post("/de/desk/replace", data=form)

    stale = erika.post("/de/desk/replace", data=form)

    assert stale.status_code == 422
    assert "Es wurde nichts ersetzt: Diese Zeilen wurden inzwischen geändert" in stale.text
    assert page(stale).select_one("[name=find]")["value"] == "Starthilfe"
    assert not page(stale).select("[name=made]")


def test_nothing_to_find_and_nothing_ticked_are_said(still):
    erika, _ = still
    assert page(erika.get("/de/desk/replace?find=")).find(id="find-fault")
    answer = erika.post("/de/desk/replace", data={"find": "Starthilfe", "replacement": "x"})
    assert answer.status_code == 422
    assert page(answer).find(id="lines-fault").get_text(strip=True) == "Bitte kreuzen Sie mindestens eine Zeile an."
