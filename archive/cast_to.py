"""From the text of an environment variable to the value of a setting; each raises ValueError with advice.

Knows no setting by its name; the table is in `settings.py`.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def text(value: str) -> str:
    """Give the text without what stands around it."""
    return value.strip()


def path(value: str) -> Path:
    """Give the absolute path."""
    return Path(value).expanduser().absolute()


def count(value: str) -> int:
    """Give a number of things.

    Raises:
        ValueError: it is none.
    """
    number = int(value)
    if number < 0:
        message = "must not be negative"
        raise ValueError(message)
    return number


def seconds(value: str) -> float:
    """Give a length of time.

    Raises:
        ValueError: it is none.
    """
    number = float(value)
    if not 0 < number < float("inf"):
        message = "must be more than nothing"
        raise ValueError(message)
    return number


def yes_or_no(value: str) -> bool:
    """Give a switch.

    Raises:
        ValueError: it is none.
    """
    said = {"yes": True, "true": True, "no": False, "false": False}.get(value.strip().lower())
    if said is None:
        message = "must be yes or no"
        raise ValueError(message)
    return said


def security(value: str) -> str:
    """Give how mail goes out.

    Raises:
        ValueError: it is none.
    """
    if value.strip().lower() not in {"starttls", "tls", "none"}:
        message = "must be starttls, tls or none"
        raise ValueError(message)
    return value.strip().lower()


def words(value: str) -> tuple[str, ...]:
    """Give words that spaces or commas part."""
    return tuple(value.replace(",", " ").split())


_FRAME_HOST = re.compile(r"\*|(?:https?://)?(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(?:\d{1,5}|\*))?", re.ASCII)
"""A source of hosts as the Content-Security-Policy writes it (CSP Level 3, 2.3.1), or `*`."""


def frame_hosts(value: str) -> tuple[str, ...]:
    """Give sites as the Content-Security-Policy writes them.

    Raises:
        ValueError: it is none.
    """
    hosts = words(value.lower())
    wrong = [host for host in hosts if not _FRAME_HOST.fullmatch(host)]
    if wrong:
        message = f"{wrong[0]} is no host such as https://intranet.example, *.example or *"
        raise ValueError(message)
    return hosts


_ROLE_PAIR = re.compile(r"[^=]+=(?:reader|editor|admin)")


def role_pairs(value: str) -> tuple[str, ...]:
    """Give pairs of a group and the role that it gives.

    Raises:
        ValueError: it is none.
    """
    pairs = tuple(filter(None, (pair.strip() for pair in value.split(","))))
    wrong = [pair for pair in pairs if not _ROLE_PAIR.fullmatch(pair)]
    if wrong:
        message = f"{wrong[0]} is not like archive-editors=editor; roles are reader, editor and admin"
        raise ValueError(message)
    return pairs


def issuer(value: str) -> str:
    """Give the issuer of an identity provider as it is written.

    Raises:
        ValueError: it is none.
    """
    issuer = value.strip()
    parts = urlsplit(issuer)
    if issuer and (parts.scheme not in {"http", "https"} or not parts.netloc):
        message = "must be an address such as https://login.example/realms/office"
        raise ValueError(message)
    return issuer


def public_url(value: str) -> str:
    """Give an origin.

    Raises:
        ValueError: it is none.
    """
    parts = urlsplit(value.strip())
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.rstrip("/"):
        message = "must be an origin such as https://mediathek.example"
        raise ValueError(message)
    return f"{parts.scheme}://{parts.netloc}"


def time_zone(value: str) -> ZoneInfo:
    """Give a time zone by its name in the database of the IANA.

    Raises:
        ValueError: there is no such zone.
    """
    try:
        return ZoneInfo(value)
    except ZoneInfoNotFoundError as exc:
        message = "is no time zone such as Europe/Berlin"
        raise ValueError(message) from exc
