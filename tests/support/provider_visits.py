"""Visits to a small identity provider and back, in an archive where only erika has an account, without a password."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from archive.bootstrap import Services
from archive.catalogue.people import Account, Role
from archive.identity import accounts
from tests.support.accounts import without_people
from tests.support.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider


class MovedClock:
    """The real time, and some more when a test says so."""

    ahead = dt.timedelta()

    def __call__(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.ahead


def without_faults(provider: IdentityProvider) -> IdentityProvider:
    """Give the provider without the faults of the test before."""
    fresh = type(provider)(issuer=provider.issuer, keys=provider.keys)
    vars(provider).update(vars(fresh))
    return provider


def archive_of_erika(opened: Services, provider: IdentityProvider, clock: MovedClock) -> Callable[..., Services]:
    """Leave nobody but erika in an archive; give what opens it with the provider and other settings."""
    settings = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET}
    without_people(opened)
    with opened.database.writing() as session:
        accounts.invite(session, "erika", "erika@office.example", Role.EDITOR, clock=clock)

    def with_settings(**changes: object) -> Services:
        return replace(opened, settings=replace(opened.settings, **{**settings, **changes}), clock=clock)

    return with_settings


def visit(client: TestClient, provider: IdentityProvider, *, onward: str = "/de/desk") -> str:
    """Go to the provider and consent; give the way back."""
    sent = client.get("/de/sign-in/provider", params={"next": onward})
    assert sent.status_code == 303
    return provider.authorize(sent.headers["location"])


def sign_in(client: TestClient, provider: IdentityProvider, **more: str) -> Response:
    """Go there and come back."""
    return client.get(visit(client, provider, **more))


def is_in(client: TestClient) -> bool:
    """Say whether somebody is signed in."""
    return client.get("/de/account").status_code == 200


def people(services: Services) -> dict[str, Role]:
    """Give the roles of all accounts."""
    with services.database.reading() as session:
        return {account.name: account.role for account in session.scalars(select(Account))}
