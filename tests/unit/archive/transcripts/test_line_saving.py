"""Saving lines: all or nothing, once, never over somebody else's words; what cannot be is refused."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from archive.auditing import AuditEntry
from archive.catalogue.quoting import lines_between, lines_during
from archive.catalogue.recordings import Origin, Transcript, TranscriptCue
from archive.catalogue.work import Job
from archive.errors import InvalidInputError, LinesChangedError
from archive.transcripts.line_edits import (
    LONGEST_TEXT,
    MOST_EDITS,
    Check,
    MergeNext,
    Remove,
    RenameSpeaker,
    SetSpeaker,
    SetTimes,
    Shift,
    Split,
    WriteText,
)
from archive.transcripts.revising import line_called
from archive.transcripts.transcribing import add_captions
from tests.support.ingested import transcript as heard
from tests.support.saved_lines import TEXTS, archive_with_lines, lines, saved, texts


@pytest.fixture
def services(tmp_path):
    with archive_with_lines(tmp_path) as services:
        yield services


@pytest.fixture(scope="module")
def still(tmp_path_factory):
    """Give an archive that no test changes."""
    with archive_with_lines(tmp_path_factory.mktemp("still")) as services:
        yield services


@pytest.fixture(scope="module")
def merged(tmp_path_factory):
    """Give an archive whose second line was joined to the first by somebody else."""
    with archive_with_lines(tmp_path_factory.mktemp("merged")) as services:
        saved(services, MergeNext("de0000", 0, "de0001", 0), by=2)
        yield services


def about(services):
    with services.database.reading() as session:
        return session.get_one(Transcript, 1)


def test_a_save_writes_its_lines_and_asks_for_the_index_once_and_is_noted_without_their_words(services):
    done = saved(
        services, WriteText("de0001", 0, "zur Rückkehr"), SetSpeaker("de0001", 0, "Ana"), Check("de0000", False, True)
    )

    line = lines(services)[1]
    assert (line.text, line.speaker, line.is_checked, line.version) == ("zur Rückkehr", "Ana", True, 1)
    assert [placed.line.key for placed in done.lines] == ["de0000", "de0001"]
    assert (done.number, done.changed, done.removed) == (1, 2, ())
    with services.database.reading() as session:
        assert [job.kind for job in session.scalars(select(Job))] == ["index"]
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "transcript.corrected")).one()
        assert (entry.account_name, entry.details["lines"]) == ("erika", 2)
        assert "Rückkehr" not in str(entry.details)


def test_the_same_save_twice_is_one(services):
    split = Split("de0000", 0, "Guten Tag", "und willkommen")
    first = saved(services, split, request_id="once", seen=0)
    again = saved(services, split, request_id="once", seen=0)

    assert texts(services)[:3] == ["Guten Tag", "und willkommen", TEXTS[1]]
    assert [placed.line for placed in again.lines] == [placed.line for placed in first.lines]
    assert about(services).last_edit == 1


def test_a_line_that_somebody_else_changed_refuses_the_whole_save_and_other_lines_merge_quietly(services):
    saved(services, WriteText("de0001", 0, "von Max"), by=2)

    with pytest.raises(LinesChangedError) as refused:
        saved(services, WriteText("de0000", 0, "neu"), WriteText("de0001", 0, "von Erika"), seen=0)
    merged = saved(services, WriteText("de0000", 0, "von Erika"), seen=0)

    assert refused.value.keys == ("de0001",)
    assert texts(services)[:2] == ["von Erika", "von Max"]
    assert [placed.line.text for placed in merged.lines] == ["von Erika", "von Max"]


@pytest.mark.parametrize(
    "edit",
    [
        WriteText("de0001", 0, "x"),
        SetTimes("de0001", 0, 1, 2),
        SetSpeaker("de0001", 0, "x"),
        Split("de0001", 0, "a", "b"),
        MergeNext("de0000", 0, "de0001", 0),
        Remove("de0001", 0),
    ],
)
def test_nothing_is_done_to_a_line_that_is_gone(merged, edit):
    with pytest.raises(LinesChangedError):
        saved(merged, edit, seen=0)


def test_what_was_changed_meanwhile_is_not_checked_unseen(services):
    saved(services, WriteText("de0002", 0, "von Max"), by=2)
    saved(services, Check("de0002", False, False), by=2)

    saved(services, Check(None, False, True), seen=0)

    assert [line.is_checked for line in lines(services)] == [True, True, False, True]
    assert not about(services).is_checked
    saved(services, Check("de0003", True, True))
    assert about(services).is_checked


def test_one_line_unchecked_leaves_the_others_of_a_checked_transcript_checked(services):
    with services.database.writing() as session:
        session.get_one(Transcript, 1).is_checked = True

    saved(services, Check("de0001", False, False))

    assert [line.is_checked for line in lines(services)] == [True, False, True, True]


def test_splitting_merging_and_shifting_keep_names_quotes_and_former_wordings(services):
    with services.database.reading() as session:
        before = lines_between(session, 1, "de", "de0000", "de0002", revision=1)
    saved(services, MergeNext("de0000", 0, "de0001", 0))
    saved(services, Split("de0002", 0, "gibt es", "heute Neues"))
    saved(services, Shift("de0002", 2.5, is_rest=True))

    now = lines(services)
    assert [(line.key[:2], line.start_seconds) for line in now[:2]] == [("de", 0.0), ("de", 12.5)]
    assert now[0].text == "Guten Tag und willkommen\nzur Starthilfe in Georgien"
    assert now[1].key == "de0002"
    with services.database.reading() as session:
        assert line_called(session, 1, "de", "de0001").key == "de0000"
        assert lines_between(session, 1, "de", "de0000", "de0002", revision=1) == before
        assert [line.text for line in lines_during(session, 1, "de", 0, 16, revision=about(services).revision)] == [
            now[0].text, "gibt es", "heute Neues",
        ]  # fmt: skip


def test_of_many_who_save_the_same_line_at_once_one_wins_and_the_others_hear_of_it(services):
    def try_to_save(number):
        try:
            saved(services, WriteText("de0001", 0, f"von {number}"), seen=0, request_id=f"save {number}")
        except LinesChangedError:
            return None
        return f"von {number}"

    with ThreadPoolExecutor(4) as pool:
        won = [text for text in pool.map(try_to_save, range(8)) if text]

    assert won == [texts(services)[1]]
    assert about(services).last_edit == 1


def test_positions_are_those_of_the_lines_after_any_change(services):
    saved(services, Split("de0000", 0, "Guten Tag", "und willkommen"))
    saved(services, Remove("de0002", 0))
    saved(services, SetTimes("de0003", 0, 1.0, 2.0))

    with services.database.reading() as session:
        rows = session.scalars(select(TranscriptCue).order_by(TranscriptCue.position)).all()
    assert [row.position for row in rows] == [0, 1, 2, 3]
    assert [row.text for row in rows] == ["Guten Tag", "auf Wiedersehen", "und willkommen", TEXTS[1]]


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (WriteText("de0000", 0, " \n"), {"text": "empty"}),
        (WriteText("de0000", 0, "x" * (LONGEST_TEXT + 1)), {"text": "too-long"}),
        (SetSpeaker("de0000", 0, "x" * 201), {"speaker": "too-long"}),
        (SetTimes("de0000", 0, 3.0, 3.0), {"times": "end-before-start"}),
        (SetTimes("de0000", 0, -1.0, 3.0), {"times": "before-the-begin"}),
        (SetTimes("de0000", 0, 21.0, 22.0), {"times": "after-the-end"}),
        (Shift("de0001", -6.0, is_rest=True), {"seconds": "overtakes"}),
        (Shift("de0000", float("nan"), is_rest=False), {"seconds": "too-long"}),
        (Split("de0000", 0, "Guten Tag", ""), {"text": "empty"}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(still, edit, fault):
    with pytest.raises(InvalidInputError) as refused:
        saved(still, WriteText("de0003", 0, "neu"), edit)

    assert refused.value.fields == fault
    assert texts(still) == list(TEXTS)


def test_the_last_line_stays_and_a_save_is_bounded(services):
    saved(services, *(Remove(f"de000{number}", 0) for number in range(3)))

    with pytest.raises(InvalidInputError):
        saved(services, Remove("de0003", 0))
    with pytest.raises(InvalidInputError):
        saved(services, *[Check(None, False, True)] * (MOST_EDITS + 1))


def test_what_only_was_shifted_or_renamed_by_people_is_not_replaced_by_a_machine(services):
    with services.database.writing() as session:
        session.get_one(Transcript, 1).origin = Origin.SPEECH
    saved(services, RenameSpeaker("", "Ana"), Shift("de0000", 0.0, is_rest=True))

    with services.database.writing() as session:
        add_captions(services, session, 1, heard("dumme Worte", origin="speech"))
        rows = session.scalars(select(Transcript).order_by(Transcript.id)).all()
        assert [(row.is_current, row.last_edit) for row in rows] == ([(True, 1), (False, 0)])
