"""The routes of signing in, of links that were handed over, and of one's own account; for everybody, not only staff."""

from collections.abc import Callable

from starlette.routing import BaseRoute, Route

from archive.identity import oidc
from archive.web.identity import invitations, own_account, own_second_factor, provider, signin
from archive.web.staff import FORM_BYTES

PREFIX = "/{language:language}"


def _page(path: str, endpoint: Callable[..., object], name: str) -> Route:
    return Route(PREFIX + path, endpoint, name=name)


def _form(path: str, endpoint: Callable[..., object], name: str) -> Route:
    return Route(PREFIX + path, endpoint, methods=["POST"], name=name, max_body_size=FORM_BYTES)


ACCOUNT_ROUTES: list[BaseRoute] = [
    _page("/sign-in", signin.show, "sign-in"),
    _form("/sign-in", signin.sign_in, "sign-in-form"),
    _form("/sign-in/code", signin.enter_code, "sign-in-code"),
    _page("/sign-in/provider", provider.set_out, "sign-in-provider"),
    Route(oidc.BACK, provider.come_back, name="sign-in-return"),
    _form("/sign-out", signin.sign_out, "sign-out"),
    _page("/password/{token:str}", invitations.show, "choose-password"),
    _form("/password/{token:str}", invitations.choose, "choose-password-form"),
    _page("/account", own_account.show, "account"),
    _form("/account/password", own_account.change_password, "account-password"),
    _form("/account/sessions", own_account.end_sessions, "account-sessions"),
    _page("/account/second-factor", own_second_factor.show, "second-factor"),
    _form("/account/second-factor", own_second_factor.prepare, "second-factor-prepare"),
    _form("/account/second-factor/confirm", own_second_factor.confirm, "second-factor-confirm"),
    _form("/account/second-factor/codes", own_second_factor.new_codes, "second-factor-codes"),
    _form("/account/second-factor/off", own_second_factor.turn_off, "second-factor-off"),
]
"""All of them."""
