"""Signing in with a password: sessions, their ends, and the limits on guessing."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.people import Account, Role, SignInAttempt, SignInSession
from archive.errors import SignInRefusedError
from archive.identity import accounts, passwords, sessions, signing_in
from archive.identity.attempts import network_of
from tests.support.accounts import PASSWORD, door


def sign_in(database, clock, *, name="erika", password=PASSWORD, network="192.0.2.1", replaces=None):
    return signing_in.sign_in(door(database, clock, network=network, replaces=replaces), name=name, password=password)


def test_a_right_password_gives_a_token_that_finds_the_account(database, clock):
    token = sign_in(database, clock, name="  ERIKA ").token

    account = sessions.recognise(database, token, clock)

    assert (account.name, account.role) == ("erika", Role.EDITOR)
    assert len(token) >= 43  # 256 bits


def test_only_the_hash_of_the_token_is_stored(database, clock):
    token = sign_in(database, clock).token

    with database.reading() as session:
        stored = session.scalars(select(SignInSession.token_hash)).one()
    assert stored != token
    assert len(stored) == 64


def test_a_wrong_password_and_an_unknown_name_are_refused_alike(database, clock):
    answers = []
    for name, password in (("erika", "wrong password"), ("nobody", PASSWORD)):
        with pytest.raises(SignInRefusedError) as refused:
            sign_in(database, clock, name=name, password=password)
        answers.append((str(refused.value), refused.value.details()))

    assert answers[0] == answers[1]


def test_an_unknown_name_costs_a_hash_like_a_wrong_password(database, clock, monkeypatch):
    verified = []

    class CountingHasher(PasswordHasher):
        def verify(self, stored, password):
            verified.append(stored)
            return super().verify(stored, password)

    monkeypatch.setattr(passwords, "HASHER", CountingHasher(time_cost=1, memory_cost=1024, parallelism=1))
    with pytest.raises(SignInRefusedError):
        sign_in(database, clock, name="nobody")

    assert len(verified) == 1


def test_never_more_than_two_passwords_are_hashed_at_once(database, clock, monkeypatch):
    running, most, guard = 0, 0, threading.Lock()

    class SlowHasher(PasswordHasher):
        def verify(self, stored, password):
            nonlocal running, most
            with guard:
                running += 1
                most = max(most, running)
            time.sleep(0.02)
            with guard:
                running -= 1
            return super().verify(stored, password)

    monkeypatch.setattr(passwords, "HASHER", SlowHasher(time_cost=1, memory_cost=1024, parallelism=1))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: sign_in(database, clock, network=f"192.0.2.{n}"), range(8)))

    assert most == 2


def test_the_default_hash_is_argon2id_with_the_library_profile():
    assert passwords.HASHER.hash("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_session_ends_after_eight_idle_hours(database, clock):
    token = sign_in(database, clock).token

    clock.goes_on(hours=7, minutes=59)
    still_in = sessions.recognise(database, token, clock)
    clock.goes_on(hours=7, minutes=59)
    seen_in_between = sessions.recognise(database, token, clock)
    clock.goes_on(hours=8, minutes=1)

    assert still_in is not None
    assert seen_in_between is not None
    assert sessions.recognise(database, token, clock) is None


def test_no_session_outlives_seven_days_however_busy(database, clock):
    token = sign_in(database, clock).token

    for _ in range(24):
        clock.goes_on(hours=7)
        if sessions.recognise(database, token, clock) is None:
            pytest.fail(f"ended early, at {clock.now}")
    clock.goes_on(hours=1)

    assert sessions.recognise(database, token, clock) is None


def test_signing_in_gives_a_new_token_and_ends_the_one_the_browser_had(database, clock):
    first = sign_in(database, clock).token

    second = sign_in(database, clock, replaces=first).token

    assert first != second
    assert sessions.recognise(database, first, clock) is None
    assert sessions.recognise(database, second, clock) is not None


def test_a_token_set_from_outside_never_becomes_a_session(database, clock):
    sign_in(database, clock, replaces="planted")

    assert sessions.recognise(database, "planted", clock) is None


def test_a_token_is_worthless_after_signing_out(database, clock):
    token = sign_in(database, clock).token

    with database.writing() as session:
        sessions.sign_out(session, token)

    assert sessions.recognise(database, token, clock) is None


@pytest.mark.parametrize("end_it", ["new password", "switched off"])
def test_a_new_password_or_switching_off_ends_every_session(database, clock, end_it):
    tokens = [sign_in(database, clock).token for _ in range(2)]

    with database.writing() as session:
        if end_it == "new password":
            accounts.set_password(session, accounts.find(session, "erika"), "another long password")
        else:
            accounts.switch_off(session, accounts.find(session, "erika"))

    assert [sessions.recognise(database, token, clock) for token in tokens] == [None, None]
    with pytest.raises(SignInRefusedError):
        sign_in(database, clock)


def test_the_sixth_attempt_from_one_network_waits_and_others_do_not(database, clock):
    for _ in range(5):
        with pytest.raises(SignInRefusedError):
            sign_in(database, clock, password="guess guess guess")

    with pytest.raises(SignInRefusedError) as refused:
        sign_in(database, clock)

    assert 0 < refused.value.wait_seconds <= 901
    assert sign_in(database, clock, network="198.51.100.7").token
    clock.goes_on(minutes=16)
    assert sign_in(database, clock).token


def test_one_network_guessing_many_names_is_stopped_at_fifty(database, clock):
    for number in range(50):
        with pytest.raises(SignInRefusedError) as refused:
            sign_in(database, clock, name=f"name{number}", password="guess guess guess")
        assert refused.value.wait_seconds == 0

    with pytest.raises(SignInRefusedError) as refused:
        sign_in(database, clock)

    assert refused.value.wait_seconds > 0


def test_an_account_guessed_at_from_many_networks_is_stopped_at_fifty_an_hour(database, clock):
    for number in range(50):
        with pytest.raises(SignInRefusedError):
            sign_in(database, clock, password="guess guess guess", network=f"198.51.100.{number}")

    with pytest.raises(SignInRefusedError) as refused:
        sign_in(database, clock)

    assert refused.value.wait_seconds > 0


def test_an_office_that_signs_in_properly_is_never_locked_out(database, clock):
    for _ in range(60):
        assert sign_in(database, clock).token


def test_attempts_keep_no_name_and_no_address(database, clock):
    with pytest.raises(SignInRefusedError):
        sign_in(database, clock, password="guess guess guess")

    with database.reading() as session:
        buckets = session.scalars(select(SignInAttempt.bucket)).all()
    assert len(buckets) == 3
    assert all(len(bucket) == 64 and "erika" not in bucket and "192" not in bucket for bucket in buckets)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_network_of_an_address(address, network):
    assert network_of(address) == network


def test_an_old_hash_is_renewed_when_its_owner_signs_in(database, clock, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=2, memory_cost=1024, parallelism=1))

    sign_in(database, clock)

    with database.reading() as session:
        assert "t=2" in session.scalars(select(Account.password_hash)).one()


def test_the_cookie_is_host_bound_on_https_only():
    assert sessions.cookie_name("https://mediathek.example") == "__Host-mitschnitt"
    assert sessions.cookie_name("http://127.0.0.1:8000") == "mitschnitt"


def test_the_e_mail_address_works_instead_of_the_name(database, clock):
    assert sign_in(database, clock, name=" erika@OFFICE.example").account_id == 1


def test_an_account_without_a_password_is_refused_like_a_wrong_one_and_costs_a_hash(database, clock, monkeypatch):
    verified = []

    class CountingHasher(PasswordHasher):
        def verify(self, stored, password):
            verified.append(stored)
            return super().verify(stored, password)

    with database.writing() as session:
        accounts.invite(session, "max", "", Role.EDITOR, clock=clock)
    monkeypatch.setattr(passwords, "HASHER", CountingHasher(time_cost=1, memory_cost=1024, parallelism=1))
    with pytest.raises(SignInRefusedError) as refused:
        sign_in(database, clock, name="max", password="")

    assert refused.value.wait_seconds == 0
    assert len(verified) == 1


def test_signing_in_is_in_the_log_and_failures_are_only_counted(database, clock):
    sign_in(database, clock)
    for name in ("erika", "somebody with a telling name"):
        with pytest.raises(SignInRefusedError):
            sign_in(database, clock, name=name, password="guess guess guess")

    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "account.signed-in")).all()
        failures = signing_in.failures_since(session, clock.now)
        everything = " ".join(map(str, session.scalars(select(AuditEntry.label))))
    assert [(entry.account_name, entry.details) for entry in entries] == [("erika", {"way": "password"})]
    assert failures == 2
    assert "telling" not in everything


def test_counts_of_failures_are_forgotten_after_a_month(database, clock):
    with pytest.raises(SignInRefusedError):
        sign_in(database, clock, password="guess guess guess")
    begun = clock.now
    clock.goes_on(days=31)
    with pytest.raises(SignInRefusedError):
        sign_in(database, clock, password="guess guess guess")

    with database.reading() as session:
        assert signing_in.failures_since(session, begun) == 1
