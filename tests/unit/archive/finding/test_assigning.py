"""Topics of recordings: found when the words are indexed, found again alike, and decisions of staff kept."""

import datetime as dt

import pytest
from sqlalchemy import delete, select, update

from archive.catalogue.recordings import Origin, Recording, Transcript, TranscriptCue
from archive.catalogue.topics import TopicMoment, TopicState
from archive.errors import NotFoundError
from archive.finding.assigning import assign_topics, decide, topics_of
from archive.finding.indexing import document_of, index_recordings, rebuild
from search.results import SearchRequest
from tests.support.archives import open_archive
from tests.support.shelf import NOW, shelve_words

AT = dt.datetime(2026, 2, 3, tzinfo=dt.UTC)
HEALTH, HOUSING = "Die Krankenversicherung ist kostenlos.", "Eine Wohnung ist teuer."
QUIET = ("Und so weiter.",) * 12


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


def moments(services, recording_id):
    with services.database.reading() as session:
        mine = select(TopicMoment).where(TopicMoment.recording_id == recording_id).order_by(TopicMoment.start_seconds)
        return session.scalars(mine).all()


def assign(services, recording_id):
    with services.database.writing() as session:
        return assign_topics(session, recording_id)


def mark(services, row, state):
    with services.database.writing() as session:
        return decide(session, row.id, recording_id=row.recording_id, state=state, at=AT)


def test_indexing_finds_the_topics_with_place_seconds_and_words(services):
    recording_id = shelve_words(services, "Georgien", QUIET[0], HEALTH, *QUIET, HOUSING)

    index_recordings(services, [recording_id])

    found = [
        (row.topic, row.first_position, row.start_seconds, row.end_seconds, row.said)
        for row in moments(services, recording_id)
    ]
    assert found == [
        ("medical-care", 1, 5.0, 10.0, ["Krankenversicherung"]),
        ("housing", 14, 70.0, 75.0, ["Wohnung"]),
    ]


def test_the_topics_are_a_filter_of_search_and_can_be_asked_for_by_name(services):
    recording_id = shelve_words(services, "Georgien", HEALTH)
    shelve_words(services, "Irak", QUIET[0])
    rebuild(services)

    asked = {"de": "thema:gesundheit", "en": 'topic:"medical care"'}
    for text in asked.values():
        answer = services.index.search(SearchRequest(text=text), allowed=frozenset({1, 2}), cues=lambda *_: ())
        assert [hit.recording_id for hit in answer.hits] == [recording_id]
    everything = services.index.search(SearchRequest(text=""), allowed=frozenset({1, 2}), cues=lambda *_: ())
    assert [(value.value, value.count) for value in everything.facets["topics"]] == [("medical-care", 1)]


def test_finding_again_changes_nothing(services):
    recording_id = shelve_words(services, "Georgien", HEALTH)
    assert assign(services, recording_id)
    before = [row.id for row in moments(services, recording_id)]

    assert not assign(services, recording_id)
    assert [row.id for row in moments(services, recording_id)] == before


def test_words_that_are_gone_take_their_suggestions_with_them(services):
    recording_id = shelve_words(services, "Georgien", HEALTH)
    assign(services, recording_id)
    with services.database.writing() as session:
        session.execute(update(TranscriptCue).values(text="Guten Tag."))

    assert assign(services, recording_id)
    assert moments(services, recording_id) == []


@pytest.mark.parametrize("state", [TopicState.CONFIRMED, TopicState.REJECTED])
def test_what_staff_decided_survives_new_lines_and_is_not_suggested_again(services, state):
    recording_id = shelve_words(services, "Georgien", HEALTH, *QUIET, HOUSING)
    assign(services, recording_id)
    mark(services, moments(services, recording_id)[0], state)
    with services.database.writing() as session:  # the same words, cut otherwise and a little later
        transcript = session.scalars(select(Transcript)).one()
        session.execute(delete(TranscriptCue))
        texts = ((0.5, "Zur"), (1.0, HEALTH), (65.0, HOUSING))
        transcript.cues = [
            TranscriptCue(position=n, key=f"line{n}", start_seconds=at, end_seconds=at + 4, text=text)
            for n, (at, text) in enumerate(texts)
        ]

    assign(services, recording_id)

    kept, new = moments(services, recording_id)
    assert (kept.topic, kept.state, kept.decided_at) == ("medical-care", state, AT)
    assert (new.topic, new.state, new.first_position) == ("housing", TopicState.SUGGESTED, 2)


def test_a_rejected_topic_is_none_of_the_recording(services):
    recording_id = shelve_words(services, "Georgien", HEALTH, *QUIET, HOUSING)
    assign(services, recording_id)

    assert mark(services, moments(services, recording_id)[0], TopicState.REJECTED)
    with services.database.reading() as session:
        assert topics_of(session, recording_id) == ("housing",)
        document = document_of(session, recording_id, i18n=services.i18n)
    assert document.topics == ("housing",)
    assert "Housing" in document.topic_names


def test_confirming_what_was_suggested_leaves_the_list_of_topics_as_it_is(services):
    recording_id = shelve_words(services, "Georgien", HEALTH)
    assign(services, recording_id)

    assert not mark(services, moments(services, recording_id)[0], TopicState.CONFIRMED)


def test_the_transcript_in_the_language_spoken_speaks_for_the_recording(services):
    recording_id = shelve_words(services, "Georgien", "Guten Tag.")
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        cue = TranscriptCue(position=0, key="aaaaaa", start_seconds=0, end_seconds=1, text="Health insurance is free.")
        recording.transcripts.append(Transcript(language="en", origin=Origin.HAND, created_at=NOW, cues=[cue]))

    assign(services, recording_id)
    assert moments(services, recording_id) == []

    with services.database.writing() as session:
        session.get_one(Recording, recording_id).language = "en"
    assign(services, recording_id)
    assert [row.language for row in moments(services, recording_id)] == ["en"]


def test_a_passage_of_another_recording_is_not_found(services):
    recording_id = shelve_words(services, "Georgien", HEALTH)
    assign(services, recording_id)
    row = moments(services, recording_id)[0]

    with pytest.raises(NotFoundError), services.database.writing() as session:
        decide(session, row.id, recording_id=recording_id + 1, state=TopicState.CONFIRMED, at=AT)
