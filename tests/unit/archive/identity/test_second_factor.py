"""The second factor: codes of RFC 6238, each good once, recovery codes, a secret that the database does not hold."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyotp import TOTP, parse_uri
from sqlalchemy import func, select

from archive.catalogue.people import Role, SignInAttempt
from archive.catalogue.signing_in import RecoveryCode
from archive.errors import InvalidInputError, NotFoundError, SignInRefusedError
from archive.identity import accounts, second_factor, sessions, signing_in
from archive.identity.attempts import bucket
from archive.identity.key_files import key_in
from archive.identity.signing_in import CodeNeeded
from tests.support.accounts import PASSWORD, door

KEY = b"k" * 32


@pytest.fixture
def secret(database):
    """Give the secret that erika's app has."""
    with database.writing() as session:
        account = accounts.find(session, "erika")
        second_factor.prepare(account)
        return second_factor.secret_of(KEY, account)


@pytest.fixture
def codes(database, clock, secret):
    """Switch the second factor on; give the recovery codes."""
    with database.writing() as session:
        account = accounts.find(session, "erika")
        made = second_factor.confirm(session, KEY, account, shown(secret, clock), now=clock())
    clock.goes_on(seconds=60)
    return made


def shown(secret, clock, *, seconds=0):
    """Give what the app shows."""
    return TOTP(secret).at(clock.now.timestamp() + seconds)


def ticket_of(database, clock, **more):
    outcome = signing_in.sign_in(door(database, clock, **more), name="erika", password=PASSWORD)
    assert isinstance(outcome, CodeNeeded)
    return outcome.ticket


def enter(database, clock, ticket, code, **more):
    return signing_in.enter_code(door(database, clock, **more), key=KEY, ticket=ticket, code=code)


def test_after_the_password_a_code_of_the_app_opens_a_session(database, clock, secret, codes):
    ticket = ticket_of(database, clock)

    signed_in = enter(database, clock, ticket, shown(secret, clock))

    assert sessions.recognise(database, signed_in.token, clock).name == "erika"


def test_codes_are_those_of_the_standard(database, secret):
    assert TOTP("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", digits=8).at(1111111109) == "07081804"  # RFC 6238, appendix B
    assert len(secret) == 32


def test_the_password_alone_opens_nothing(database, clock, codes):
    ticket = ticket_of(database, clock)

    assert sessions.recognise(database, ticket, clock) is None


@pytest.mark.parametrize(("seconds", "is_good"), [(-61, False), (-30, True), (30, True), (61, False)])
def test_clocks_may_be_half_a_minute_apart(database, clock, secret, seconds, is_good):
    with database.writing() as session:
        account = accounts.find(session, "erika")
        account.totp_since = clock()

        code = shown(secret, clock, seconds=seconds)

        assert second_factor.accepts(session, KEY, account, code, now=clock()) is is_good


def test_no_code_is_good_twice_nor_one_older_than_the_last(database, clock, secret, codes):
    older, present = shown(secret, clock, seconds=-30), shown(secret, clock)
    enter(database, clock, ticket_of(database, clock), present)

    for code in (present, older):
        with pytest.raises(SignInRefusedError) as refused:
            enter(database, clock, ticket_of(database, clock), code)
        assert refused.value.wait_seconds == 0


def test_of_two_requests_with_the_same_code_one_gets_in(database, clock, secret, codes):
    tickets = [ticket_of(database, clock) for _ in range(4)]
    code = shown(secret, clock)

    def attempt(ticket):
        try:
            return enter(database, clock, ticket, code, network=f"192.0.2.{ticket[:3]}")
        except SignInRefusedError:
            return None

    with ThreadPoolExecutor(4) as pool:
        let_in = [one for one in pool.map(attempt, tickets) if one]

    assert len(let_in) == 1


