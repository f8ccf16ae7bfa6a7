"""Names of lines that stay: what permalinks point to, whatever becomes of the words or of their number in the list."""

import secrets
import string
from collections.abc import Collection

LETTERS = string.ascii_lowercase + string.digits
KEY_LENGTH = 6
"""36**6 names; whoever makes many for one recording says which are taken."""


def new_key(taken: Collection[str] = ()) -> str:
    """Make a name that is not taken."""
    while True:
        key = "".join(secrets.choice(LETTERS) for _ in range(KEY_LENGTH))
        if key not in taken:
            return key
