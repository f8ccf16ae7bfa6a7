"""Transcripts as files: whole in every form, and saying what they are."""

import json

import pytest
from bs4 import BeautifulSoup

from archive.catalogue.people import Role
from archive.catalogue.recordings import Origin, Recording
from media.cues import read_timed_text
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.shelf import give_film, shelve_words

WORDS = ("Guten Tag & <willkommen>.", "Heute geht es um\ndie Rückkehr.", "Vielen Dank.")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("files") / "var") as services:
        recording_id = shelve_words(services, "Fokus", *WORDS)
        give_film(services, recording_id)
        with services.database.writing() as session:
            (transcript,) = session.get_one(Recording, recording_id).transcripts
            transcript.origin = Origin.SPEECH
            transcript.cues[0].speaker = "Moderation"
            transcript.cues[1].is_checked = True
        yield services, recording_id


@pytest.fixture(scope="module")
def visitor(shelf):
    return client_for(shelf[0])


def fetched(visitor, form):
    answer = visitor.get(f"/media/fokus/captions.de.{form}")
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("form", ["vtt", "srt"])
def test_captions_come_back_as_they_are(visitor, form):
    cues = read_timed_text(fetched(visitor, form).content).cues

    said = [" ".join(cue.text.split()).removeprefix("Moderation: ") for cue in cues]
    assert said == [" ".join(text.split()) for text in WORDS]
    assert [(cue.start_seconds, cue.end_seconds) for cue in cues] == [(0, 5), (5, 10), (10, 15)]


def test_the_text_says_what_it_is_and_holds_all_words(visitor):
    text = fetched(visitor, "txt").text

    assert text.startswith("Fokus\n6. Dezember 2023\n")
    assert "maschineller Text, ungeprüft" in text
    assert "http://127.0.0.1:8000/de/watch/fokus?transcript=de" in text
    assert "[0:00] Moderation\nGuten Tag & <willkommen>. Heute geht es um die Rückkehr. Vielen Dank.\n" in text


def test_the_data_has_every_line_with_its_name_and_state(visitor):
    answer = fetched(visitor, "json")

    assert answer.headers["content-type"] == "application/json"
    held = json.loads(answer.content)
    assert (held["language"], held["origin"], held["is_machine_text"], held["revision"]) == ("de", "speech", True, 1)
    assert [line["text"] for line in held["lines"]] == list(WORDS)
    assert [line["is_checked"] for line in held["lines"]] == [False, True, False]
    assert held["lines"][2]["key"] == "de0002"


@pytest.mark.parametrize("name", ["captions.fr.txt", "captions.de.exe", "captions.de.json.txt", "captions...txt"])
def test_other_names_are_not_there(visitor, name):
    assert visitor.get(f"/media/fokus/{name}").status_code == 404


def test_film_and_sound_are_offered_only_where_the_desk_says_so(shelf, visitor):
    services, recording_id = shelf
    editor = client_for(services, Role.EDITOR)

    def offered():
        page = BeautifulSoup(visitor.get("/de/watch/fokus").content, "html.parser")
        return [link["href"].rpartition(".")[2] for link in page.select(".downloads a")]

    def named():
        """Give how often each page for people and machines names the film, apart from what plays it there."""
        page = BeautifulSoup(visitor.get("/de/watch/fokus").content, "html.parser")
        links = page.select("video a, .player-error a, [property='og:video']")
        described = page.select_one("script[type='application/ld+json']").string
        others = ("/feeds/de/recordings.atom", "/api/v1/recordings/fokus")
        return [len(links), described.count(".mp4"), *(visitor.get(path).text.count(".mp4") for path in others)]

    assert offered() == ["mp4", "txt", "vtt", "srt", "json"]
    assert all(named())
    kept = {"do": "save", "visibility": "public", "offers_files": "no"}
    assert editor.post(f"/de/desk/recordings/{recording_id}/publish", data=kept).status_code == 303
    assert offered() == ["txt", "vtt", "srt", "json"]
    assert not any(named())
