"""Signing in through an identity provider: real HTTP and real tokens, and everything that must not let anyone in."""

import datetime as dt
import time

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from archive.catalogue.audit import AuditEntry
from archive.catalogue.signing_in import Identity, ProviderVisit
from archive.identity import attempts, oidc, oidc_client
from archive.web.app import create_app
from tests.support.desk import client_for
from tests.support.identity_provider import CLIENT_ID, CLIENT_SECRET
from tests.support.provider_visits import is_in, sign_in, visit


def test_the_sign_in_page_offers_the_provider_by_its_name(archive, provider):
    page = client_for(archive(oidc_name="RKB-Konto")).get("/en/sign-in?next=/en/desk")

    assert "Sign in with RKB-Konto" in page.text
    assert "/en/sign-in/provider?next=%2Fen%2Fdesk" in page.text


def test_without_a_provider_neither_offer_nor_routes_are_there(archive):
    client = client_for(archive(oidc_issuer=""))

    assert "/sign-in/provider" not in client.get("/de/sign-in").text
    assert client.get("/de/sign-in/provider").status_code == 404
    assert client.get("/sign-in/return?state=x&code=y").status_code == 404


def test_whom_the_provider_vouches_for_by_a_verified_address_comes_in_and_goes_on(services, provider):
    client = client_for(services)

    answer = sign_in(client, provider, onward="/de/desk/add")

    assert (answer.status_code, answer.headers["location"]) == (303, "/de/desk/add")
    assert client.get("/de/desk").status_code == 200
    with services.database.reading() as session:
        identity = session.scalars(select(Identity)).one()
        last, before = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2))
    assert (identity.issuer, identity.subject) == (provider.issuer, "7")
    assert (before.action, before.account_id) == ("account.linked", identity.account_id)
    assert (last.action, last.account_name, last.details) == ("account.signed-in", "erika", {"way": "provider"})


def test_only_the_code_goes_through_the_browser_and_it_is_bound_by_pkce(services, provider):
    client = client_for(services)

    sent = client.get("/de/sign-in/provider")

    address = sent.headers["location"]
    assert "code_challenge_method=S256" in address
    assert CLIENT_SECRET not in address
    client.get(provider.authorize(address))
    (exchange,) = provider.exchanges
    assert exchange["code_verifier"] not in address
    assert len(exchange["code_verifier"]) >= 43


def test_elliptic_signatures_count_as_well(services, provider):
    provider.algorithm = "ES256"
    client = client_for(services)

    sign_in(client, provider)

    assert is_in(client)


NOT_TRUSTED = {
    "another's nonce": {"changes": {"nonce": "of-another-visit"}},
    "no nonce": {"changes": {"nonce": None}},
    "expired": {"changes": {"exp": 1_700_000_000}},
    "no end": {"changes": {"exp": None}},
    "from the future": {"changes": {"iat": 4_000_000_000}},
    "another issuer": {"changes": {"iss": "https://evil.example"}},
    "for another archive": {"changes": {"aud": "somebody-else"}},
    "for several, one of them we, made for the other": {"changes": {"aud": [CLIENT_ID, "x"], "azp": "x"}},
    "nobody": {"changes": {"sub": ""}},
    "another key": {"signs_with_another_key": True},
    "no signature": {"algorithm": "none"},
    "another issuer in its discovery": {"discovery": {"issuer": "https://evil.example"}},
}


@pytest.mark.parametrize("fault", NOT_TRUSTED)
def test_a_word_that_does_not_hold_lets_nobody_in(services, provider, fault):
    client = client_for(services)
    way_back = visit(client, provider)
    for name, value in NOT_TRUSTED[fault].items():
        setattr(provider, name, value)

    answer = client.get(way_back)

    assert answer.status_code == 403
    assert 'role="alert"' in answer.text
    assert not is_in(client)
    with services.database.reading() as session:
        assert session.scalars(select(Identity)).all() == []


def test_a_secret_of_ours_signs_no_token(services, provider):
    """The confusion of keys: a token signed with what everybody may read, or with the secret that both know."""
    assert not {"HS256", "none"} & set(oidc_client.ALGORITHMS)


