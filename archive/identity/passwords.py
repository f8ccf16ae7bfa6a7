"""Passwords: argon2id hashes, and what a password must be.

Hashing never runs more than twice at once, because each run takes 64 MiB. Knows no account.
"""

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 1024
FEWEST_SIGNS = 5
"""A password of fewer different signs is guessed soon, however long it is."""
SHORTEST_NAME_THAT_COUNTS = 4

HASHER = PasswordHasher()
_HASHING = threading.BoundedSemaphore(2)


def fault_of(password: str, *, name: str) -> str | None:
    """Say by a code what is wrong with a password for an account of this name."""
    if len(password) < SHORTEST:
        return "too-short"
    if len(password) > LONGEST:
        return "too-long"
    rest = password.lower().replace(name.lower(), "") if len(name) >= SHORTEST_NAME_THAT_COUNTS else password
    is_simple = len(set(password.lower())) < FEWEST_SIGNS or len(rest) < SHORTEST // 2
    return "too-simple" if is_simple else None


def hashed(password: str) -> str:
    """Give the hash to keep."""
    with _HASHING:
        return HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Check a password; where there is no hash to check against it takes as long, and is wrong."""
    nobodys = _nobodys_hash()
    with _HASHING:
        try:
            HASHER.verify(stored or nobodys, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return bool(stored)


def is_outdated(stored: str) -> bool:
    """Say whether the hash was made in an older way than today's."""
    return HASHER.check_needs_rehash(stored)


@cache
def _nobodys_hash() -> str:
    """Give a hash that no password matches, so that an unknown name takes as long as a wrong password."""
    return hashed(secrets.token_urlsafe(32))
