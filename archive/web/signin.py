"""Signing in and out. The cookie holds a random token and nothing else; the session is in the database."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.requests import Request
from starlette.responses import Response

from archive import accounts
from archive.attempts import network_of
from archive.bootstrap import Services
from archive.errors import SignInRefusedError
from archive.web.rendering import render
from archive.web.staff import desk_path, see_other, text_of

AT_ONCE = 2
"""Sign-ins checked at once, in threads of their own, so that many of them do not keep visitors' pages waiting."""
_checking: RunVar[CapacityLimiter] = RunVar("sign-ins that are being checked")
_SAFE_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")
LONGEST_NEXT = 500


@dataclass(frozen=True, slots=True)
class SignInPage:
    """What the sign-in page shows."""

    name: str
    next: str
    is_wrong: bool = False
    wait_minutes: int = 0
    is_signed_out: bool = False


def show(request: Request) -> Response:
    """Show the form; who is signed in already goes on."""
    onward = _onward(request, request.query_params.get("next", ""))
    if request.state.viewer.is_staff:
        return see_other(onward)
    page = SignInPage("", onward, is_signed_out="signed-out" in request.query_params)
    return render(request, "desk/sign-in.html", page)


async def sign_in(request: Request) -> Response:
    """Check name and password and begin a session under a new token."""
    form = await request.form(max_files=0, max_fields=10, max_part_size=8192)
    services: Services = request.app.state.services
    name, onward = text_of(form, "name"), _onward(request, text_of(form, "next"))
    password = form.get("password")
    cookie = accounts.cookie_name(services.settings.public_url)

    def check() -> accounts.SignedIn:
        return accounts.sign_in(
            services.database,
            name=name,
            password=password if isinstance(password, str) else "",
            network=network_of(request.client.host if request.client else ""),
            clock=services.clock,
            replaces=request.cookies.get(cookie),
        )

    try:
        signed_in = await to_thread.run_sync(check, limiter=_limiter())
    except SignInRefusedError as exc:
        return _refused(request, SignInPage(name[:120], onward), exc)
    answer = see_other(onward)
    answer.set_cookie(
        cookie,
        signed_in.token,
        max_age=int(accounts.LIFE.total_seconds()),
        path="/",
        secure=cookie == accounts.COOKIE_HTTPS,
        httponly=True,
        samesite="lax",
    )
    return answer


def sign_out(request: Request) -> Response:
    """End the session in the database and take the cookie back."""
    services: Services = request.app.state.services
    cookie = accounts.cookie_name(services.settings.public_url)
    if token := request.cookies.get(cookie):
        with services.database.writing() as session:
            accounts.sign_out(session, token)
    answer = see_other(desk_path(request, "sign-in") + "?signed-out")
    answer.delete_cookie(cookie, path="/", secure=cookie == accounts.COOKIE_HTTPS, httponly=True, samesite="lax")
    return answer


def safe_next(target: str) -> str | None:
    r"""Give the target when it is a path of this site, as it is; None for everything else.

    Browsers read `//host`, `/\host` and `/<tab>/host` as other sites, so only printable ASCII after one slash
    passes, and no backslash anywhere.
    """
    if len(target) > LONGEST_NEXT or "\\" in target or not _SAFE_PATH.fullmatch(target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    is_path = not parts.scheme and not parts.netloc and not parts.path.startswith("//")
    return target if is_path else None


def _onward(request: Request, target: str) -> str:
    return safe_next(target) or desk_path(request)


def _refused(request: Request, page: SignInPage, exc: SignInRefusedError) -> Response:
    if not exc.wait_seconds:
        return render(request, "desk/sign-in.html", SignInPage(page.name, page.next, is_wrong=True), status=422)
    waiting = SignInPage(page.name, page.next, wait_minutes=-(-exc.wait_seconds // 60))
    answer = render(request, "desk/sign-in.html", waiting, status=429)
    answer.headers["Retry-After"] = str(exc.wait_seconds)
    return answer


def _limiter() -> CapacityLimiter:
    try:
        return _checking.get()
    except LookupError:
        limiter = CapacityLimiter(AT_ONCE)
        _checking.set(limiter)
        return limiter
