"""Words for a recording that is on the shelf: what is replaced, what stays, which transcript is in use."""

import pytest
from sqlalchemy import select

from archive.catalogue.events import State
from archive.catalogue.recordings import Origin, Recording, RecordingDetail, Transcript
from archive.catalogue.work import Job
from archive.details.drafts import EDITOR
from archive.errors import InvalidInputError, NotFoundError
from archive.transcripts.doubts import doubtful_words
from archive.transcripts.transcribing import add_captions, add_recognised, replace_transcripts
from ingest.context import TranscriptResult
from media.cues import Cue, Word
from tests.support.archives import open_archive
from tests.support.ingested import transcript
from tests.support.shelf import shelve_words


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


@pytest.fixture
def silent(services):
    """Give a recording without words."""
    recording_id = shelve_words(services, "Fokus Georgien", state=State.DRAFT)
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        recording.transcripts.clear()
        recording.transcript_note = "no-model"
    return recording_id


def add(services, recording_id, *texts, **more):
    with services.database.writing() as session:
        return add_captions(services, session, recording_id, transcript(*texts, **more))


def hear(services, recording_id, *texts, note="", **more):
    found = transcript(*texts, origin="speech", **more) if texts else None
    with services.database.writing() as session:
        add_recognised(services, session, recording_id, found, note=note)


def recording(services, recording_id):
    with services.database.reading() as session:
        return session.get_one(Recording, recording_id)


def held(services):
    with services.database.reading() as session:
        rows = session.scalars(select(Transcript).order_by(Transcript.id)).all()
        return [(row.language, row.origin, row.is_current, " ".join(cue.text for cue in row.cues)) for row in rows]


def people_worked_on_it(services, **what):
    with services.database.writing() as session:
        row = session.scalars(select(Transcript)).one()
        for name, value in what.items():
            setattr(row, name, value)


def test_captions_become_the_words_of_a_recording_without_any(services, silent):
    before = recording(services, silent).version

    laid = add(services, silent, "Guten Tag", "zur Starthilfe")

    row = recording(services, silent)
    assert (laid.lines, laid.is_current) == (2, True)
    assert held(services) == [("de", Origin.SUPPLIED, True, "Guten Tag zur Starthilfe")]
    assert (row.transcript_note, row.version) == ("", before + 1)


def test_the_wish_to_index_them_is_committed_with_them(services, silent):
    add(services, silent, "Guten Tag")

    with services.database.reading() as session:
        jobs = session.scalars(select(Job)).all()
    assert [(job.kind, job.arguments) for job in jobs] == [("index", {"recording_ids": [silent]})]


def test_captions_from_a_file_replace_those_from_an_earlier_file_in_that_language_only(services, silent):
    add(services, silent, "erste Fassung")
    add(services, silent, "first version", language="en")

    add(services, silent, "zweite Fassung")

    assert held(services) == [
        ("en", Origin.SUPPLIED, True, "first version"),
        ("de", Origin.SUPPLIED, True, "zweite Fassung"),
    ]


@pytest.mark.parametrize("origin", [Origin.PLATFORM, Origin.PLATFORM_AUTO, Origin.SPEECH])
def test_captions_from_a_file_come_before_what_machines_and_platforms_said(services, silent, origin):
    add(services, silent, "alt")
    people_worked_on_it(services, origin=origin)

    assert add(services, silent, "neu").is_current

    assert held(services) == [("de", origin, False, "alt"), ("de", Origin.SUPPLIED, True, "neu")]


@pytest.mark.parametrize("people", [{"is_checked": True}, {"origin": Origin.HAND}], ids=["checked", "by-hand"])
def test_what_people_worked_on_stays_in_use_and_the_new_captions_lie_beside_it(services, silent, people):
    add(services, silent, "geprüft")
    people_worked_on_it(services, **people)

    add(services, silent, "neu")
    laid = add(services, silent, "neuer")

    assert not laid.is_current
    assert held(services) == [
        ("de", people.get("origin", Origin.SUPPLIED), True, "geprüft"),
        ("de", Origin.SUPPLIED, False, "neuer"),
    ]


