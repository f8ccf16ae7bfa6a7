"""The words for errors of signing in: refusals, accounts, mail, the identity provider. Used by `error_words.py`."""

from collections.abc import Mapping

from archive.i18n import N_
from archive.sentences import Words

_OPERATOR_LOOKS = N_("Whoever runs this archive finds what to look at under “mail” in the operator’s page.")
_HAND_OVER = N_("Please hand the link over yourself.")
_WITH_PASSWORD = N_("Please sign in with your password, or try again later.")
_BEGIN_AGAIN = N_("Please begin again on the sign-in page.")
_ASK_ADMIN = N_("Please ask an administrator of this archive.")

SIGN_IN_WORDS: Mapping[str, Words] = {
    "sign-in-refused": Words(
        N_("The name or the password is wrong, or there were too many attempts."),
        N_("Please wait a moment and try again."),
    ),
    "last-admin": Words(
        N_("%(name)s is the last administrator who can sign in."),
        N_("Please make somebody else an administrator first."),
    ),
    "mail-failed": Words(N_("The mail could not be sent."), _HAND_OVER),
    "mail-failed/unreachable": Words(N_("The mail server cannot be reached (%(host)s)."), _HAND_OVER),
    "mail-failed/certificate": Words(
        N_("The mail server %(host)s cannot prove that it is the one it claims to be."), _OPERATOR_LOOKS
    ),
    "mail-failed/no-encryption": Words(N_("The mail server %(host)s does not offer encryption."), _OPERATOR_LOOKS),
    "mail-failed/sign-in-refused": Words(N_("The mail server %(host)s refuses our name or password."), _OPERATOR_LOOKS),
    "mail-failed/recipient-refused": Words(
        N_("The mail server %(host)s does not take mail for this address."), N_("Please check the address.")
    ),
    "mail-failed/refused": Words(N_("The mail server %(host)s does not take this mail."), _HAND_OVER),
    "provider-failed": Words(N_("Signing in through the provider did not work."), _WITH_PASSWORD),
    "provider-failed/unreachable": Words(N_("The sign-in provider cannot be reached."), _WITH_PASSWORD),
    "provider-failed/not-understood": Words(
        N_("The sign-in provider gave an answer that cannot be understood."), _WITH_PASSWORD
    ),
    "provider-failed/not-trusted": Words(
        N_("The answer of the sign-in provider cannot be trusted, so nobody was signed in."), _BEGIN_AGAIN
    ),
    "provider-failed/refused": Words(N_("The sign-in provider did not let you in."), _BEGIN_AGAIN),
    "provider-failed/expired": Words(
        N_("This way back from the sign-in provider was used before, or took too long."), _BEGIN_AGAIN
    ),
    "provider-failed/email-unverified": Words(
        N_("The sign-in provider does not vouch for your e-mail address."), _ASK_ADMIN
    ),
    "provider-failed/no-account": Words(N_("There is no account for you in this archive."), _ASK_ADMIN),
    "provider-failed/switched-off": Words(N_("Your account in this archive is switched off."), _ASK_ADMIN),
    "provider-failed/not-installed": Words(
        N_("Signing in through the provider is not installed."),
        N_("Please install Mitschnitt with its extra `oidc`, then try again."),
    ),
}
"""By code, or by code and reason."""
