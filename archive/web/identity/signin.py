"""Signing in and out. The cookie holds a random token and nothing else; the session is in the database."""

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import NotFoundError, SignInRefusedError
from archive.identity import oidc, sessions, signing_in
from archive.identity.sessions import SignedIn
from archive.web import addresses
from archive.web.asking import services_of
from archive.web.form_bodies import read_form
from archive.web.identity.door import door_of, home_of, let_in, let_out, second_factor_key, token_of
from archive.web.identity.safe_paths import safe_next
from archive.web.lanes import Lane
from archive.web.rendering import render
from archive.web.staff import see_other, text_of

LONGEST_PASSWORD_FIELD = 8192
SHOWN_NAME = 120
checks = Lane("passwords and codes that are being checked", at_once=2)
"""Checking is slow on purpose: many at once must not keep visitors' pages waiting."""


@dataclass(frozen=True, slots=True)
class SignInPage:
    """What the sign-in page shows."""

    name: str
    next: str
    provider: str = ""
    """What the identity provider is called; empty: there is none."""
    is_wrong: bool = False
    wait_minutes: int = 0
    notice: str = ""
    """Code of what happened before: signed-out, password-chosen, begin-again, unsaved."""
    problem: str = ""
    """A sentence about what the identity provider said."""


@dataclass(frozen=True, slots=True)
class CodePage:
    """What the page shows that asks for the second factor."""

    ticket: str
    next: str
    is_wrong: bool = False
    wait_minutes: int = 0


def show(request: Request) -> Response:
    """Show the form; who is signed in already goes on."""
    asked = request.query_params
    onward = safe_next(asked.get("next", "")) or ""
    viewer = request.state.viewer
    if viewer.account_id is not None:
        return see_other(onward or home_of(request, viewer.role))
    return answer(request, next=onward, notice=asked.get("done", ""))


def answer(request: Request, *, status: int = 200, name: str = "", **shown: object) -> Response:
    """Give the sign-in page."""
    settings = services_of(request).settings
    provider = oidc.provider_name(settings) if oidc.is_set_up(settings) else ""
    page = SignInPage(name=name[:SHOWN_NAME], provider=provider, **{"next": "", **shown})  # type: ignore[arg-type]  # the callers stand beside it
    return render(request, "desk/sign-in.html", page, status=status, headers={"Cache-Control": "no-store"})


def old_address(request: Request) -> Response:
    """Lead on from where the page was before readers could sign in."""
    onward = safe_next(request.query_params.get("next", ""))
    return see_other(addresses.page(request.state.language, "sign-in", next=onward))


async def sign_in(request: Request) -> Response:
    """Check name and password, and begin a session under a new token or ask for the second factor."""
    form = await _form(request)
    name, onward, door = text_of(form, "name"), _onward(form), door_of(request)
    try:
        outcome = await checks.run(lambda: signing_in.sign_in(door, name=name, password=secret_of(form, "password")))
    except SignInRefusedError as exc:
        refusal = answer(
            request,
            status=429 if exc.wait_seconds else 422,
            name=name,
            next=onward,
            is_wrong=not exc.wait_seconds,
            wait_minutes=minutes(exc.wait_seconds),
        )
        return told_to_wait(refusal, exc)
    return come_in(request, outcome, onward)


async def enter_code(request: Request) -> Response:
    """Check the code of the second factor."""
    form = await _form(request)
    ticket, onward, door = text_of(form, "ticket"), _onward(form), door_of(request)
    code, key = text_of(form, "code"), second_factor_key(request)
    try:
        signed_in = await checks.run(lambda: signing_in.enter_code(door, key=key, ticket=ticket, code=code))
    except NotFoundError:
        return see_other(addresses.page(request.state.language, "sign-in", done="begin-again", next=onward))
    except SignInRefusedError as exc:
        page = CodePage(ticket, onward, is_wrong=not exc.wait_seconds, wait_minutes=minutes(exc.wait_seconds))
        return told_to_wait(_ask_code(request, page, status=429 if exc.wait_seconds else 422), exc)
    return let_in(request, signed_in, onward)


def come_in(request: Request, outcome: SignedIn | signing_in.CodeNeeded, onward: str) -> Response:
    """Let somebody in, or ask for the second factor."""
    if isinstance(outcome, signing_in.CodeNeeded):
        return _ask_code(request, CodePage(outcome.ticket, onward))
    return let_in(request, outcome, onward)


def sign_out(request: Request) -> Response:
    """End the session in the database and take the cookie back."""
    services = services_of(request)
    if token := token_of(request):
        with services.database.writing() as session:
            sessions.sign_out(session, token)
    return let_out(request, addresses.page(request.state.language, "sign-in", done="signed-out"))


def secret_of(form: FormData, name: str) -> str:
    """Give a password as it was typed, spaces and all."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def minutes(wait_seconds: int) -> int:
    """Give whole minutes, rather one too many."""
    return -(-wait_seconds // 60)


def told_to_wait(response: Response, exc: SignInRefusedError) -> Response:
    """Say to programs as well how long to wait."""
    if exc.wait_seconds:
        response.headers["Retry-After"] = str(exc.wait_seconds)
    return response


async def _form(request: Request) -> FormData:
    return await read_form(request, most_fields=10, longest_bytes=LONGEST_PASSWORD_FIELD)


def _onward(form: FormData) -> str:
    return safe_next(text_of(form, "next")) or ""


def _ask_code(request: Request, page: CodePage, *, status: int = 200) -> Response:
    return render(request, "desk/sign-in-code.html", page, status=status, headers={"Cache-Control": "no-store"})
