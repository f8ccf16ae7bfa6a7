"""From a request to the door of the archive and back: what is known of the browser, and its cookie.

Signing in, links and the own account all come through here; none of them touches the cookie otherwise.
"""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.people import Role
from archive.identity import second_factor, sessions
from archive.identity.attempts import network_of
from archive.identity.key_files import key_in
from archive.identity.sessions import SignedIn
from archive.identity.signing_in import Door
from archive.identity.whereabouts import whereabouts
from archive.web import addresses
from archive.web.asking import services_of
from archive.web.identity.safe_paths import safe_next
from archive.web.staff import desk_path, see_other


def door_of(request: Request) -> Door:
    """Give the door at which this browser knocks."""
    services = services_of(request)
    address = request.client.host if request.client else ""
    return Door(
        database=services.database,
        clock=services.clock,
        network=network_of(address),
        where=whereabouts(request.headers.get("user-agent", ""), address),
        replaces=token_of(request) or None,
    )


def token_of(request: Request) -> str:
    """Give the token this browser holds; empty when it holds none."""
    return request.cookies.get(_cookie(request), "")


def second_factor_key(request: Request) -> bytes:
    """Give the key that secrets of second factors are made with."""
    folder: Path = services_of(request).settings.data
    return key_in(folder / second_factor.KEY_FILE)


def let_in(request: Request, signed_in: SignedIn, onward: str) -> Response:
    """Send somebody who signed in on, with the cookie."""
    answer = see_other(_allowed(request, signed_in.role, onward))
    name = _cookie(request)
    answer.set_cookie(
        name,
        signed_in.token,
        max_age=int(sessions.LIFE.total_seconds()),
        path="/",
        secure=name == sessions.COOKIE_HTTPS,
        httponly=True,
        samesite="lax",
    )
    return answer


def let_out(request: Request, path: str) -> Response:
    """Send somebody who signed out on, and take the cookie back."""
    name = _cookie(request)
    answer = see_other(path)
    answer.delete_cookie(name, path="/", secure=name == sessions.COOKIE_HTTPS, httponly=True, samesite="lax")
    return answer


def home_of(request: Request, role: Role | None) -> str:
    """Give where somebody begins: staff at the desk, readers at the start page."""
    return addresses.page(request.state.language) if role in {Role.READER, None} else desk_path(request)


def _allowed(request: Request, role: Role, onward: str) -> str:
    target = safe_next(onward)
    is_desk = target is not None and target.startswith(desk_path(request))
    return home_of(request, role) if target is None or (role is Role.READER and is_desk) else target


def _cookie(request: Request) -> str:
    return sessions.cookie_name(services_of(request).settings.public_url)
