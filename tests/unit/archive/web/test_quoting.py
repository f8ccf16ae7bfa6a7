"""Quotes: verbatim, with their source, and true to the day they were taken."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from archive.catalogue.recordings import Origin, Recording
from archive.details.succeeding import supersede
from archive.transcripts.line_saving import correct_lines
from archive.transcripts.transcribing import replace_transcripts
from ingest.context import TranscriptResult
from media.cues import Cue
from tests.support.archives import open_archive
from tests.support.desk import HERE, client_for
from tests.support.shelf import give_film, shelve_words

PAGE = "/de/watch/fokus"
WORDS = (
    "Guten Tag und willkommen.",
    "Heute geht es um die Rückkehr.",
    "Die Versicherung gilt ab der Anmeldung.",
    "Die Beratung hilft <b>und</b> begleitet.",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("quotes") / "var") as services:
        yield services


@pytest.fixture(scope="module")
def visitor(archive):
    return client_for(archive)


@pytest.fixture
def services(archive):
    """Give an archive with one recording whose words a machine wrote."""
    with archive.database.writing() as session:
        for recording in session.scalars(select(Recording)):
            recording.slug = f"former-{recording.id}"
            recording.event.slug = f"former-{recording.id}"
    recording_id = shelve_words(archive, "Fokus", *WORDS)
    give_film(archive, recording_id)
    with archive.database.writing() as session:
        (transcript,) = session.get_one(Recording, recording_id).transcripts
        transcript.origin = Origin.SPEECH
        transcript.cues[0].speaker, transcript.cues[2].speaker = "Moderation", "Beratung vor Ort"
    return archive


def shown(visitor, query):
    answer = visitor.get(PAGE + query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select_one("quote-card")


def recording_in(session):
    return session.scalar(select(Recording).where(Recording.slug == "fokus"))


def correct(services, texts):
    with services.database.writing() as session:
        (transcript,) = recording_in(session).transcripts
        return correct_lines(services, session, transcript.id, texts)


def test_a_quote_has_the_words_speaker_event_date_span_state_and_its_own_address(services, visitor):
    card = shown(visitor, "?quote=de0000-de0002")

    assert card.blockquote.text.strip() == "„" + " ".join(WORDS[:3]) + "“"
    said = card.figcaption.text
    for part in ("Moderation / Beratung vor Ort: Fokus", "6. Dezember 2023", "0:00–0:15"):
        assert part in said
    assert "maschineller Text, ungeprüft" in said
    assert "Stand 6. Dezember 2023" in said
    link = card.select_one(".quote-link")["href"]
    assert link == f"{PAGE}?quote=de0000-de0002&revision=1&transcript=de#quote"
    assert link in card.select_one("#quote-text").text


def test_words_from_right_to_left_do_not_turn_round_the_date_beside_them(services, visitor):
    with services.database.writing() as session:
        recording = recording_in(session)
        recording.title = recording.event.title = "لقاء افتراضي"

    card = shown(visitor, "?quote=de0000-de0000")

    assert "Moderation: \u2068لقاء افتراضي\u2069. 6. Dezember 2023" in card.figcaption.text
    assert card.figcaption.text in card.select_one("#quote-text").text
    assert card.blockquote.text.strip() == f"„{WORDS[0]}“"
    assert BeautifulSoup(visitor.get(PAGE).content, "html.parser").select_one(".on-paper bdi").text == "لقاء افتراضي"


def test_the_other_language_has_its_own_form(services, visitor):
    card = shown(visitor, "?quote=de0000&cite=en")

    assert card.blockquote.text.strip().startswith("“")
    assert "machine text, not checked" in card.figcaption.text
    assert "6 December 2023" in card.figcaption.text


@pytest.mark.parametrize(
    ("form", "notice"),
    [
        ("de", "Überholt. Es gibt eine neuere Aufzeichnung: Neuer <1> (1. Februar 2025)"),
        ("en", "Superseded. There is a newer recording: Neuer <1> (1 February 2025)"),
    ],
)
def test_what_is_superseded_says_so_in_the_card_and_in_what_is_copied(services, visitor, form, notice):
    newer_id = shelve_words(services, "Neuer <1>", "Neu.", starts="2025-02-01")
    with services.database.writing() as session:
        newer, former = session.get_one(Recording, newer_id), recording_in(session)
        newer.slug = newer.event.slug = f"neuer-{newer_id}"
        supersede(session, former.id, newer_id=newer_id)

    card = shown(visitor, f"?quote=de0000&cite={form}")

    link = f"{HERE}/{form}/watch/neuer-{newer_id}"
    said = card.select_one(".notice a")
    assert (said.text, said["href"]) == (notice, link)
    assert card.select_one("#quote-text").text.endswith(f"\n{notice}, {link}")
    html = BeautifulSoup(card.select_one("#quote-html").text, "html.parser")
    assert html.find_all("p")[-1].text == f"{notice}, {link}"
    assert html.find_all("a")[-1]["href"] == link


def test_what_is_valid_says_nothing_of_newer_ones(services, visitor):
    assert "berholt" not in shown(visitor, "?quote=de0000").text


def test_as_html_nothing_of_the_words_becomes_markup(services, visitor):
    html = shown(visitor, "?quote=de0003").select_one("#quote-html").text

    assert "&lt;b&gt;und&lt;/b&gt;" in html
    assert BeautifulSoup(html, "html.parser").b is None
    assert BeautifulSoup(html, "html.parser").a["href"].endswith("#quote")


def test_without_scripts_times_choose_the_lines(services, visitor):
    card = shown(visitor, "?from=0:06&to=0:14&transcript=de")

    assert card.select_one(".quote-link")["href"].startswith(f"{PAGE}?quote=de0001-de0002&")


def test_after_a_correction_the_quote_shows_its_words_and_those_of_now(services, visitor):
    link = shown(visitor, "?quote=de0001-de0002").select_one(".quote-link")["href"].partition("#")[0]

    assert correct(services, {"de0001": "Heute geht es um die Heimkehr."}) == 1

    card = shown(visitor, link.removeprefix(PAGE))
    assert WORDS[1] in card.blockquote.text
    assert "Heimkehr" not in card.blockquote.text
    assert "Heute geht es um die Heimkehr." in card.select_one(".quote-now").text
    assert "Heimkehr" in shown(visitor, "?quote=de0001-de0002").blockquote.text
    assert card.details.has_attr("open")


def test_a_quote_outlives_the_transcript_it_was_taken_from(services, visitor):
    link = shown(visitor, "?quote=de0001-de0002").select_one(".quote-link")["href"].partition("#")[0]
    with services.database.writing() as session:
        anew = (Cue(0.0, 7.0, "Ganz anders erkannt."), Cue(10.0, 15.0, WORDS[2]))
        result = TranscriptResult("de", "speech", "test", anew, timing_lines=2)
        replace_transcripts(services, session, recording_in(session), [result])

    card = shown(visitor, link.removeprefix(PAGE))

    assert " ".join(WORDS[1:3]) in card.blockquote.text
    assert "Ganz anders erkannt." in card.select_one(".quote-now").text
    with services.database.reading() as session:
        (transcript,) = recording_in(session).transcripts
        kept = transcript.cues[1]
        assert (kept.key, kept.since_revision) == ("de0002", 1)


def test_a_checked_line_is_no_machine_text_any_more(services, visitor):
    correct(services, {"de0001": WORDS[1]})

    assert "maschineller Text" not in shown(visitor, "?quote=de0001").figcaption.text
    assert "maschineller Text" in shown(visitor, "?quote=de0001-de0002").figcaption.text


@pytest.mark.parametrize(
    "query", ["?quote=zzzzzz", "?quote=%22%3E", "?quote=de0000-", "?from=abc&to=1", "?from=9&to=3", "?quote=a-b-c"]
)
def test_what_cannot_be_quoted_is_said_with_a_way_on(services, visitor, query):
    card = shown(visitor, query)

    assert "Diese Zeilen sind nicht zu finden." in card.text
    assert card.form is not None


@pytest.mark.parametrize("revision", ["0", "-1", "99", "x", "9999999999"])
def test_a_revision_that_never_was_is_the_present_one(services, visitor, revision):
    assert WORDS[0] in shown(visitor, f"?quote=de0000&revision={revision}").blockquote.text


def test_a_quote_plays_its_part(services, visitor):
    answer = visitor.get(f"{PAGE}?quote=de0001-de0002")

    assert "#t=5,15" in BeautifulSoup(answer.content, "html.parser").select_one("video source")["src"]


def test_a_transcript_counts_its_revisions(services):
    correct(services, {"de0000": "Eins."})
    correct(services, {"de0000": "Eins.", "de0001": "Zwei."})

    with services.database.reading() as session:
        assert [row.revision for row in recording_in(session).transcripts] == [3]
