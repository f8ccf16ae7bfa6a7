"""Stands before every page: which hosts and origins are answered, who is asking, in which language, under which policy.

Pure ASGI, since a wrapper that reads bodies would hold up uploads and downloads.
"""

import ipaddress
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.bootstrap import Services
from archive.catalogue.people import Role
from archive.catalogue.viewing import VISITOR, Viewer
from archive.identity import second_factor, sessions
from archive.web.addresses import language_of

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def policy(*, frame_ancestors: str = "'none'") -> str:
    """Give the Content-Security-Policy of a page that these sites may show in a frame."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
        f"connect-src 'self'; form-action 'self'; frame-ancestors {frame_ancestors}; base-uri 'none'; "
        "require-trusted-types-for 'script'"
    )


SECURITY_HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}


class Guard:
    """Answers only our own hosts, hands no NUL on, refuses what other sites send, puts the policy on all."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        settings = services.settings
        public = urlsplit(settings.public_url)
        self._app = app
        self._hosts = {public.hostname or "", settings.host, "localhost", "127.0.0.1", "::1"}
        self._origins = {settings.public_url}
        self._headers = {**SECURITY_HEADERS, **(_HTTPS_ONLY if public.scheme == "https" else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or hand on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        if _host_name(headers.get("host", "")) not in self._hosts:
            await PlainTextResponse("This host is not served here.\n", 400)(scope, receive, send_guarded)
        elif scope["method"] not in SAFE_METHODS and not self._is_from_here(headers, scope["scheme"]):
            await PlainTextResponse("Refused: sent by another site.\n", 403)(scope, receive, send_guarded)
        else:
            # PostgreSQL breaks at NUL; the sign that takes its place is in no address of ours
            path = scope["path"].replace("\0", "\ufffd")
            await self._app({**scope, "path": path}, receive, send_guarded)

    def _is_from_here(self, headers: Headers, scheme: str) -> bool:
        """Believe the browser's own word first; programs send neither header, and carry no cookie unasked."""
        site = headers.get("sec-fetch-site")
        if site is not None and site not in {"same-origin", "none"}:
            return False
        origin = headers.get("origin")
        return origin is None or origin in self._origins or origin == f"{scheme}://{headers.get('host', '')}"


class Asker:
    """Says who is asking and in which language: `request.state.viewer`, `.account` and `.language`.

    An admin who must have a second factor and has none yet is a reader until it is set up (`.owes_second_factor`).
    """

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services
        self._cookie = sessions.cookie_name(services.settings.public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note it down and hand on."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            state = scope.setdefault("state", {})
            accepted = headers.get("accept-language")
            state["language"] = language_of(scope["path"]) or self._services.i18n.negotiate(accepted)
            state["account"], state["viewer"], state["owes_second_factor"] = None, VISITOR, False
            token = _cookie(headers.get("cookie", ""), self._cookie)
            if token:
                await self._recognise(state, token)
        await self._app(scope, receive, send)

    async def _recognise(self, state: dict[str, object], token: str) -> None:
        services = self._services
        account = await run_in_threadpool(sessions.recognise, services.database, token, services.clock)
        if account is None:
            return
        is_owed = second_factor.is_owed(account, admins_need_one=services.settings.admin_totp)
        state["account"], state["owes_second_factor"] = account, is_owed
        state["viewer"] = Viewer(account.id, Role.READER if is_owed else account.role)


def _cookie(header: str, name: str) -> str | None:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return None
    return None if found is None else found.value


def _host_name(host: str) -> str:
    """Give a Host header's name without its port; empty when it is none."""
    if any(sign in host for sign in "/\\@?# \t"):
        return ""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        return name.rstrip(".")
