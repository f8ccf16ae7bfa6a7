"""The page behind a link that an admin handed over: its holder chooses a password, once."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.signing_in import LINKS, TicketPurpose
from archive.errors import InvalidInputError, NotFoundError
from archive.identity import signing_in, tickets
from archive.web import addresses
from archive.web.asking import services_of
from archive.web.form_bodies import read_form
from archive.web.identity.door import door_of, let_out
from archive.web.identity.signin import checks, secret_of
from archive.web.rendering import render
from archive.web.speaking import say_faults

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}
"""The address is the secret: nobody may keep it or pass it on to another site. With `no-referrer` browsers would send
the form without an origin (Fetch, append a request `Origin` header), and it would be refused as foreign."""


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """What the page shows."""

    token: str
    name: str
    is_new: bool
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WornPage:
    """Says that a link is no good any more."""


def show(request: Request) -> Response:
    """Show the form; looking does not use the link up."""
    return _form(request, {}, status=200)


async def choose(request: Request) -> Response:
    """Set the password, and lead on to signing in with it."""
    form = await read_form(request, most_fields=10, longest_bytes=8192)
    door, token = door_of(request), request.path_params["token"]
    try:
        await checks.run(lambda: signing_in.choose_password(door, token=token, password=secret_of(form, "password")))
    except NotFoundError:
        return _worn(request)
    except InvalidInputError as exc:
        return _form(request, say_faults(request, exc.fields), status=422)
    return let_out(request, addresses.page(request.state.language, "sign-in", done="password-chosen"))


def _form(request: Request, faults: dict[str, str], *, status: int) -> Response:
    services = services_of(request)
    token = request.path_params["token"]
    try:
        with services.database.reading() as session:
            ticket = tickets.look_at(session, token, LINKS, now=services.clock())
            page = ChoosePage(token, ticket.account.name, ticket.purpose is TicketPurpose.INVITATION, faults)
    except NotFoundError:
        return _worn(request)
    return render(request, "desk/choose-password.html", page, status=status, headers=PRIVATE)


def _worn(request: Request) -> Response:
    return render(request, "desk/worn-link.html", WornPage(), status=410, headers=PRIVATE)
