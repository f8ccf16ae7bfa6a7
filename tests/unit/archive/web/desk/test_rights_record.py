"""The rights record at the desk: what it keeps, what it refuses, and the proof of it."""

import datetime as dt
import itertools

import pytest

from archive.catalogue.events import State
from archive.catalogue.people import Role
from archive.publication.proofs import LARGEST_PROOF_BYTES
from archive.unneeded import sweep_unneeded
from tests.support.archives import open_archive
from tests.support.clock import SetClock
from tests.support.desk import client_for
from tests.support.publishing_desk import RIGHTS, note, of, page, read, words
from tests.support.shelf import shelve_words

START = dt.datetime(2099, 3, 1, 12, tzinfo=dt.UTC)
NUMBERS = itertools.count()
PDF, JPEG, PNG = b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def clock():
    return SetClock(START)


@pytest.fixture(scope="module")
def services(tmp_path_factory, clock):
    with open_archive(tmp_path_factory.mktemp("publishing") / "var", clock=clock) as services:
        yield services


@pytest.fixture(scope="module")
def clients(services):
    return {role: client_for(services, role) for role in (None, Role.READER, Role.EDITOR, Role.ADMIN)}


@pytest.fixture(scope="module")
def editor(clients):
    return clients[Role.EDITOR]


@pytest.fixture(autouse=True)
def begin_anew(clock):
    clock.at = START


@pytest.fixture
def draft(services):
    return shelve_words(services, f"Fokus {next(NUMBERS)}", "Guten Tag", state=State.DRAFT)


def send_proof(editor, recording_id, content, name="proof.pdf"):
    return editor.post(of(recording_id, "proof"), files={"proof": (name, content, "application/pdf")})


def test_the_rights_record_keeps_all_of_it_and_who_noted_it(services, editor, draft):
    more = {"people": "Ana Muster\nBen Beispiel", "scope": "Only talks", "expires_on": "2101-12-31"}

    done = note(editor, draft, **more)

    rights = read(services, draft)[1]
    assert done.headers["location"].endswith("/rights?done=saved")
    assert (rights.basis, rights.granted_on, rights.noted_by) == (
        "Consent of all speakers", dt.date(2024, 1, 31), "editor",
    )  # fmt: skip
    assert (rights.people, rights.scope, rights.expires_on) == (
        "Ana Muster\nBen Beispiel", "Only talks", dt.date(2101, 12, 31),
    )  # fmt: skip
    assert page(editor.get(of(draft, "rights"))).find(id="expires_on")["value"] == "2101-12-31"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("granted_on", ""),
        ("granted_on", "20240101"),
        ("granted_on", "2024-W01-1"),
        ("granted_on", "0001-01-01"),
        ("granted_on", "2999-01-01"),
        ("basis", " "),
        ("basis", "x" * 2001),
        ("people", "x" * 2001),
        ("scope", "x" * 2001),
        ("expires_on", "never"),
        ("expires_on", "2024-01-30"),
        ("expires_on", "2999-01-01"),
    ],
)
def test_a_record_that_cannot_be_is_kept_and_explained(services, editor, draft, field, typed):
    answer = editor.post(of(draft, "rights", "de"), data={**RIGHTS, field: typed})

    shown = page(answer).find(id=field)
    assert answer.status_code == 422
    assert (shown.text or shown.get("value", "")).strip() == typed.strip()
    assert page(answer).find(id=f"{field}-fault").text.strip()
    assert read(services, draft)[1] is None


@pytest.mark.parametrize(("content", "kind"), [(PDF, "application/pdf"), (JPEG, "image/jpeg"), (PNG, "image/png")])
def test_a_proof_is_kept_apart_and_handed_only_to_the_desk(services, clients, draft, content, kind):
    note(clients[Role.EDITOR], draft)

    done = send_proof(clients[Role.EDITOR], draft, content + b"x", name="Verträge & mehr.pdf")

    rights = read(services, draft)[1]
    answers = {role: client.get(of(draft, "proof/file")) for role, client in clients.items()}
    assert done.headers["location"].endswith("?done=proof-added")
    assert rights.proof_key.startswith("private/")
    assert {role: answer.status_code for role, answer in answers.items()} == {
        None: 303, Role.READER: 403, Role.EDITOR: 200, Role.ADMIN: 200,
    }  # fmt: skip
    handed = answers[Role.EDITOR]
    assert (handed.content, handed.headers["content-type"]) == (content + b"x", kind)
    assert handed.headers["content-disposition"].startswith("attachment; filename*=UTF-8''Vertr%C3%A4ge")
    assert "sandbox" in handed.headers["content-security-policy"]
    assert "no-store" in handed.headers["cache-control"]


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"<html><script>alert(1)</script>", 422, "neither a PDF nor a picture"),
        (b"", 422, "Please choose a file."),
        (b"GIF89a", 422, "neither a PDF nor a picture"),
        (PDF + b"x" * (LARGEST_PROOF_BYTES + 70_000), 413, "at most 20 MB"),
    ],
    ids=["page", "empty", "gif", "too large"],
)
def test_what_is_no_proof_is_refused_by_its_content(  # noqa: PLR0917  a list of cases
    services, editor, draft, content, status, said
):
    note(editor, draft)

    answer = send_proof(editor, draft, content)

    assert answer.status_code == status
    assert said in page(answer).find(id="proof-fault").text
    assert read(services, draft)[1].proof_key is None


def test_a_proof_needs_something_to_prove_and_another_takes_its_place(services, editor, draft):
    early = send_proof(editor, draft, PDF)
    note(editor, draft)
    send_proof(editor, draft, PDF + b"one")
    first = read(services, draft)[1].proof_key
    send_proof(editor, draft, PDF + b"two")
    second = read(services, draft)[1].proof_key
    removed = editor.post(of(draft, "proof/remove"))
    again = editor.post(of(draft, "proof/remove"))
    sweep_at(services, START + dt.timedelta(days=2))

    assert "Please note first why this recording may be shown." in words(early)
    assert first != second
    assert (removed.headers["location"][-13:], again.headers["location"][-9:]) == ("proof-removed", "unchanged")
    assert editor.get(of(draft, "proof/file")).status_code == 404
    left = {path.name for path in (services.settings.data / "store").rglob("*.pdf")}
    assert not left & {first.rpartition("/")[2], second.rpartition("/")[2]}


def sweep_at(services, at):
    services.clock.at = at
    sweep_unneeded(services)
    services.clock.at = START
