"""To the identity provider and back: the browser's part of signing in. The rest is `archive/identity/oidc.py`."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.errors import ProviderError, SignInRefusedError
from archive.identity import oidc, sessions
from archive.settings import Settings
from archive.web.asking import services_of
from archive.web.identity import signin
from archive.web.identity.door import door_of
from archive.web.identity.safe_paths import safe_next
from archive.wording import explain

COOKIE = "mitschnitt-provider"


async def set_out(request: Request) -> Response:
    """Send the browser to the provider."""
    settings = _settings(request)
    onward = safe_next(request.query_params.get("next", "")) or ""
    language, door = request.state.language, door_of(request)
    try:
        started = await run_in_threadpool(oidc.set_out, door, settings, onward=onward, language=language)
    except ProviderError as exc:
        return _refused(request, exc, onward)
    except SignInRefusedError as exc:
        wait = signin.minutes(exc.wait_seconds)
        return signin.told_to_wait(signin.answer(request, status=429, next=onward, wait_minutes=wait), exc)
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    answer = RedirectResponse(started.address, 303, headers=headers)
    answer.set_cookie(
        _cookie(request),
        started.browser,
        max_age=int(oidc.VISIT.total_seconds()),
        path="/",
        secure=_is_https(request),
        httponly=True,
        samesite="lax",  # it has to come along when the provider sends the browser back
    )
    return answer


async def come_back(request: Request) -> Response:
    """Let in whom the provider vouches for."""
    settings, asked, door = _settings(request), request.query_params, door_of(request)
    browser = request.cookies.get(_cookie(request), "")
    code = "" if "error" in asked else asked.get("code", "")
    try:
        returned = await run_in_threadpool(  # it asks the provider, which may be slow, and hashes nothing
            oidc.come_back, door, settings, state=asked.get("state", ""), browser=browser, code=code
        )
    except ProviderError as exc:
        answer = _refused(request, exc, "")
    else:
        request.state.language = returned.language
        answer = signin.come_in(request, returned.outcome, returned.onward)
    answer.delete_cookie(_cookie(request), path="/", secure=_is_https(request), httponly=True, samesite="lax")
    return answer


def _settings(request: Request) -> Settings:
    services = services_of(request)
    if not oidc.is_set_up(services.settings):
        raise HTTPException(404)
    return services.settings


def _refused(request: Request, exc: ProviderError, onward: str) -> Response:
    services = services_of(request)
    said = explain(exc.code, exc.details(), services.i18n.translations(request.state.language))
    status = 503 if exc.reason == "unreachable" else 403
    return signin.answer(request, status=status, next=onward, problem=str(said))


def _is_https(request: Request) -> bool:
    return sessions.cookie_name(services_of(request).settings.public_url) == sessions.COOKIE_HTTPS


def _cookie(request: Request) -> str:
    return f"__Host-{COOKIE}" if _is_https(request) else COOKIE
