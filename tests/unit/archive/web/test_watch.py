"""The page of a recording: complete, and at the asked second, without any script."""

from contextlib import contextmanager

import pytest
from sqlalchemy import select

from archive.catalogue.events import State
from archive.catalogue.people import Role
from archive.catalogue.recordings import Origin, Recording, Rendition, Transcript, TranscriptCue
from archive.catalogue.watching import Line
from archive.publication import withdrawing
from archive.web.marking import cut, line_at, pattern_of
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.pages import visited
from tests.support.shelf import NOW, archive_without_index, shelve_words, stored
from tests.support.shown import GERMAN, archive_on_show


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with archive_on_show(tmp_path_factory.mktemp("watch")) as services:
        yield services


@pytest.fixture(scope="module")
def visitor(services):
    return client_for(services)


def test_the_transcript_is_whole_with_an_address_for_each_line(visitor):
    shown = visited(visitor, "/de/watch/fokus-irak").select_one(".lines")
    lines = shown.select("a[id]")

    assert [line.get_text() for line in lines] == list(GERMAN)
    assert (lines[2]["id"], lines[2]["href"]) == ("line-de0002", "?t=8.25#line-de0002")
    assert [name.text for name in shown.select("b")] == ["Moderation", "Beratung vor Ort"]


def test_the_asked_second_plays_from_there_and_its_line_is_marked(visitor):
    shown = visited(visitor, "/de/watch/fokus-irak?t=8.25")

    assert all(source["src"].endswith("#t=8.25") for source in shown.select("video source"))
    assert [line["id"] for line in shown.select(".lines [aria-current]")] == ["line-de0002"]
    assert shown.select_one(".chapters [aria-current]").span.text == "Versorgung"


@pytest.mark.parametrize("second", ["", "abc", "-3", "1e9", "99999", "8:99:99:1", "\u0663"])
def test_a_second_that_is_none_is_no_error(visitor, second):
    shown = visited(visitor, f"/de/watch/fokus-irak?t={second}")

    assert "#t=" not in shown.select_one("video source")["src"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("t=abc", "nicht zu verstehen"),
        ("t=-5", "nicht zu verstehen"),
        ("t=4,x", "nicht zu verstehen"),
        ("t=1e9", "nicht zu verstehen"),
        ("t=99999", "endet vor der Zeit"),
        ("transcript=fr", "gibt es kein Transkript"),
    ],
)
def test_what_is_asked_for_in_vain_is_said_with_a_way_on(visitor, asked, said):
    shown = visited(visitor, f"/de/watch/fokus-irak?{asked}")

    assert said in shown.select_one(".watch-head .notice").text
    assert len(shown.select(".lines a[id]")) == len(GERMAN)


@pytest.mark.parametrize("asked", ["beside=fr", "beside=de", "beside=", "t=4,2", "t=4,4", "t=,8", "transcript="])
def test_what_does_not_matter_is_passed_over(visitor, asked):
    assert len(visited(visitor, f"/de/watch/fokus-irak?{asked}").select(".lines a[id]")) == len(GERMAN)


def test_a_part_stops_at_its_end_without_any_script(visitor):
    shown = visited(visitor, "/de/watch/fokus-irak?t=4.25,12")

    assert all(source["src"].endswith("#t=4.25,12") for source in shown.select("video source"))
    assert "von 0:04 bis 0:12" in shown.select_one(".watch-head").text


def test_two_languages_stand_side_by_side_at_their_time(visitor):
    shown = visited(visitor, "/de/watch/fokus-georgien?beside=en&t=8.25")

    german, english = shown.select_one(".pair").select("p")
    assert english["lang"] == "en"
    assert "Good morning and welcome." in english.text
    assert GERMAN[0] in german.text
    assert shown.select_one(".lines [aria-current]")["id"] == "line-de0002"
    assert [choice["href"] for choice in shown.select(".transcript-tools nav a")][-1] == "?t=8.25#transcript"


@contextmanager
def without_files(services, slug, *, most=None):
    """Hide the first playable files of a recording, or all."""
    with services.database.reading() as session:
        recording = session.scalar(select(Recording).where(Recording.slug == slug))
        paths = [services.store.path(row.key) for row in recording.renditions[:most]]
    for path in paths:
        path.rename(path.with_suffix(".hidden"))
    try:
        yield
    finally:
        for path in paths:
            path.with_suffix(".hidden").rename(path)


