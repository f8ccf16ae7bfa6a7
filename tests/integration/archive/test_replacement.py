"""The file of a recording on the shelf is replaced: the same talk that begins later, and another talk altogether."""

import datetime as dt
import shutil

import pytest
from sqlalchemy import select

from archive.bootstrap import now
from archive.catalogue.audit import AuditEntry
from archive.catalogue.cuts import Redaction, Trim
from archive.catalogue.former_originals import FormerOriginal
from archive.catalogue.recordings import Chapter, ChapterOrigin, Origin, Recording, Transcript, TranscriptCue
from archive.catalogue.reports import LineReport
from archive.catalogue.work import JobState
from archive.errors import InvalidInputError
from archive.intake.taking_in import take_in
from archive.shelf.replaced_words import are_by_machines, ends_in_new_film, lay_machine_words_aside, move_to_new_film
from archive.shelf.replacement import WordsWanted, ask_for_replacement
from archive.shelf.replacement_job import decide_on_words
from archive.transcripts.retiming import Ends, move_words
from archive.unneeded import let_former_originals_go, sweep_unneeded
from tests.support.archives import job_of, open_archive, take, work_until_idle
from tests.support.clips import make_clip, run_tool
from tests.support.voices import speak

LATER_SECONDS = 1.5
CAPTIONS = """WEBVTT

00:00:00.600 --> 00:00:03.000
Guten Tag und willkommen

00:00:03.000 --> 00:00:06.000
zur Starthilfe in Georgien
"""


@pytest.fixture(scope="module")
def talks(tmp_path_factory):
    """The same talk twice, the second time after some silence; and another one."""
    folder = tmp_path_factory.mktemp("talks")
    said = speak(folder / "said.wav", "Guten Tag und willkommen. Wir sprechen heute über die Starthilfe in Georgien.")
    other = speak(
        folder / "other.wav", "Morgen regnet es nicht, und der Bus nach Norden fährt um sieben. Bitte warten."
    )
    later = folder / "later.wav"
    run_tool(["-i", said, "-af", f"adelay={LATER_SECONDS * 1000:.0f},volume=0.5", later])
    return {
        name: make_clip(folder / f"{name}.mp4", seconds=8, sound=sound, size="160x90", frames_per_second=5)
        for name, sound in (("said", said), ("later", later), ("other", other))
    }


@pytest.fixture(scope="module")
def begun(talks, tmp_path_factory):
    data = tmp_path_factory.mktemp("begun") / "var"
    with open_archive(data) as services:
        take(services, talks["said"], captions=CAPTIONS, name="Talk.mp4")
        work_until_idle(services)
        with services.database.writing() as session:
            session.add(Chapter(recording_id=1, start_seconds=3.0, title="Hilfe", origin=ChapterOrigin.EDITOR))
            recording = session.get_one(Recording, 1)
            recording.are_chapters_decided = True
            cue = session.scalars(select(TranscriptCue)).first()
            report = LineReport(
                recording_id=1,
                language="de",
                key=cue.key,
                start_seconds=0.6,
                text=cue.text,
                suggestion="",
                created_at=now(),
            )
            session.add(report)
    return data


@pytest.fixture
def archive(begun, tmp_path):
    shutil.copytree(begun, tmp_path / "var")
    with open_archive(tmp_path / "var") as services:
        yield services


def replaced(services, path, *, words=WordsWanted.COMPARE):
    taken = take_in(services, path)
    with services.database.writing() as session:
        job = ask_for_replacement(services, session, 1, path=taken, name="Better.mp4")
        job_id = job.id
    work_until_idle(services, retry_seconds=())
    return job_id


def seen(services):
    with services.database.reading() as session:
        recording = session.get_one(Recording, 1)
        cues = session.scalars(select(TranscriptCue).order_by(TranscriptCue.position)).all()
        return {
            "slug": recording.slug,
            "state": recording.state,
            "original": recording.original_key,
            "seconds": recording.duration_seconds,
            "files": {row.name: row.key for row in recording.renditions},
            "lines": [(cue.key, cue.text) for cue in cues],
            "starts": [cue.start_seconds for cue in cues],
            "chapters": [row.start_seconds for row in recording.chapters],
            "reports": [round(at, 3) for at in session.scalars(select(LineReport.start_seconds))],
        }


def test_the_same_talk_that_begins_later_takes_its_words_along(archive, talks):
    before = seen(archive)

    job_id = replaced(archive, talks["later"])

    after, job = seen(archive), job_of(archive, job_id)
    assert (job.state, job.error_code) == (JobState.DONE, None)
    assert [problem["code"] for problem in job.result["problems"]] == ["words-later"]
    assert job.result["problems"][0]["seconds"] == LATER_SECONDS
    assert (after["slug"], after["state"], after["lines"]) == (before["slug"], before["state"], before["lines"])
    assert after["starts"] == pytest.approx([at + LATER_SECONDS for at in before["starts"]], abs=0.06)
    assert after["chapters"] == pytest.approx([4.5], abs=0.06)
    assert after["reports"] == pytest.approx([2.1], abs=0.06)
    assert after["original"] != before["original"]
    assert after["files"].keys() == before["files"].keys()
    assert not set(after["files"].values()) & set(before["files"].values())
    assert list(archive.work.iterdir()) == []
    with archive.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "recording.replaced")).one()
        assert entry.details["file"] == "Better.mp4"


