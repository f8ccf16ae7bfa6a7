"""Who may use the desk, and how its forms are read: signed in as an editor or an admin, bodies small and bounded.

Visitors are sent to sign in and come back; readers get 403, and editors where only admins may. Every route of the
desk goes through here.
"""

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.catalogue.people import Role
from archive.plain_text import one_line, several_lines
from archive.web import addresses
from archive.web.form_bodies import read_form
from archive.web.returning import is_read, way_back

FORM_BYTES = 256 << 10
"""Largest body of an ordinary form; routes hand it to Starlette."""
MOST_FIELDS = 600

Page = Callable[[Request], Response]
FormPage = Callable[[Request, FormData], Response]
AsyncPage = Callable[[Request], Awaitable[Response]]


def for_staff(page: Page) -> Page:
    """Guard a page that is read."""

    @wraps(page)
    def guarded(request: Request) -> Response:
        return _turned_away(request) or page(request)

    return guarded


def staff_form(page: FormPage) -> AsyncPage:
    """Guard a page that takes a form, and hand it the form; its work runs in a thread."""
    return _with_form(page, _turned_away)


def for_admin(page: Page) -> Page:
    """Guard a page that only admins read."""

    @wraps(page)
    def guarded(request: Request) -> Response:
        return _kept_for_admins(request) or page(request)

    return guarded


def admin_form(page: FormPage) -> AsyncPage:
    """Guard a page that takes a form from admins only, and hand it the form; its work runs in a thread."""
    return _with_form(page, _kept_for_admins)


def staff_stream(page: AsyncPage) -> AsyncPage:
    """Guard a page that reads its body by itself."""

    @wraps(page)
    async def guarded(request: Request) -> Response:
        return _turned_away(request) or await page(request)

    return guarded


def text_of(form: FormData, name: str) -> str:
    """Give a field's text as one line; empty when it is missing or a file."""
    value = form.get(name)
    return one_line(value) if isinstance(value, str) else ""


def lines_of(form: FormData, name: str) -> str:
    """Give the text of a field that may have several lines."""
    value = form.get(name)
    return several_lines(value) if isinstance(value, str) else ""


def texts_of(form: FormData, name: str) -> tuple[str, ...]:
    """Give all texts of a field that can stand several times, without the empty ones."""
    values = (one_line(value) for value in form.getlist(name) if isinstance(value, str))
    return tuple(filter(None, values))


def desk_path(request: Request, *parts: str | int) -> str:
    """Give the address of a page of the desk in the language of this request."""
    return addresses.page(request.state.language, "desk", *parts)


def see_other(path: str) -> RedirectResponse:
    """Answer a form with the page that shows what it did."""
    return RedirectResponse(path, status_code=303, headers={"Cache-Control": "no-store"})


def signed_in_page(page: Page) -> Page:
    """Guard a page for everybody who is signed in, readers too."""

    @wraps(page)
    def guarded(request: Request) -> Response:
        return _sent_to_sign_in(request) or page(request)

    return guarded


def signed_in_form(page: FormPage) -> AsyncPage:
    """Guard a page that takes a form from everybody who is signed in, and hand it the form."""
    return _with_form(page, _sent_to_sign_in)


def account_id_of(request: Request) -> int:
    """Give the account of a guarded request."""
    account_id: int | None = request.state.viewer.account_id
    if account_id is None:
        raise HTTPException(401)
    return account_id


def _with_form(page: FormPage, guard: Callable[[Request], Response | None]) -> AsyncPage:
    @wraps(page)
    async def guarded(request: Request) -> Response:
        refused = guard(request)
        if refused is not None:
            return refused
        form = await read_form(request, most_fields=MOST_FIELDS, longest_bytes=FORM_BYTES)
        return await run_in_threadpool(page, request, form)

    return guarded


def _kept_for_admins(request: Request) -> Response | None:
    answer = _turned_away(request)
    if answer is None and request.state.viewer.role is not Role.ADMIN:
        raise HTTPException(403)
    return answer


def _turned_away(request: Request) -> Response | None:
    answer = _sent_to_sign_in(request)
    if answer is not None:
        return answer
    if getattr(request.state, "owes_second_factor", False):
        return see_other(addresses.page(request.state.language, "account", "second-factor"))
    if not request.state.viewer.is_staff:
        raise HTTPException(403)
    return None


def _sent_to_sign_in(request: Request) -> Response | None:
    if request.state.viewer.account_id is not None:
        return None
    lost = "" if is_read(request) else "unsaved"
    return see_other(addresses.page(request.state.language, "sign-in", next=way_back(request), done=lost))
