"""Random tokens: shown once to whom they are for; only their SHA-256 is kept, which is enough for 256 random bits."""

import hashlib
import secrets

TOKEN_BYTES = 32


def fresh() -> str:
    """Give a new token."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """Give what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