def test_a_recording_on_its_way_in_takes_no_captions_since_its_ingest_would_replace_them(services, silent):
    with services.database.writing() as session:
        session.get_one(Recording, silent).shelved_at = None

    with pytest.raises(InvalidInputError) as early:
        add(services, silent, "neu")

    assert early.value.fields == {"recording": "not-shelved"}
    assert held(services) == []


def test_there_are_no_captions_for_what_is_not_there(services):
    with pytest.raises(NotFoundError):
        add(services, 4711, "neu")


def test_speech_that_was_heard_twice_is_there_once(services, silent):
    hear(services, silent, "eins")
    hear(services, silent, "zwei")

    assert held(services) == [("de", Origin.SPEECH, True, "zwei")]


def test_captions_that_came_while_the_machine_listened_stay_in_use(services, silent):
    add(services, silent, "vom Menschen")

    hear(services, silent, "von der Maschine")

    assert held(services) == [
        ("de", Origin.SUPPLIED, True, "vom Menschen"),
        ("de", Origin.SPEECH, False, "von der Maschine"),
    ]


@pytest.mark.parametrize(("captions", "note"), [((), "speech-found-nothing"), (("da",), "")])
def test_speech_without_a_word_is_noted_unless_there_are_words(services, silent, captions, note):
    if captions:
        add(services, silent, *captions)

    hear(services, silent, note="speech-found-nothing")

    assert recording(services, silent).transcript_note == note


@pytest.mark.parametrize(
    ("present", "origin", "settled"),
    [("und", None, "en"), ("de", "title", "en"), ("de", EDITOR, "de"), ("de", None, "de")],
)
def test_the_language_that_was_heard_is_taken_where_nobody_knew_better(services, silent, present, origin, settled):
    with services.database.writing() as session:
        row = session.get_one(Recording, silent)
        row.language = present
        if origin:
            row.details.append(RecordingDetail(field="language", value=present, origin=origin))

    hear(services, silent, "good morning", language="en")

    assert recording(services, silent).language == settled


def test_a_second_run_replaces_what_it_finds_again_and_takes_nothing_away(services, silent):
    def run_again(*found):
        with services.database.writing() as session:
            replace_transcripts(services, session, session.get_one(Recording, silent), found)

    run_again(transcript("von der Plattform", origin="platform"), transcript("gehört", origin="speech"))
    add(services, silent, "from the desk", language="en")
    run_again(transcript("von der Plattform, neu", origin="platform"))

    assert held(services) == [
        ("de", Origin.SPEECH, False, "gehört"),
        ("en", Origin.SUPPLIED, True, "from the desk"),
        ("de", Origin.PLATFORM, True, "von der Plattform, neu"),
    ]


@pytest.mark.parametrize("people", [{"is_checked": True}, {"origin": Origin.HAND}], ids=["checked", "by-hand"])
def test_a_second_run_never_touches_what_people_worked_on(services, silent, people):
    add(services, silent, "von Menschen verbessert")
    people_worked_on_it(services, **people)

    with services.database.writing() as session:
        again = transcript("wie in der Datei", origin="supplied")
        replace_transcripts(services, session, session.get_one(Recording, silent), [again])

    assert [(text, is_current) for _, _, is_current, text in held(services)] == [
        ("von Menschen verbessert", True),
        ("wie in der Datei", False),
    ]


def test_how_sure_the_recogniser_was_is_kept_word_by_word_where_words_and_text_agree(services, silent):
    words = (Word(0.0, 0.4, "zur", 0.9), Word(0.4, 0.9, "Starthilfe", 0.31))
    cues = (Cue(0.0, 1.0, "zur Starthilfe", words=words), Cue(1.0, 2.0, "zur Start hilfe", words=words))
    with services.database.writing() as session:
        found = TranscriptResult("de", "speech", None, cues, 2)
        add_recognised(services, session, silent, found, note="")

    with services.database.reading() as session:
        row = session.scalars(select(Transcript)).one()
        assert [cue.word_chances for cue in row.cues] == [[0.9, 0.31], None]
        assert doubtful_words(row.cues[0].word_chances) == {1}