def test_a_ticket_is_used_up_by_success_and_worthless_after_ten_minutes(database, clock, secret, codes):
    used = ticket_of(database, clock)
    enter(database, clock, used, shown(secret, clock))
    late = ticket_of(database, clock)
    clock.goes_on(minutes=10)

    for ticket in (used, late, "made-up"):
        with pytest.raises(NotFoundError):
            enter(database, clock, ticket, shown(secret, clock))


def test_codes_are_limited_like_passwords_and_the_refusal_says_how_long(database, clock, secret, codes):
    ticket = ticket_of(database, clock)
    for _ in range(5):
        with pytest.raises(SignInRefusedError) as refused:
            enter(database, clock, ticket, "000000")
        assert refused.value.wait_seconds == 0

    with pytest.raises(SignInRefusedError) as refused:
        enter(database, clock, ticket, shown(secret, clock))

    assert 0 < refused.value.wait_seconds <= 901


def test_twenty_codes_an_hour_are_all_that_an_account_gets_from_anywhere(database, clock, secret, codes):
    ticket = ticket_of(database, clock)
    for number in range(20):
        with pytest.raises(SignInRefusedError):
            enter(database, clock, ticket, "000000", network=f"198.51.100.{number}")

    with pytest.raises(SignInRefusedError) as refused:
        enter(database, clock, ticket, shown(secret, clock), network="203.0.113.9")

    assert refused.value.wait_seconds > 0


def prove(database, clock, code, *, password=PASSWORD):
    with database.reading() as session:
        account = accounts.find(session, "erika")
    signing_in.prove(door(database, clock), account, password=password, code=code, key=KEY)


def attempts_of_the_network(database):
    with database.reading() as session:
        own = SignInAttempt.bucket == bucket("network", "192.0.2.1")
        return session.scalar(select(func.count()).select_from(SignInAttempt).where(own))


def test_after_five_wrong_codes_in_the_account_the_right_one_is_refused_there_and_at_the_door(
    database, clock, secret, codes
):
    ticket = ticket_of(database, clock)
    for _ in range(5):
        with pytest.raises(InvalidInputError) as wrong:
            prove(database, clock, "000000")
        assert wrong.value.fields == {"code": "wrong"}

    for with_right_code in (
        lambda: prove(database, clock, shown(secret, clock)),
        lambda: enter(database, clock, ticket, shown(secret, clock)),
    ):
        with pytest.raises(SignInRefusedError) as refused:
            with_right_code()
        assert 0 < refused.value.wait_seconds <= 901


def test_codes_guessed_at_the_door_are_not_guessed_on_in_the_account(database, clock, secret, codes):
    ticket = ticket_of(database, clock)
    for _ in range(5):
        with pytest.raises(SignInRefusedError):
            enter(database, clock, ticket, "000000")

    with pytest.raises(SignInRefusedError) as refused:
        prove(database, clock, shown(secret, clock))

    assert refused.value.wait_seconds > 0


def test_password_and_code_together_are_one_attempt_of_the_network(database, clock, secret, codes):
    with pytest.raises(SignInRefusedError):
        enter(database, clock, ticket_of(database, clock), "000000")
    with pytest.raises(InvalidInputError):
        prove(database, clock, "000000")
    guessed = attempts_of_the_network(database)

    prove(database, clock, shown(secret, clock))
    clock.goes_on(seconds=60)
    enter(database, clock, ticket_of(database, clock), shown(secret, clock))

    assert (guessed, attempts_of_the_network(database)) == (2, 2)


def test_a_right_code_begins_the_count_of_codes_anew(database, clock, secret, codes):
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(InvalidInputError):
                prove(database, clock, "000000")
        prove(database, clock, shown(secret, clock))
        clock.goes_on(seconds=60)