def test_a_missing_file_is_said_and_transcript_and_search_still_work(services, visitor):
    with without_files(services, "fokus-irak", most=1):
        shown = visited(visitor, "/de/watch/fokus-irak?q=krankenversicherung")
        offered = shown.select("video source, .downloads a, .player-error a")
        answers = {visitor.get(link.get("href") or link.get("src")).status_code for link in offered}

    assert "Eine Datei dieser Aufzeichnung fehlt zurzeit" in shown.select_one(".watch-head .notice").text
    assert [mark.text for mark in shown.select(".lines mark")] == ["Krankenversicherung"]
    assert answers == {200}
    assert "fehlt zurzeit" not in visited(visitor, "/de/watch/fokus-irak").text


def test_where_every_film_is_missing_the_player_says_so(services, visitor):
    with without_files(services, "fokus-irak"):
        shown = visited(visitor, "/de/watch/fokus-irak?t=1")

    assert "fehlt hier" in shown.select_one(".no-file").text
    assert {link["href"].rpartition(".")[2] for link in shown.select(".downloads a")} == {"txt", "vtt", "srt", "json"}


def test_small_screens_take_the_small_file_and_others_the_best(visitor):
    small, best = visited(visitor, "/de/watch/fokus-irak").select("video source")

    assert "360p" in small["src"]
    assert small["media"] == "(max-width: 40rem)"
    assert "720p" in best["src"]
    assert not best.has_attr("media")


def test_words_that_were_searched_for_are_marked_and_named(visitor):
    shown = visited(visitor, "/de/watch/fokus-irak?q=krankenversicherung")

    assert [mark.text for mark in shown.select(".lines mark")] == ["Krankenversicherung"]
    assert shown.select_one(".found-here .chip")["href"] == "?q=krankenversicherung&t=8.25#line-de0002"
    assert len(shown.select(".seek .tick")) == 1
    assert shown.select(".lines .at")[0]["href"].startswith("?q=krankenversicherung&t=")


def test_what_was_found_in_the_other_language_is_one_link_away(visitor):
    found = visited(visitor, "/de/watch/fokus-georgien?q=welcome+OR+Krankenversicherung").select_one(".found-here")

    assert "2 Fundstellen" in found.text
    assert [chip["href"] for chip in found.select(".chip")] == ["?q=welcome+OR+Krankenversicherung&t=8.25#line-de0002"]
    (other,) = found.select("p a")
    assert other.text == "Davon im Transkript auf Englisch: 1"
    there = visited(visitor, f"/de/watch/fokus-georgien{other['href']}")
    assert [mark.text for mark in there.select(".lines mark")] == ["welcome", "health", "insurance"]


def test_lines_keep_the_search_in_their_address(visitor):
    shown = visited(visitor, "/de/watch/fokus-irak?q=krankenversicherung")

    assert shown.select_one("#line-de0002")["href"] == "?q=krankenversicherung&t=8.25#line-de0002"
    assert visited(visitor, "/de/watch/fokus-irak").select_one("#line-de0002")["href"] == "?t=8.25#line-de0002"


def test_while_search_is_away_nothing_is_said_about_what_was_said(tmp_path):
    with archive_without_index(tmp_path / "var") as services:
        shown = visited(client_for(services), "/de/watch/fokus-irak?q=tag").select_one(".found-here")

    assert shown.get_text(strip=True) == "Die Suche wird vorbereitet und kann gerade nicht antworten."


def test_text_of_a_machine_is_said_to_be_until_somebody_has_checked_it(services, visitor):
    assert "maschineller Text, ungeprüft" in visited(visitor, "/de/watch/fokus-serbien").text

    with services.database.writing() as session:
        recording = session.scalar(select(Recording).where(Recording.slug == "fokus-serbien"))
        session.scalar(select(Transcript).where(Transcript.recording_id == recording.id)).is_checked = True

    assert "maschineller Text" not in visited(visitor, "/de/watch/fokus-serbien").text


def test_each_language_of_the_transcript_has_its_own_address(visitor):
    shown = visited(visitor, "/de/watch/fokus-georgien?transcript=en")

    assert shown.select_one(".lines")["lang"] == "en"
    assert "health insurance" in shown.select_one(".lines").text
    assert [track["srclang"] for track in shown.select("track")] == ["de", "en"]


def test_another_language_or_chapter_keeps_the_search_and_the_transcript(visitor):
    shown = visited(visitor, "/de/watch/fokus-georgien?q=health+insurance&t=8.25&transcript=en")

    german, english, _beside = shown.select(".transcript-tools nav a")
    assert german["href"] == "?q=health+insurance&transcript=de&t=8.25#transcript"
    assert english["aria-current"] == "true"
    assert [line.a["href"] for line in shown.select(".chapters li")] == [
        "?q=health+insurance&transcript=en&t=0",
        "?q=health+insurance&transcript=en&t=8",
    ]


