"""The checks of the machine tell what is missing, what it means, and what to do."""

import datetime as dt
import stat
import sys
import types
from gettext import NullTranslations
from importlib.machinery import ModuleSpec

import pytest

from archive.catalogue.database import Database
from archive.checks.contents import check_database
from archive.checks.finding import Status, failed, passed, warned, worst
from archive.checks.machine import check_machine
from archive.checks.texts import check_pages
from archive.errors import CatalogueNewerError
from archive.formats import Formats
from archive.settings import Settings

TODAY = dt.date(2026, 12, 1)


@pytest.fixture
def check(tmp_path):
    """Check this machine and give the findings by name."""

    def check(today=TODAY, **settings):
        values = {"MITSCHNITT_DATA": str(tmp_path), "MITSCHNITT_RESERVE_BYTES": "1", **settings}
        found = check_machine(
            Settings.from_environ(values), today=today, formats=Formats("en"), translations=NullTranslations()
        )
        return {finding.name: finding for finding in found}

    return check


@pytest.fixture
def bare_path(tmp_path, monkeypatch):
    """A machine without any of the programs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    _program(folder, "true", "exit 0")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def _program(folder, name, script):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(stat.S_IRWXU)


def test_missing_programs_fail_or_warn_by_how_much_they_are_needed(check, bare_path):
    found = check()

    statuses = {name: found[name].status for name in ("ffmpeg", "ffprobe", "tesseract")}
    assert statuses == {"ffmpeg": Status.FAIL, "ffprobe": Status.FAIL, "tesseract": Status.WARN}
    assert all(found[name].advice for name in statuses)


def test_a_program_that_does_not_run_fails(check, bare_path):
    _program(bare_path, "ffmpeg", "exit 1")

    assert check()["ffmpeg"].status is Status.FAIL


def test_a_missing_language_of_tesseract_is_named(check, bare_path):
    _program(bare_path, "tesseract", 'if [ "$1" = --version ]; then echo tesseract 5.3.0; else echo eng; echo osd; fi')

    found = check()["tesseract"]

    assert found.status is Status.WARN
    assert "deu" in found.fact
    assert "eng" not in found.fact


@pytest.mark.parametrize(("today", "status"), [(dt.date(2026, 11, 1), Status.PASS), (dt.date(2036, 1, 1), Status.WARN)])
def test_an_old_yt_dlp_is_a_warning(check, today, status):
    assert check(today)["yt-dlp"].status is status


def test_without_a_javascript_runtime_youtube_is_a_warning_that_says_what_to_run(check, bare_path, monkeypatch):
    monkeypatch.setattr("sys.executable", str(bare_path / "python"))
    without = check()["youtube"]
    _program(bare_path, "deno", "exit 0")
    monkeypatch.setitem(sys.modules, "yt_dlp_ejs", types.ModuleType("yt_dlp_ejs"))
    sys.modules["yt_dlp_ejs"].__spec__ = ModuleSpec("yt_dlp_ejs", None)

    assert (without.status, "scripts/setup youtube" in without.advice) == (Status.WARN, True)
    assert (check()["youtube"].status, check()["youtube"].fact) == (Status.PASS, str(bare_path / "deno"))


def test_no_speech_model_is_a_warning_that_says_how_to_get_one(check):
    found = check()["speech-model"]

    assert found.status is Status.WARN
    assert "mitschnitt models fetch" in found.advice


def test_half_a_model_folder_fails(check, tmp_path):
    (tmp_path / "half").mkdir()

    assert check(MITSCHNITT_SPEECH_MODEL=str(tmp_path / "half"))["speech-model"].status is Status.FAIL


@pytest.mark.parametrize(("reserve_bytes", "status"), [(1, Status.PASS), (2**62, Status.FAIL)])
def test_free_space_is_held_against_the_reserve(check, reserve_bytes, status):
    assert check(MITSCHNITT_RESERVE_BYTES=str(reserve_bytes))["free-space"].status is status


def test_a_data_folder_that_cannot_be_one_fails(check, tmp_path):
    (tmp_path / "file").touch()

    statuses = {name: check(MITSCHNITT_DATA=name)["data-folder"].status for name in ("/proc/mitschnitt", "/dev/null/x")}

    assert set(statuses.values()) == {Status.FAIL}, statuses
    assert check(MITSCHNITT_DATA=str(tmp_path / "file" / "var"))["data-folder"].status is Status.FAIL
    assert check(MITSCHNITT_DATA=str(tmp_path / "new" / "var"))["data-folder"].status is Status.PASS


@pytest.mark.parametrize("address", ["sqlite:////no/secret/folder/x", "postgresql+psycopg://m:secret@127.0.0.1:1/x"])
def test_a_database_that_does_not_answer_fails_without_showing_its_password(tmp_path, address):
    settings = Settings.from_environ({"MITSCHNITT_DATA": str(tmp_path), "MITSCHNITT_DATABASE": address})

    found = check_database(settings, str)

    assert found.status is Status.FAIL
    assert "secret" not in found.fact


@pytest.mark.parametrize("is_opened", [False, True])
def test_an_empty_file_is_called_no_catalogue_and_is_not_written_to(tmp_path, is_opened):
    """It is what a crash at the very first start leaves; the next start makes a catalogue of it."""
    settings = Settings.from_environ({"MITSCHNITT_DATA": str(tmp_path)})
    file = tmp_path / "catalogue.sqlite"
    file.touch()
    if is_opened:
        database = Database(settings.database_url)
        assert database.answers()
        database.close()
    before = file.read_bytes()

    found = check_database(settings, str)

    assert (found.status, found.fact) == (Status.WARN, f"{file} is empty: there is no catalogue in it")
    assert "mitschnitt serve" in found.advice
    assert file.read_bytes() == before


def test_a_catalogue_of_a_newer_version_is_left_alone_and_the_check_says_what_to_do(tmp_path):
    settings = Settings.from_environ({"MITSCHNITT_DATA": str(tmp_path)})
    database = Database(settings.database_url)
    database.migrate(lock=tmp_path / "lock")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")

    with pytest.raises(CatalogueNewerError):
        database.migrate(lock=tmp_path / "lock")
    database.close()

    assert "newer version" in check_database(settings, str).advice


def test_the_worst_finding_counts():
    assert worst([]) is Status.PASS
    assert worst([passed("a", ""), warned("b", "", "")]) is Status.WARN
    assert worst([failed("a", "", ""), warned("b", "", ""), passed("c", "")]) is Status.FAIL


def test_texts_that_only_the_operator_can_write_are_named_until_they_are_there(tmp_path):
    settings = Settings.from_environ({"MITSCHNITT_DATA": str(tmp_path)})
    before = check_pages(settings, str)
    for language in ("de", "en"):
        (tmp_path / "pages" / language).mkdir(parents=True)
        for name in ("accessibility", "easy", "imprint", "privacy", "sign-language"):
            (tmp_path / "pages" / language / f"{name}.md").write_text("# Text", encoding="utf-8")

    after = check_pages(settings, str)
    (tmp_path / "pages" / "de" / "imprint.md").write_text(" \n", encoding="utf-8")
    emptied = check_pages(settings, str)

    assert [finding.status for finding in (before, after, emptied)] == [Status.WARN, Status.PASS, Status.WARN]
    assert before.fact.count(".md") == 10
    assert emptied.fact == "still to be written: de/imprint.md"
