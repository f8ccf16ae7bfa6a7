"""Secret keys in files beside the database: who has only a copy of the database has none of them."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def key_in(path: Path) -> bytes:
    """Give the key that lies in a file; the first to ask makes it.

    Raises:
        OSError: the file cannot be read or made.
    """
    try:
        known = path.read_bytes()
    except FileNotFoundError:
        return _made(path)
    if len(known) != KEY_BYTES:
        message = f"{path} holds no key of {KEY_BYTES} bytes"
        raise OSError(message)
    return known


def _made(path: Path) -> bytes:
    """Make the file whole or not at all: of several that try at once, one wins and all read its key."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another was quicker; its key is read below
    finally:
        draft.unlink()
    return path.read_bytes()