def test_what_the_page_says_about_itself(visitor):
    text = visited(visitor, "/de/watch/fokus-georgien").get_text(" ", strip=True)

    for said in ("Stand 6. Dezember 2023.", "Demonstration.", "8 von 8 Zeilen", "BAMF, IOM", "Spracherkennung"):
        assert said in text


def test_without_a_transcript_the_page_says_why_and_how_to_get_one(services, visitor):
    with services.database.writing() as session:
        session.add(
            Recording(
                slug="stumm",
                title="Stumm",
                state=State.PUBLISHED,
                transcript_note="no-model",
                event_id=session.scalar(select(Recording.event_id).where(Recording.slug == "fokus-irak")),
                created_at=services.clock(),
                published_at=services.clock(),
            )
        )

    shown = visited(visitor, "/de/watch/stumm")

    assert "Spracherkennung war dabei nicht eingerichtet" in shown.select_one(".transcript").text
    assert shown.select_one("video") is None
    assert "noch keine abspielbare Datei" in shown.text


def test_where_there_is_sound_alone_a_sign_of_it_stands_in_the_place_of_the_picture(services, visitor):
    recording_id = shelve_words(services, "Nur Ton", "Guten Tag", is_playable=False)
    sound = stored(services, b"no sound", suffix=".m4a")
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        recording.renditions.append(
            Rendition(name="audio", key=sound.key, media_type="audio/mp4", size_bytes=sound.size_bytes)
        )

    assert visited(visitor, "/de/watch/nur-ton").select_one(".stage .sound")
    assert not visited(visitor, "/de/watch/fokus-irak").select_one(".stage .sound")


def test_a_draft_is_nothing_to_visitors_and_named_so_to_staff(services, visitor):
    with services.database.writing() as session:
        session.scalar(select(Recording).where(Recording.slug == "fokus-serbien")).state = State.DRAFT
    staff = client_for(services, Role.EDITOR)

    assert visitor.get("/de/watch/fokus-serbien").content == visitor.get("/de/watch/fokus-serbien").content
    assert visitor.get("/de/watch/fokus-serbien").status_code == 404
    assert "Entwurf." in visited(staff, "/de/watch/fokus-serbien").text


def test_a_withdrawn_recording_is_gone_with_day_and_reason(services, visitor):
    with services.database.writing() as session:
        recording = session.scalar(select(Recording).where(Recording.slug == "fokus-irak"))
        withdrawing.withdraw(services, session, recording.id, reason="Die Einwilligung wurde widerrufen.")

    answer = visitor.get("/de/watch/fokus-irak")

    assert answer.status_code == 410
    assert "Die Einwilligung wurde widerrufen." in answer.text
    assert f"{services.clock().year}" in answer.text


def test_the_line_at_a_second_is_the_last_that_has_begun():
    lines = [Line(number, str(number), number * 5.0, number * 5.0 + 4, "x", None) for number in range(3)]

    assert line_at(lines, None) == ""
    assert line_at(lines[1:], 2.0) == ""
    assert [line_at(lines, second) for second in (0.0, 4.9, 5.0, 9.99, 100.0)] == ["0", "0", "1", "2", "2"]


def test_only_whole_words_are_marked():
    text = "Haus, Hausarzt und HAUS."

    fragments = cut(text, pattern_of(["Haus"]))

    assert [piece.text for piece in fragments if piece.is_match] == ["Haus", "HAUS"]
    assert "".join(piece.text for piece in fragments) == text


def test_two_hours_of_words_stay_a_light_page(tmp_path):
    lines = [f"Zeile {number} mit so vielen Wörtern, wie man sonst auch sagt." for number in range(1800)]
    with open_archive(tmp_path / "var") as services:
        english = [TranscriptCue(key=f"e{n}", position=n, start_seconds=n * 5, end_seconds=n * 5 + 5, text=line)
                   for n, line in enumerate(lines)]  # fmt: skip
        recording_id = shelve_words(services, "Lang", *lines)
        with services.database.writing() as session:
            recording = session.get_one(Recording, recording_id)
            recording.transcripts.append(
                Transcript(language="en", origin=Origin.SUPPLIED, created_at=NOW, cues=english)
            )
        services.index.rebuild([])
        visitor = client_for(services)
        for path in ("", "?beside=en", "?q=Wörtern&beside=en", f"?q={'W%C3%B6rtern+' * 60}"):
            answer = visitor.get(f"/de/watch/lang{path}", headers={"accept-encoding": "gzip"})

            assert len(answer.content) <= 400_000
            assert int(answer.headers["content-length"]) <= 60_000
