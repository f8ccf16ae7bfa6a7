"""Speaks with an identity provider (OpenID Connect Core 1.0, code flow with PKCE) and believes only what is signed.

Knows no account and keeps nothing. It needs the extra `oidc`. The provider is the operator's choice and may stand in
the house, so its addresses are not guarded as those of recordings are; redirects are not followed.
"""

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from archive.errors import ProviderError
from archive.settings import Settings

try:
    import httpx2
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet
except ModuleNotFoundError:
    IS_INSTALLED = False
else:
    IS_INSTALLED = True

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures with a public key; never `none`, never one made with our own secret."""
SCOPE = "openid email profile"
SECONDS = 10.0
CLOCKS_APART_SECONDS = 60
LONGEST_ANSWER_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Provider:
    """Where an identity provider answers, by its own word (OpenID Connect Discovery 1.0)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the provider vouches for."""

    subject: str
    email: str
    """Lower case; empty when the provider gives none."""
    is_email_verified: bool
    groups: frozenset[str]


def discover(settings: Settings) -> Provider:
    """Ask the provider where it answers.

    Raises:
        ProviderError: it cannot be reached or understood, calls itself otherwise, or the extra is missing.
    """
    if not IS_INSTALLED:
        raise ProviderError(reason="not-installed")
    known = _asked("GET", settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration")
    if known.get("issuer") != settings.oidc_issuer:
        raise ProviderError(reason="not-trusted", detail="issuer of the discovery")
    places = [known.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if not all(isinstance(place, str) and place.startswith(("https://", "http://")) for place in places):
        raise ProviderError(reason="not-understood", detail="endpoints")
    return Provider(*map(str, places))


def way_there(provider: Provider, settings: Settings, *, back: str, state: str, nonce: str, verifier: str) -> str:
    """Give the address at the provider to which the browser is sent; only the hash of the verifier goes along."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": settings.oidc_client_id,
        "redirect_uri": back,
        "scope": SCOPE,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    sign = "&" if "?" in provider.authorization_endpoint else "?"
    return provider.authorization_endpoint + sign + urlencode(asked)


def person_of(
    provider: Provider, settings: Settings, *, code: str, back: str, nonce: str, verifier: str, now: dt.datetime
) -> Person:
    """Change the code for a signed token, check it, and say whom it names.

    Raises:
        ProviderError: the provider refuses, cannot be reached, or its token does not hold what it must.
    """
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": settings.oidc_client_id,
        "code_verifier": verifier,
    }
    if settings.oidc_client_secret:
        form["client_secret"] = settings.oidc_client_secret
    token = _asked("POST", provider.token_endpoint, form).get("id_token")
    if not isinstance(token, str):
        raise ProviderError(reason="not-understood", detail="no token")
    claims = _verified(token, _asked("GET", provider.jwks_uri))
    _check(claims, settings, nonce=nonce, now=now)
    return Person(
        subject=str(claims["sub"]),
        email=str(claims.get("email") or "").strip().lower(),
        is_email_verified=claims.get("email_verified") is True,
        groups=_groups(claims, settings.oidc_role_claim),
    )


def _asked(method: str, address: str, form: Mapping[str, str] | None = None) -> Mapping[str, object]:
    try:
        answer = httpx2.request(
            method, address, data=form, timeout=SECONDS, follow_redirects=False, headers={"Accept": "application/json"}
        )
    except (httpx2.HTTPError, httpx2.InvalidURL) as exc:
        raise ProviderError(reason="unreachable", detail=type(exc).__name__) from exc
    if answer.status_code >= 500:  # noqa: PLR2004  a fault of its own
        raise ProviderError(reason="unreachable", detail=str(answer.status_code))
    if answer.status_code != 200 or len(answer.content) > LONGEST_ANSWER_BYTES:  # noqa: PLR2004
        raise ProviderError(reason="refused" if form else "not-understood", detail=str(answer.status_code))
    try:
        known = answer.json()
    except ValueError as exc:
        raise ProviderError(reason="not-understood", detail="no JSON") from exc
    if not isinstance(known, dict):
        raise ProviderError(reason="not-understood", detail="no object")
    return known


def _verified(token: str, keys: Mapping[str, object]) -> dict[str, object]:
    try:
        return dict(jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims)  # type: ignore[arg-type]  # whatever is no key set is refused right here
    except (JoseError, ValueError, KeyError, TypeError) as exc:
        raise ProviderError(reason="not-trusted", detail=type(exc).__name__) from exc


def _check(claims: Mapping[str, object], settings: Settings, *, nonce: str, now: dt.datetime) -> None:
    """Check what OpenID Connect Core 1.0, 3.1.3.7 asks for; the signature was checked before."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    expires, issued = claims.get("exp"), claims.get("iat")
    present = now.timestamp()
    right = {
        "iss": claims.get("iss") == settings.oidc_issuer,
        "aud": settings.oidc_client_id in audiences,
        "azp": claims.get("azp", settings.oidc_client_id if len(audiences) == 1 else None) == settings.oidc_client_id,
        "exp": isinstance(expires, int | float) and present < expires + CLOCKS_APART_SECONDS,
        "iat": isinstance(issued, int | float) and issued < present + CLOCKS_APART_SECONDS,
        "nonce": hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()),
        "sub": isinstance(claims.get("sub"), str) and bool(claims["sub"]),
    }
    if wrong := [name for name, is_right in right.items() if not is_right]:
        raise ProviderError(reason="not-trusted", detail=", ".join(wrong))


def _groups(claims: Mapping[str, object], path: str) -> frozenset[str]:
    """Follow a path such as `realm_access.roles` into the claims."""
    found: object = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return frozenset({found})
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()
