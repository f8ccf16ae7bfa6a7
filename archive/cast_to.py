"""From the text of an environment variable to the value of a setting; each raises ValueError with advice.

Knows no setting by its name; the table is in `settings.py`. The advice is a message for people, translated at the edge.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from archive.i18n import N_

LAST_PORT = 65535
MOST_DAYS = 36_500
"""A hundred years: with more the calendar would come to its end."""


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
    if not value.strip().isdecimal():
        raise ValueError(N_("must be a whole number, not less than 0"))
    return int(value)


def port(value: str) -> int:
    """Give a number of a port.

    Raises:
        ValueError: it is none.
    """
    if not value.strip().isdecimal() or not 1 <= int(value) <= LAST_PORT:
        raise ValueError(N_("must be a number from 1 to 65535"))
    return int(value)


def seconds(value: str) -> float:
    """Give a length of time.

    Raises:
        ValueError: it is none.
    """
    advice = N_("must be a number greater than 0")
    try:
        number = float(value)
    except ValueError as exc:
        raise ValueError(advice) from exc
    if not 0 < number < float("inf"):
        raise ValueError(advice)
    return number


def days(value: str) -> int:
    """Give a number of days that a date can be moved by.

    Raises:
        ValueError: it is none.
    """
    if not value.strip().isdecimal() or int(value) > MOST_DAYS:
        raise ValueError(N_("must be a whole number of days, at most 36500"))
    return int(value)


def hours(value: str) -> float:
    """Give a number of hours that a time can be moved by.

    Raises:
        ValueError: it is none.
    """
    number = seconds(value)
    if number > MOST_DAYS * 24:
        raise ValueError(N_("must be at most 876000 hours"))
    return number


def database(value: str) -> str:
    """Give the address of a database; nothing stays nothing.

    Raises:
        ValueError: it is none.
    """
    address = value.strip()
    try:
        if address:
            make_url(address).get_dialect()
    except ArgumentError as exc:  # of a kind that nobody knows, too
        raise ValueError(N_("must be an address such as sqlite:////srv/mitschnitt/catalogue.sqlite")) from exc
    return address


def yes_or_no(value: str) -> bool:
    """Give a switch.

    Raises:
        ValueError: it is none.
    """
    said = {"yes": True, "true": True, "no": False, "false": False}.get(value.strip().lower())
    if said is None:
        raise ValueError(N_("must be yes or no"))
    return said


def security(value: str) -> str:
    """Give how mail goes out.

    Raises:
        ValueError: it is none.
    """
    if value.strip().lower() not in {"starttls", "tls", "none"}:
        raise ValueError(N_("must be starttls, tls or none"))
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
    if not all(_FRAME_HOST.fullmatch(host) for host in hosts):
        raise ValueError(N_("must be hosts such as https://intranet.example, *.example or *"))
    return hosts


_ROLE_PAIR = re.compile(r"[^=]+=(?:reader|editor|admin)")


def role_pairs(value: str) -> tuple[str, ...]:
    """Give pairs of a group and the role that it gives.

    Raises:
        ValueError: it is none.
    """
    pairs = tuple(filter(None, (pair.strip() for pair in value.split(","))))
    if not all(_ROLE_PAIR.fullmatch(pair) for pair in pairs):
        raise ValueError(N_("must be pairs such as archive-editors=editor; roles are reader, editor and admin"))
    return pairs


def issuer(value: str) -> str:
    """Give the issuer of an identity provider as it is written.

    Raises:
        ValueError: it is none.
    """
    issuer = value.strip()
    parts = urlsplit(issuer)
    if issuer and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise ValueError(N_("must be an address such as https://login.example/realms/office"))
    return issuer


_HOST = re.compile(r"[\w.-]+(:\d{1,5})?|\[[0-9a-f:.]+\](:\d{1,5})?", re.IGNORECASE)


def public_url(value: str) -> str:
    """Give an origin; nothing stays nothing.

    Raises:
        ValueError: it is none.
    """
    if not value.strip():
        return ""
    parts = urlsplit(value.strip())
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc) or parts.path.rstrip("/"):
        raise ValueError(N_("must be an origin such as https://mediathek.example"))
    return f"{parts.scheme}://{parts.netloc}"


def time_zone(value: str) -> ZoneInfo:
    """Give a time zone by its name in the database of the IANA.

    Raises:
        ValueError: there is no such zone.
    """
    try:
        return ZoneInfo(value)
    except (KeyError, ValueError, OSError) as exc:  # none of that name, no name at all, the name of a folder
        raise ValueError(N_("must be a time zone such as Europe/Berlin")) from exc