def test_a_way_back_is_good_once(services, provider):
    client = client_for(services)
    way_back = visit(client, provider)
    browser = client.cookies["mitschnitt-provider"]
    client.get(way_back)
    replay = client_for(services)
    replay.cookies.set("mitschnitt-provider", browser)

    answer = replay.get(way_back)

    assert answer.status_code == 403
    assert not is_in(replay)
    assert "mitschnitt-provider" not in client.cookies


def test_a_way_back_opens_no_other_browser(services, provider):
    victim = client_for(services)
    visit(victim, provider)
    way_back = visit(client_for(services), provider)

    assert victim.get(way_back).status_code == 403
    assert not is_in(victim)


@pytest.mark.parametrize("state", ["", "made-up"])
def test_a_state_nobody_gave_opens_nothing(services, provider, state):
    client = client_for(services)
    visit(client, provider)

    assert client.get(f"/sign-in/return?code=code-0&state={state}").status_code == 403
    assert not is_in(client)


def test_a_way_back_is_too_old_after_ten_minutes(services, provider, clock):
    client = client_for(services)
    way_back = visit(client, provider)
    clock.ahead = dt.timedelta(minutes=10, seconds=1)

    answer = client.get(way_back)

    assert answer.status_code == 403
    assert not is_in(client)
    client.get("/de/sign-in/provider")
    with services.database.reading() as session:
        assert len(session.scalars(select(ProviderVisit)).all()) == 1  # those that are over are cleared away


def test_who_declines_at_the_provider_is_told_so(services, provider):
    client = client_for(services)
    state = visit(client, provider).rpartition("state=")[2]

    answer = client.get(f"/sign-in/return?error=access_denied&state={state}")

    assert answer.status_code == 403
    assert not is_in(client)


def test_while_the_provider_is_down_passwords_still_work_and_the_page_says_so(services, provider):
    provider.is_broken = True
    client = client_for(services)

    answer = client.get("/en/sign-in/provider?next=/en/desk")

    assert answer.status_code == 503
    assert "The sign-in provider cannot be reached. Please sign in with your password" in answer.text
    assert 'name="next" value="/en/desk"' in answer.text


def test_a_provider_that_does_not_answer_at_all_is_unreachable(archive):
    services = archive(oidc_issuer="http://127.0.0.1:9/nobody")
    begun = time.monotonic()

    answer = client_for(services).get("/en/sign-in/provider")

    assert answer.status_code == 503
    assert time.monotonic() - begun < oidc_client.SECONDS


@pytest.mark.parametrize("discovery", [{"token_endpoint": None}, {"jwks_uri": "file:///etc/passwd"}])
def test_a_discovery_that_cannot_be_used_is_said_so(services, provider, discovery):
    provider.discovery = discovery

    answer = client_for(services).get("/en/sign-in/provider")

    assert "cannot be understood" in answer.text


def test_without_the_extra_the_page_says_what_is_missing(services, monkeypatch):
    monkeypatch.setattr(oidc_client, "IS_INSTALLED", False)

    assert "extra `oidc`" in client_for(services).get("/en/sign-in/provider").text


def test_on_https_the_cookie_of_the_visit_is_bound_to_the_host(archive):
    services = archive(public_url="https://mediathek.example")
    client = TestClient(create_app(services), base_url="https://mediathek.example", follow_redirects=False)

    sent = client.get("/de/sign-in/provider")

    cookie = sent.headers["set-cookie"]
    assert cookie.startswith("__Host-mitschnitt-provider=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
    assert "redirect_uri=https%3A%2F%2Fmediathek.example%2Fsign-in%2Freturn" in sent.headers["location"]


def test_too_many_ways_out_from_one_network_have_to_wait(services, provider):
    client = client_for(services)
    with services.database.writing() as session:
        for _ in range(50):
            attempts.count(session, (oidc.limit_of("unknown"),), now=services.clock())

    answer = client.get("/de/sign-in/provider")

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
