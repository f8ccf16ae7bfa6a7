"""The routes of signing in, of links that were handed over, and of one's own account; for everybody, not only staff."""

from starlette.routing import BaseRoute, Route

from archive.identity import oidc
from archive.web.identity import invitations, own_account, own_second_factor, provider, signin
from archive.web.routing import Below

SITE = Below()


ACCOUNT_ROUTES: list[BaseRoute] = [
    SITE.page("/sign-in", signin.show, "sign-in"),
    SITE.form("/sign-in", signin.sign_in, "sign-in-form"),
    SITE.form("/sign-in/code", signin.enter_code, "sign-in-code"),
    SITE.page("/sign-in/provider", provider.set_out, "sign-in-provider"),
    Route(oidc.BACK, provider.come_back, name="sign-in-return"),
    SITE.form("/sign-out", signin.sign_out, "sign-out"),
    SITE.page("/password/{token:str}", invitations.show, "choose-password"),
    SITE.form("/password/{token:str}", invitations.choose, "choose-password-form"),
    SITE.page("/account", own_account.show, "account"),
    SITE.form("/account/password", own_account.change_password, "account-password"),
    SITE.form("/account/sessions", own_account.end_sessions, "account-sessions"),
    SITE.page("/account/second-factor", own_second_factor.show, "second-factor"),
    SITE.form("/account/second-factor", own_second_factor.prepare, "second-factor-prepare"),
    SITE.form("/account/second-factor/confirm", own_second_factor.confirm, "second-factor-confirm"),
    SITE.form("/account/second-factor/codes", own_second_factor.new_codes, "second-factor-codes"),
    SITE.form("/account/second-factor/off", own_second_factor.turn_off, "second-factor-off"),
]
"""All of them."""
