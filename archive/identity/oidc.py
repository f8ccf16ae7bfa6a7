"""Signing in through an identity provider: the way there and back, and whose account it is.

A person is known by the provider's name and the subject it gives, never by e-mail alone: a verified address only finds
the account at the first sign-in, and is kept with it from then on. What the provider says is checked in
`oidc_client.py`.
"""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive.auditing import record
from archive.catalogue.database import ACTOR
from archive.catalogue.people import Account, Role
from archive.catalogue.signing_in import Identity, ProviderVisit
from archive.errors import LastAdminError, ProviderError, SignInRefusedError
from archive.identity import accounts, attempts, oidc_client, signing_in, tokens
from archive.identity.oidc_client import Person
from archive.identity.sessions import SignedIn
from archive.identity.signing_in import CodeNeeded, Door
from archive.settings import Settings

BACK = "/sign-in/return"
"""Where the provider sends people back to; registered there once, so it has no language."""
VISIT = dt.timedelta(minutes=10)
_RANKS = tuple(Role)
"""From what may least to what may most."""


@dataclass(frozen=True, slots=True)
class Started:
    """The way to the provider, and what the browser keeps until it comes back."""

    address: str
    state: str
    browser: str


@dataclass(frozen=True, slots=True)
class Returned:
    """Someone came back and may go on."""

    outcome: SignedIn | CodeNeeded
    onward: str
    language: str


def is_set_up(settings: Settings) -> bool:
    """Say whether there is a provider."""
    return bool(settings.oidc_issuer and settings.oidc_client_id)


def provider_name(settings: Settings) -> str:
    """Give what people call the provider."""
    return settings.oidc_name or urlsplit(settings.oidc_issuer).hostname or ""


def limit_of(network: str) -> attempts.Limit:
    """Limit how often people of a network set out; each time we ask the provider."""
    return attempts.Limit(attempts.bucket("provider", network), 50, attempts.QUARTER)


def set_out(door: Door, settings: Settings, *, onward: str, language: str) -> Started:
    """Begin a visit to the provider.

    Raises:
        ProviderError: the provider cannot be reached or understood.
        SignInRefusedError: too many set out from this network.
    """
    with door.database.writing() as session:
        wait_seconds = attempts.count(session, (limit_of(door.network),), now=door.clock())
    if wait_seconds:
        raise SignInRefusedError(wait_seconds)
    provider = oidc_client.discover(settings)
    state, browser, nonce, verifier = (tokens.fresh() for _ in range(4))
    now = door.clock()
    with door.database.writing() as session:
        session.execute(delete(ProviderVisit).where(ProviderVisit.expires_at < now))
        session.add(
            ProviderVisit(
                state_hash=tokens.hash_of(state),
                browser_hash=tokens.hash_of(browser),
                nonce=nonce,
                verifier=verifier,
                onward=onward,
                language=language,
                expires_at=now + VISIT,
            )
        )
    address = oidc_client.way_there(
        provider, settings, back=settings.public_url + BACK, state=state, nonce=nonce, verifier=verifier
    )
    return Started(address, state, browser)


def come_back(door: Door, settings: Settings, *, state: str, browser: str, code: str) -> Returned:
    """End a visit: find the account of whom the provider vouches for, and let it in.

    Raises:
        ProviderError: the visit is used, too old or another browser's, the provider's word does not hold, or nobody
            here is meant.
    """
    visit = _ended(door, state, browser)
    if not code:
        raise ProviderError(reason="refused")
    person = oidc_client.person_of(
        oidc_client.discover(settings),
        settings,
        code=code,
        back=settings.public_url + BACK,
        nonce=visit.nonce,
        verifier=visit.verifier,
        now=door.clock(),
    )
    with door.database.writing() as session:
        account = _account_of(session, person, settings, door)
        if not account.is_active:
            raise ProviderError(reason="switched-off")
        session.info[ACTOR] = account.id
        _take_role(session, account, person, settings)
        outcome = signing_in.admit(session, account, door, way="provider")
    return Returned(outcome, visit.onward, visit.language)


def _ended(door: Door, state: str, browser: str) -> ProviderVisit:
    """Take the visit away whatever comes of it: a state is good for one return."""
    with door.database.writing() as session:
        row = delete(ProviderVisit).where(ProviderVisit.state_hash == tokens.hash_of(state)).returning(ProviderVisit)
        visit = session.scalars(row).first()
    if visit is None or visit.expires_at <= door.clock() or visit.browser_hash != tokens.hash_of(browser):
        raise ProviderError(reason="expired")
    return visit


def _account_of(session: Session, person: Person, settings: Settings, door: Door) -> Account:
    known = session.scalars(
        select(Identity).where(Identity.issuer == settings.oidc_issuer, Identity.subject == person.subject)
    ).first()
    if known is not None:
        return accounts.numbered(session, known.account_id)
    if not person.email:
        raise ProviderError(reason="no-account")
    if not person.is_email_verified:
        raise ProviderError(reason="email-unverified")
    account = accounts.named(session, person.email)
    if account is None:
        if person.email.rpartition("@")[2] not in {domain.lower() for domain in settings.oidc_domains}:
            raise ProviderError(reason="no-account")
        account = accounts.invite(session, person.email, person.email, Role.READER, clock=door.clock)
    linked = select(Identity.id).where(Identity.account_id == account.id, Identity.issuer == settings.oidc_issuer)
    if session.scalar(linked.limit(1)) is not None:  # an address that somebody else has now
        raise ProviderError(reason="no-account")
    session.info[ACTOR] = account.id
    session.add(Identity(issuer=settings.oidc_issuer, subject=person.subject, account_id=account.id))
    record(session, "account.linked", subject_kind="account", subject_id=account.id, label=account.name)
    return account


def _take_role(session: Session, account: Account, person: Person, settings: Settings) -> None:
    """Where roles come from the provider, they are taken at every sign-in; the last admin stays one all the same."""
    if not settings.oidc_roles:
        return
    pairs = (pair.rpartition("=") for pair in settings.oidc_roles)
    given = [Role(role) for group, _, role in pairs if group in person.groups]
    try:
        accounts.change_role(session, account, max(given, key=_RANKS.index, default=Role.READER))
    except LastAdminError:
        return
