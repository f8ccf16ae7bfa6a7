"""The rights record at the desk: what it keeps and refuses, the proof of it, two people who have its page open."""

import datetime as dt

import pytest

from archive.catalogue.people import Role
from archive.publication.proofs import LARGEST_PROOF_BYTES
from archive.unneeded import sweep_unneeded
from tests.support.desk import client_for
from tests.support.pages import filled_in, page, words
from tests.support.publishing_desk import RIGHTS, START, note, of, read

FIRST = {
    "people": "Ana Muster",
    "basis": "Consent",
    "scope": "",
    "granted_on": "2024-01-31",
    "expires_on": "2101-12-31",
}
PDF, JPEG, PNG = b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"


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


@pytest.fixture(scope="module")
def erika(services):
    return client_for(services, Role.EDITOR, name="erika")


@pytest.fixture(scope="module")
def anna(services):
    return client_for(services, Role.EDITOR, name="anna")


@pytest.fixture
def noted(erika, draft):
    save(erika, draft, opened(erika, draft), **FIRST)
    return draft


def opened(person, recording_id):
    return fields(person.get(of(recording_id, "rights")))


def fields(answer):
    """Give the form of a page as a browser would send it back."""
    return {name: value for name, [value] in filled_in(page(answer).select_one("form.fields")).items()}


def save(person, recording_id, form, **typed):
    return person.post(of(recording_id, "rights"), data=form | typed)


def test_an_open_form_does_not_put_back_a_day_that_somebody_has_moved(services, anna, erika, noted):
    open_form = opened(erika, noted)
    save(anna, noted, opened(anna, noted), expires_on="2030-06-30")

    done = save(erika, noted, open_form, people="Ana Muster\nBen Beispiel")

    record = read(services, noted)[1]
    assert done.headers["location"].endswith("?done=saved")
    assert (record.people, record.expires_on) == ("Ana Muster\nBen Beispiel", dt.date(2030, 6, 30))


def test_what_both_changed_is_said_and_kept_and_sent_again_it_counts(services, anna, erika, noted):
    open_form = opened(erika, noted)
    save(anna, noted, opened(anna, noted), expires_on="2030-06-30", scope="Only talks")

    told = save(erika, noted, open_form, expires_on="2040-01-01", basis="Contract")
    meanwhile = read(services, noted)[1]
    again = save(erika, noted, fields(told))

    assert told.status_code == 422
    assert page(told).find(id="expires_on-fault").text == "Saved here by now: 30 June 2030"
    assert "save again to put yours in its place" in page(told).find(role="alert").text
    assert fields(told) | {"made_from": ""} == {
        **FIRST, "expires_on": "2040-01-01", "basis": "Contract", "scope": "Only talks", "made_from": "",
    }  # fmt: skip
    assert (meanwhile.basis, meanwhile.expires_on) == ("Consent", dt.date(2030, 6, 30))
    assert again.headers["location"].endswith("?done=saved")
    record = read(services, noted)[1]
    assert (record.basis, record.scope, record.expires_on, record.noted_by) == (
        "Contract", "Only talks", dt.date(2040, 1, 1), "erika",
    )  # fmt: skip


def test_what_somebody_emptied_meanwhile_is_said_in_words(anna, erika, noted):
    open_form = opened(erika, noted)
    save(anna, noted, opened(anna, noted), expires_on="")

    told = save(erika, noted, open_form, expires_on="2040-01-01")

    assert page(told).find(id="expires_on-fault").text == "Saved here by now: nothing"


def test_two_first_records_do_not_cover_each_other(services, anna, erika, draft):
    open_form = opened(erika, draft)
    save(anna, draft, opened(anna, draft), **FIRST)

    told = save(erika, draft, open_form, **FIRST | {"basis": "Contract"})

    assert (told.status_code, page(told).find(id="basis-fault").text) == (422, "Saved here by now: Consent")
    assert not page(told).find(id="people-fault")
    assert read(services, draft)[1].basis == "Consent"


def test_days_that_do_not_go_together_once_both_are_saved_are_refused(services, anna, erika, noted):
    open_form = opened(erika, noted)
    save(anna, noted, opened(anna, noted), expires_on="2024-06-30")

    told = save(erika, noted, open_form, granted_on="2025-01-01")

    assert told.status_code == 422
    assert page(told).find(id="expires_on-fault")
    assert fields(told)["expires_on"] == "2024-06-30"
    assert read(services, noted)[1].granted_on == dt.date(2024, 1, 31)


def test_a_form_that_nobody_changed_writes_nothing(services, anna, erika, noted):
    done = save(anna, noted, opened(anna, noted))

    assert done.headers["location"].endswith("?done=unchanged")
    assert read(services, noted)[1].noted_by == "erika"
