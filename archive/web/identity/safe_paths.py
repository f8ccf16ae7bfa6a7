"""Addresses out of a request that someone is sent on to: only paths of this site."""

import re
from urllib.parse import urlsplit

LONGEST_NEXT = 500
_SAFE_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")


def safe_next(target: str) -> str | None:
    r"""Give the target when it is a path of this site, as it is; None for everything else.

    Browsers read `//host`, `/\host` and `/<tab>/host` as other sites, so only printable ASCII after one slash
    passes, and no backslash anywhere.
    """
    if len(target) > LONGEST_NEXT or "\\" in target or not _SAFE_PATH.fullmatch(target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    is_path = not parts.scheme and not parts.netloc and not parts.path.startswith("//")
    return target if is_path else None