def test_words_before_the_beginning_of_the_new_film_are_kept_aside_and_come_back(archive):
    before = seen(archive)

    def move(offset_seconds, new_seconds):
        with archive.database.writing() as session:
            recording = session.get_one(Recording, 1)
            wanted = ends_in_new_film(session, 1, offset_seconds=offset_seconds, new_seconds=new_seconds)
            moved = move_to_new_film(session, recording, wanted, offset_seconds=offset_seconds, new_seconds=new_seconds)
            return wanted, moved.lines_outside

    assert move(-3.0, 5.0) == (Ends(), 1)
    between = seen(archive)
    assert (between["lines"], between["starts"]) == (before["lines"][1:], [0.0])
    assert move(3.0, 8.0) == (Ends(), 0)
    assert seen(archive) == before
    with archive.database.reading() as session:
        assert session.scalars(select(Trim)).all() == []


def test_lines_after_the_end_of_a_shorter_film_stay_and_are_counted(archive):
    with archive.database.writing() as session:
        moved = move_to_new_film(session, session.get_one(Recording, 1), Ends(), offset_seconds=0, new_seconds=2.9)

    assert (moved.lines_outside, len(seen(archive)["lines"])) == (1, 2)


def test_what_was_trimmed_off_stays_trimmed_off_in_the_new_film(archive):
    with archive.database.writing() as session:
        move_words(session, session.get_one(Recording, 1), Ends(2.0, 7.0), original_seconds=8.0)
    before = seen(archive)

    with archive.database.writing() as session:
        wanted = ends_in_new_film(session, 1, offset_seconds=1.5, new_seconds=9.5)
        move_to_new_film(session, session.get_one(Recording, 1), wanted, offset_seconds=1.5, new_seconds=9.5)

    assert wanted == Ends(3.5, 8.5)
    assert seen(archive) == before
    with archive.database.reading() as session:
        assert (session.get_one(Trim, 1).begins_at, session.get_one(Trim, 1).original_seconds) == (3.5, 9.5)


def test_another_talk_changes_nothing_until_somebody_takes_it_all_the_same(archive, talks):
    before = seen(archive)

    job_id = replaced(archive, talks["other"])
    assert (job_of(archive, job_id).state, job_of(archive, job_id).error_code) == (JobState.FAILED, "sounds-different")
    assert seen(archive) == before

    with archive.database.writing() as session:
        decide_on_words(archive, session, job_id, WordsWanted.KEEP)
    work_until_idle(archive, retry_seconds=())
    after = seen(archive)
    assert job_of(archive, job_id).state == JobState.DONE
    assert (after["lines"], after["starts"]) == (before["lines"], before["starts"])
    assert after["original"] != before["original"]


def test_the_former_original_is_kept_for_thirty_days(archive, talks):
    former = seen(archive)["original"]
    replaced(archive, talks["later"])

    for days, kept in ((29, True), (31, True), (33, False)):
        object.__setattr__(archive, "clock", lambda days=days: now() + dt.timedelta(days=days))
        let_former_originals_go(archive)
        sweep_unneeded(archive)
        assert (archive.settings.data / "store" / former).exists() == kept, days
    with archive.database.reading() as session:
        assert session.scalars(select(FormerOriginal)).all() == []


def test_what_was_redacted_would_be_heard_again_so_the_file_stays(archive, talks):
    with archive.database.writing() as session:
        session.add(
            Redaction(recording_id=1, start_seconds=1, end_seconds=2, blurs_picture=False, made_at=archive.clock())
        )

    with pytest.raises(InvalidInputError) as caught:
        replaced(archive, talks["later"])

    assert caught.value.details() == {"file": "redacted"}


def test_what_is_redacted_while_the_new_film_is_made_is_never_heard_again(archive, talks):
    before = seen(archive)

    def redact_at_the_last_moment(point):
        if point == "replace:files":
            with archive.database.writing() as session:
                at = archive.clock()
                session.add(Redaction(recording_id=1, start_seconds=1, end_seconds=2, blurs_picture=False, made_at=at))

    object.__setattr__(archive, "reached", redact_at_the_last_moment)
    job = job_of(archive, replaced(archive, talks["later"]))

    assert (job.state, job.error_code, job.error_details) == (JobState.FAILED, "input-invalid", {"file": "redacted"})
    assert seen(archive) == before


def test_words_of_machines_are_laid_aside_for_new_ones_and_those_of_people_stay(archive):
    with archive.database.writing() as session:
        recording = session.get_one(Recording, 1)
        heard = Transcript(language="en", origin=Origin.SPEECH, is_current=True, created_at=now())
        checked = Transcript(language="fr", origin=Origin.SPEECH, is_current=True, is_edited=True, created_at=now())
        recording.transcripts += [heard, checked]
        session.flush()
        assert not are_by_machines(recording)

        lay_machine_words_aside(session, recording)

        assert {row.language: row.is_current for row in recording.transcripts} == {
            "de": True,
            "en": False,
            "fr": True,
        }
