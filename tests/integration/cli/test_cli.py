"""The command line: what it says, in which language, with which code it ends, and what `check` finds."""

import json
import re
import subprocess
import sys

import pytest

from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job, JobState
from archive.finding.indexing import rebuild
from archive.identity.passwords import SHORTEST
from archive.jobs.presence import Presence
from tests.support.house import ROOT
from tests.support.shelf import damage_index, shelve_words

PASSWORD = "correct horse battery"


def _checks(answer):
    return {check["name"]: check for check in json.loads(answer.stdout)["checks"]}


def _put_film(services, recording_id):
    """Put something into the store to be played; give its key."""
    film = services.incoming / "film.mp4"
    film.write_bytes(b"a film")
    with services.database.writing() as session:
        rendition = session.get_one(Recording, recording_id).renditions[0]
        rendition.key = services.store.adopt(film, suffix=".mp4").key
        return rendition.key


def test_as_a_program_it_says_its_version_and_ends_with_0(environ):
    ended = subprocess.run(
        [sys.executable, "-m", "archive.cli", "--version"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("mitschnitt 0.")


def test_as_a_program_it_ends_with_2_names_a_setting_that_does_not_exist_and_lists_those_that_do(environ):
    ended = subprocess.run(
        [sys.executable, "-m", "archive.cli", "settings"],
        cwd=ROOT,
        env={**environ, "MITSCHNITT_DATTA": "x"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2
    assert "MITSCHNITT_DATTA" in ended.stderr
    assert "MITSCHNITT_DATA" in ended.stdout
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "arguments", [["no-such-command"], ["search"], ["search", "word", "--jsn"], ["--language", "fr", "settings"]]
)
def test_what_is_not_asked_properly_ends_with_2(run, arguments):
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "locale", "language"),
    [
        ([], "de_DE.UTF-8", "de"),
        ([], "C.UTF-8", "en"),
        ([], "fr_FR.UTF-8", "en"),
        (["--language", "de"], "en_GB.UTF-8", "de"),
        (["--language", "en"], "de_AT", "en"),
    ],
)
def test_the_language_is_asked_for_or_comes_from_the_environment(run, services, arguments, locale, language):
    run("account", "add", "erika", "--generate")

    answer = run(*arguments, "account", "list", LC_ALL=locale)

    today = services.today()
    assert {"de": f"{today:%d.%m.%Y}", "en": f"{today.day} "}[language] in answer.stdout


def test_an_account_is_added_listed_and_switched_off(run):
    added = run("account", "add", "Erika", "--email", "erika@office.example", typed=f"{PASSWORD}\n")
    disabled = run("account", "disable", "erika")
    listed = json.loads(run("account", "list", "--json").stdout)

    assert (added.exit_code, disabled.exit_code) == (0, 0)
    assert PASSWORD not in added.output
    assert [(row["name"], row["role"], row["is_active"]) for row in listed] == [("erika", "editor", False)]


def test_an_account_gets_another_role_a_link_and_its_way_back(run):
    run("account", "add", "erika", "--role", "admin", typed=f"{PASSWORD}\n")
    run("account", "add", "max", typed=f"{PASSWORD}\n")

    kept = run("account", "role", "erika", "reader")
    done = [run("account", *words) for words in (("role", "max", "reader"), ("disable", "max"), ("enable", "max"))]
    link, unpaired = run("account", "link", "max"), run("account", "unpair", "max")
    listed = json.loads(run("account", "list", "--json").stdout)

    assert kept.exit_code == 1
    assert "erika is the last administrator who can sign in." in kept.output
    assert [answer.exit_code for answer in (*done, link, unpaired)] == [0] * 5
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/en/password/[\w-]{43}\n", link.stdout)
    assert [(row["name"], row["role"], row["is_active"]) for row in listed] == [
        ("erika", "admin", True),
        ("max", "reader", True),
    ]


def test_a_made_password_is_printed_once_and_alone_on_standard_output(run):
    added = run("account", "add", "erika", "--generate")

    assert len(added.stdout.split()) == 1
    assert len(added.stdout.strip()) >= 16


@pytest.mark.parametrize(("typed", "exit_code"), [("short\n", 2), ("\n", 2), (f"{PASSWORD}\n", 0)])
def test_a_password_that_is_too_short_is_refused_with_the_number_of_signs_it_needs(run, typed, exit_code):
    run("account", "add", "erika", "--generate")

    answer = run("account", "password", "erika", typed=typed)

    assert answer.exit_code == exit_code
    assert (f"at least {SHORTEST} characters" in answer.stderr) is (exit_code != 0)


def test_an_account_that_does_not_exist_is_an_answer_not_a_traceback(run):
    answer = run("account", "disable", "nobody")

    assert answer.exit_code == 1
    assert "Traceback" not in answer.output


def test_the_settings_never_show_the_password_of_the_database(run):
    answer = run("settings", "--json", MITSCHNITT_DATABASE="postgresql+psycopg://m:secret@db/m")

    assert "secret" not in answer.output
    assert json.loads(answer.stdout)["MITSCHNITT_DATABASE"] == "postgresql+psycopg://m:***@db/m"


def test_a_database_whose_driver_is_not_here_is_said_without_its_password(run):
    answer = run("account", "list", MITSCHNITT_DATABASE="mysql+mysqldb://m:hunter2@db/m")

    assert answer.exit_code == 2
    assert "the driver of this database is not installed" in answer.stderr
    assert "hunter2" not in answer.output


def test_models_are_listed_with_what_is_wrong_with_them(run, environ, tmp_path):
    (tmp_path / "var" / "models" / "half").mkdir(parents=True)

    listed = json.loads(run("models", "list", "--json", MITSCHNITT_SPEECH_MODEL="half").stdout)

    assert listed == [{"name": "half", "is_chosen": True, "fault": listed[0]["fault"]}]
    assert listed[0]["fault"].startswith("file-missing")


def test_check_changes_nothing_where_there_is_no_archive_yet(run, tmp_path):
    answer = run("check", "--json")

    assert answer.exit_code == 0
    assert _checks(answer)["database"]["status"] == "warn"
    assert not (tmp_path / "var").exists()


def test_check_names_every_tool_and_its_version(run):
    checks = _checks(run("check", "--json"))

    for tool in ("python", "sqlite", "ffmpeg", "ffprobe", "yt-dlp"):
        assert checks[tool]["status"] in {"pass", "warn"}
        assert any(letter.isdigit() for letter in checks[tool]["fact"])
    assert {"tesseract", "speech-model", "sandbox", "free-space"} <= checks.keys()


def test_check_fails_when_the_reserve_is_not_there(run):
    answer = run("check", "--json", MITSCHNITT_RESERVE_BYTES=str(2**62))

    assert answer.exit_code == 1
    assert _checks(answer)["free-space"]["status"] == "fail"


def test_check_fails_when_the_chosen_model_is_not_there(run):
    answer = run("check", "--json", MITSCHNITT_SPEECH_MODEL="small")

    assert answer.exit_code == 1
    assert _checks(answer)["speech-model"]["status"] == "fail"


def test_check_counts_n_of_n_lines_and_tells_when_some_are_missing(run, services):
    _put_film(services, shelve_words(services, "Fokus Georgien", "Guten Tag", "Krankenversicherung"))
    rebuild(services)

    whole = run("check", "--json")
    shelve_words(services, "Fokus Irak", "eine Zeile")
    behind = run("check", "--json")

    assert (whole.exit_code, _checks(whole)["index"]["fact"]) == (0, "2 of 2 lines can be found")
    assert (behind.exit_code, _checks(behind)["index"]["status"]) == (1, "fail")
    assert "2 of 3" in _checks(behind)["index"]["fact"]


def test_check_fails_over_a_damaged_index_and_reindex_mends_it(run, services):
    _put_film(services, shelve_words(services, "Fokus Georgien", "Guten Tag"))
    rebuild(services)
    damage_index(services)

    damaged, mended, after = run("check"), run("reindex"), run("check")

    assert (damaged.exit_code, mended.exit_code, after.exit_code) == (1, 0, 0)


def test_reindex_check_only_compares(run, services):
    rebuild(services)
    shelve_words(services, "Fokus Georgien", "Guten Tag")

    before, again = run("reindex", "--check"), run("reindex", "--check")
    made, after = run("reindex"), run("reindex", "--check")

    assert [answer.exit_code for answer in (before, again, made, after)] == [1, 1, 0, 0]
    assert "Fokus Georgien" in before.stderr
    assert after.stdout == "1 of 1 lines can be found.\n"


def test_check_names_recordings_that_cannot_be_played_and_jobs_that_failed(run, services):
    shelve_words(services, "Stumm und blind", "Guten Tag", is_playable=False)
    rebuild(services)
    with services.database.writing() as session:
        job = services.jobs.enqueue(session, kind="index", arguments={}, title="Verlorene Seite")
        session.get_one(Job, job.id).state = JobState.FAILED

    checks = _checks(run("check", "--json"))

    assert checks["recordings"]["status"] == "fail"
    assert "Stumm und blind" in checks["recordings"]["fact"]
    assert checks["jobs"]["status"] == "warn"
    assert "Verlorene Seite" in checks["jobs"]["fact"]


def test_check_counts_files_and_names_recordings_whose_files_are_gone(run, services):
    key = _put_film(services, shelve_words(services, "Fokus Georgien", "Guten Tag"))
    whole = _checks(run("check", "--json"))["files"]

    services.store.remove(key)
    gone = _checks(run("check", "--json"))["files"]

    assert (whole["status"], whole["fact"]) == ("pass", "originals and playable files: 1, none missing")
    assert (gone["status"], gone["fact"]) == ("fail", "missing: 1 of 1 (Fokus Georgien)")


def test_check_warns_when_jobs_wait_and_no_worker_is_alive(run, services):
    with services.database.writing() as session:
        services.jobs.enqueue(session, kind="index", arguments={})

    idle = _checks(run("check", "--json"))["worker"]
    worker = Presence(services.jobs.folder)
    alive = _checks(run("check", "--json"))["worker"]
    worker.leave()

    assert (idle["status"], alive["status"]) == ("warn", "pass")


@pytest.mark.parametrize(
    ("version", "advice"), [("0001", "Restart the service"), ("9999", "Install the newer version")]
)
def test_check_fails_over_a_catalogue_of_another_version(run, services, version, advice):
    with services.database.engine.begin() as connection:
        connection.exec_driver_sql(f"update alembic_version set version_num = '{version}'")

    answer = run("check", "--json")

    assert answer.exit_code == 1
    assert advice in answer.stdout
    assert _checks(answer)["database"]["status"] == "fail"


def test_a_catalogue_of_a_newer_version_is_not_touched_and_said_in_a_sentence(run, services):
    with services.database.engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")

    answer = run("account", "list")

    assert answer.exit_code == 1
    assert "newer version of Mitschnitt" in answer.stderr