def test_each_recovery_code_opens_once_however_it_is_written(database, clock, codes):
    assert len(set(codes)) == 10
    assert enter(database, clock, ticket_of(database, clock), f"  {codes[0].upper().replace('-', ' ')} ").token

    with pytest.raises(SignInRefusedError):
        enter(database, clock, ticket_of(database, clock), codes[0])
    assert enter(database, clock, ticket_of(database, clock), codes[1].replace("-", "")).token
    with database.reading() as session:
        assert second_factor.recovery_codes_left(session, accounts.find(session, "erika")) == 8


def test_recovery_codes_are_another_accounts_none(database, clock, codes):
    with database.writing() as session:
        max_ = accounts.create(session, "maxim", PASSWORD, Role.EDITOR, clock=clock)
        second_factor.prepare(max_)
        secret = second_factor.secret_of(KEY, max_)
        second_factor.confirm(session, KEY, max_, shown(secret, clock), now=clock())

        assert not second_factor.accepts(session, KEY, max_, codes[0], now=clock())


def test_new_recovery_codes_make_the_old_ones_worthless(database, clock, codes):
    with database.writing() as session:
        account = accounts.find(session, "erika")
        fresh = second_factor.new_recovery_codes(session, account)

        assert not second_factor.accepts(session, KEY, account, codes[0], now=clock())
        assert second_factor.accepts(session, KEY, account, fresh[0], now=clock())


def test_a_wrong_first_code_switches_nothing_on(database, clock, secret):
    with database.writing() as session, pytest.raises(InvalidInputError):
        second_factor.confirm(session, KEY, accounts.find(session, "erika"), "000000", now=clock())

    assert not isinstance(signing_in.sign_in(door(database, clock), name="erika", password=PASSWORD), CodeNeeded)


def test_nothing_can_be_prepared_over_a_second_factor_that_is_on(database, clock, codes):
    with database.reading() as session, pytest.raises(InvalidInputError):
        second_factor.prepare(accounts.find(session, "erika"))


def test_turned_off_the_password_is_enough_and_no_code_is_left(database, clock, codes):
    with database.writing() as session:
        accounts.drop_second_factor(session, accounts.find(session, "erika"))

    assert signing_in.sign_in(door(database, clock), name="erika", password=PASSWORD).token
    with database.reading() as session:
        assert session.scalars(select(RecoveryCode)).all() == []


def test_the_database_holds_neither_secret_nor_codes_and_without_the_key_gives_none(database, tmp_path, secret, codes):
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as connection:
        everything = "\n".join(connection.iterdump())
    connection.close()

    assert secret not in everything
    assert all(code.replace("-", "") not in everything for code in codes)
    with database.reading() as session:
        assert second_factor.secret_of(b"x" * 32, accounts.find(session, "erika")) != secret


def test_the_picture_names_the_site_and_the_account(database, secret):
    with database.reading() as session:
        address = second_factor.address_of(KEY, accounts.find(session, "erika"), site_name="OFR Mediathek")

    read = parse_uri(address)
    assert (read.issuer, read.name, read.secret) == ("OFR Mediathek", "erika", secret)


@pytest.mark.parametrize(
    ("role", "admins_need_one", "owed"),
    [(Role.ADMIN, True, True), (Role.ADMIN, False, False), (Role.EDITOR, True, False)],
)
def test_only_admins_owe_a_second_factor_and_only_by_setting(database, role, admins_need_one, owed):
    with database.reading() as session:
        account = accounts.find(session, "erika")
        account.role = role

        assert second_factor.is_owed(account, admins_need_one=admins_need_one) is owed
        session.rollback()


def test_a_key_is_made_once_even_by_many_at_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "second-factor.key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: key_in(path), range(16)))

    assert len(keys) == 1
    assert key_in(path) in keys
    assert path.stat().st_mode & 0o777 == 0o600
    assert [name.name for name in tmp_path.iterdir()] == ["second-factor.key"]


def test_a_key_that_is_cut_off_is_not_taken_for_one(tmp_path):
    path = tmp_path / "second-factor.key"
    path.write_bytes(b"short")

    with pytest.raises(OSError, match="no key"):
        key_in(path)
