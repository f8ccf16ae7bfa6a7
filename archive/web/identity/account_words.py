"""The words of the pages about accounts: roles, what is wrong with a field, what a form did."""

from collections.abc import Mapping

from archive.catalogue.people import Role
from archive.i18n import N_

ROLES: Mapping[Role, str] = {
    Role.READER: N_("Reader"),
    Role.EDITOR: N_("Editor"),
    Role.ADMIN: N_("Administrator"),
}
ROLE_HINTS: Mapping[Role, str] = {
    Role.READER: N_("Sees recordings that are only for people who are signed in. No desk."),
    Role.EDITOR: N_("Brings in, corrects, publishes and withdraws recordings."),
    Role.ADMIN: N_("Everything an editor does; also looks after the accounts."),
}

FAULTS: Mapping[str, Mapping[str, str]] = {
    "name": {
        "not-a-name": N_("Please give a name of at most 120 characters."),
        "taken": N_("There is an account with this name already."),
    },
    "email": {
        "not-an-email": N_("This is no e-mail address."),
        "taken": N_("Another account has this address already."),
    },
    "role": {"not-a-role": N_("Please choose what the person may do.")},
    "password": {
        "too-short": N_("Please choose at least 12 characters."),
        "too-long": N_("Please choose at most 1,024 characters."),
        "too-simple": N_("This would be guessed too soon. Several words in a row make a good password."),
    },
    "old_password": {
        "wrong": N_("This is not your present password."),
        "no-password": N_(
            "You sign in through the provider; this account has no password. "
            "An administrator can give you a link to choose one."
        ),
        "wait": N_("There were too many attempts. Please wait %(minutes)s minutes, then try again."),
    },
    "code": {
        "wrong": N_("This code is not right, or was used already. Please wait for the next one."),
        "wait": N_("There were too many attempts. Please wait %(minutes)s minutes, then try again."),
        "not-prepared": N_("Please begin again: the picture was made anew meanwhile."),
        "already-on": N_("The second factor is on already."),
    },
    "account": {"switched-off": N_("The account is switched off. Please switch it on first.")},
}
"""What is wrong with a field, by the code of its fault."""

NOTICES: Mapping[str, str] = {
    "password-changed": N_("Your password is changed. Other browsers were signed out."),
    "session-ended": N_("That browser is signed out."),
    "signed-out-elsewhere": N_("All other browsers are signed out."),
    "second-factor-off": N_("The second factor is off. Signing in asks only for the password."),
    "role-changed": N_("The role is changed. It counts at once."),
    "email-changed": N_("The e-mail address is changed."),
    "switched-off": N_("The account is switched off and signed out everywhere."),
    "switched-on": N_("The account is switched on again."),
    "signed-out": N_("The account is signed out everywhere."),
    "second-factor-dropped": N_("The second factor of this account is off. Please ask its owner to set it up again."),
}
"""What a form did, shown once on the page it led to."""
