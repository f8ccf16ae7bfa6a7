"""What was done to lines can be taken back, done again, seen and forgotten; each account takes back its own."""

import pytest

from archive.catalogue.edits import EditKind
from archive.catalogue.recordings import Recording, Transcript
from archive.errors import LinesChangedError, NotFoundError
from archive.transcripts.correction_history import (
    entries,
    forget,
    lines_at,
    restore,
    steps_of,
    take_back_everywhere,
)
from archive.transcripts.line_edits import (
    MergeNext,
    Remove,
    RenameSpeaker,
    ReplaceWords,
    Shift,
    Split,
    WriteText,
)
from archive.transcripts.line_saving import Saving, correct_lines, opened, save
from tests.support.saved_lines import TEXTS, archive_with_lines, lines, saved, stepped, texts
from tests.support.shelf import shelve_words


@pytest.fixture
def services(tmp_path):
    with archive_with_lines(tmp_path) as services:
        yield services


def test_undo_and_redo_take_each_account_through_its_own_edits_and_survive_a_restart(services):
    original = lines(services)
    saved(services, WriteText("de0000", 0, "eins"))
    saved(services, Split("de0001", 0, "zur Starthilfe", "in Georgien"), WriteText("de0002", 0, "zwei"))
    saved(services, WriteText("de0003", 0, "von Max"), by=2)
    changed = lines(services)

    stepped(services)
    stepped(services)
    assert [line.text for line in lines(services)] == [*TEXTS[:3], "von Max"]
    stepped(services, redo=True)
    stepped(services, redo=True)
    assert lines(services) == changed
    stepped(services, by=2)
    stepped(services)
    stepped(services)
    assert lines(services) == original
    with pytest.raises(NotFoundError):
        stepped(services)
    saved(services, WriteText("de0000", lines(services)[0].version, "drei"))
    with services.database.reading() as session:
        assert steps_of(session, 1, 1).redo is None


def test_undo_stops_at_a_line_that_somebody_else_changed_since_and_is_done_once_when_sent_twice(services):
    saved(services, WriteText("de0000", 0, "eins"))
    saved(services, WriteText("de0001", 0, "zwei"))
    saved(services, WriteText("de0001", 2, "von Max"), by=2)

    with pytest.raises(LinesChangedError):
        stepped(services)
    stepped(services, by=2, request_id="once")
    stepped(services, by=2, request_id="once")
    assert texts(services)[:2] == ["eins", "zwei"]


def test_any_state_can_be_seen_and_brought_back(services):
    states = [lines(services)]
    for edit in (
        WriteText("de0000", 0, "eins"),
        Split("de0001", 0, "zur Starthilfe", "in Georgien"),
        RenameSpeaker("", "Ana"),
        Remove("de0003", 3),
        Shift("de0000", 1.0, is_rest=True),
    ):
        saved(services, edit)
        states.append(lines(services))

    with services.database.writing(by=2) as session:
        transcript = opened(session, 1, 1)
        assert [lines_at(session, transcript, number) for number in range(6)] == states
        restore(services, session, transcript, number=0, saving=Saving((), "back", 0, EditKind.RESTORED))
    assert lines(services) == states[0]
    with services.database.reading() as session:
        assert [(row.kind, row.account_name) for row in entries(session, 1)][:2] == [
            ("restored", "max"),
            ("lines", "erika"),
        ]


def test_a_change_through_several_transcripts_is_taken_back_in_each_that_nobody_worked_on_since(services):
    other = shelve_words(services, "Fokus Irak", "zur Starthilfe")
    saved(services, ReplaceWords("de0001", 0, "zur Hilfe in Georgien"), request_id="all", kind=EditKind.REPLACED)
    with services.database.writing(by=1) as session:
        saving = Saving([ReplaceWords("de0000", 0, "zur Hilfe")], "all", 0, EditKind.REPLACED)
        save(services, session, opened(session, other, 2), saving)
    saved(services, WriteText("de0001", 1, "von Max"), by=2)

    with services.database.writing(by=1) as session:
        assert take_back_everywhere(services, session, "all") == (1, 1)

    with services.database.reading() as session:
        assert session.get_one(Transcript, 2).cues[0].text == "zur Starthilfe"
    assert texts(services)[1] == "von Max"


def test_words_that_must_not_be_kept_are_forgotten_and_the_lines_stay(services):
    saved(services, WriteText("de0000", 0, "eins"))

    with services.database.writing() as session:
        assert forget(session, 1) == 1
        with pytest.raises(NotFoundError):
            lines_at(session, opened(session, 1, 1), 0)
    assert texts(services)[0] == "eins"


def test_a_corrected_report_stands_in_the_history_and_its_line_counts_as_checked(services):
    saved(services, MergeNext("de0000", 0, "de0001", 0))
    with services.database.writing(by=2) as session:
        assert correct_lines(services, session, 1, {"de0000": "Guten Tag zur Starthilfe"}) == 1
        with pytest.raises(NotFoundError):
            correct_lines(services, session, 1, {"nobody": "x"})

    assert lines(services)[0].is_checked
    with services.database.reading() as session:
        assert [row.kind for row in entries(session, 1)] == ["reported", "lines"]
        assert session.get_one(Recording, 1).version == 3
