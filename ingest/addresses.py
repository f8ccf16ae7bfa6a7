"""Addresses as people paste them: which we take, and when two of them mean the same. Opens no connection."""

import ipaddress
import re
import socket
from hashlib import sha256
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from ingest.errors import SourceRefusedError
from ingest.netguard import is_allowed, split_port

MOST_CHARACTERS = 2048
KEY_CHARACTERS = 400
_DEFAULT_PORTS = {"http": 80, "https": 443}
_INSIDE = (".localhost", ".local", ".internal", ".lan", ".home", ".arpa", ".intranet", ".corp")
_LOOKS_LIKE_A_HOST = re.compile(r"^[\w-]+(\.[\w-]+)+(:\d+)?(/|$)")
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|mc_cid|mc_eid|si|feature)$")
_YOUTUBE = frozenset({"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"})
_YOUTUBE_PATH = re.compile(r"^/(?:embed|shorts|live|v)/([\w-]{6,})")


def normalised(text: str, *, allow_hosts: frozenset[str] = frozenset()) -> str:
    """Bring a pasted address into one form and refuse what we never fetch.

    Names are not resolved here: the guard of the fetching process does that, where it cannot be tricked.

    Raises:
        SourceRefusedError: for other schemes than http and https, for credentials, and for hosts that are plainly
            inside our own network and not allowed by setting.
    """
    address = text.strip()
    if len(address) > MOST_CHARACTERS or re.search(r"[\s\x00-\x1f\x7f\\]", address):
        raise SourceRefusedError(reason="unsupported-address", subject=address[:200])
    if "://" not in address and _LOOKS_LIKE_A_HOST.match(address):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host.encode("idna").decode() if not host.isascii() else host
    except ValueError as exc:  # UnicodeError of the IDNA codec is one, too
        raise SourceRefusedError(reason="unsupported-address", subject=address) from exc
    if parts.scheme not in _DEFAULT_PORTS or not host:
        raise SourceRefusedError(reason="unsupported-address", subject=address)
    if parts.username is not None or parts.password is not None:
        raise SourceRefusedError(reason="credentials-in-address", subject=host)
    effective_port = port or _DEFAULT_PORTS[parts.scheme]
    if not _may_be_asked(host, effective_port, allow_hosts):
        raise SourceRefusedError(reason="private-address", subject=host)
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in {None, _DEFAULT_PORTS[parts.scheme]} else f"{shown}:{port}"
    return urlunsplit(SplitResult(parts.scheme, netloc, parts.path or "/", parts.query, parts.fragment))


def address_key(address: str) -> str:
    """Give what two addresses of the same recording have in common; at most 400 characters.

    Scheme, `www.`, default port, fragment, tracking parameters and their order are left out, and the many addresses
    of one YouTube recording are one.
    """
    parts = urlsplit(address.strip())
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    if youtube := _youtube_recording(host, parts.path, dict(query)):
        return f"youtube:{youtube}"
    port = "" if parts.port in {None, *_DEFAULT_PORTS.values()} else f":{parts.port}"
    kept = urlencode(sorted(pair for pair in query if not _TRACKING.match(pair[0])))
    key = f"//{host}{port}{parts.path.rstrip('/')}" + (f"?{kept}" if kept else "")
    return key if len(key) <= KEY_CHARACTERS else f"sha256:{sha256(key.encode()).hexdigest()}"


def _youtube_recording(host: str, path: str, query: dict[str, str]) -> str | None:
    if host == "youtu.be":
        return path.strip("/").split("/")[0] or None
    if host not in _YOUTUBE:
        return None
    if path == "/watch":
        return query.get("v")
    match = _YOUTUBE_PATH.match(path)
    return match[1] if match else None


def _may_be_asked(host: str, port: int, allow_hosts: frozenset[str]) -> bool:
    allowed = {split_port(allowed_host) for allowed_host in allow_hosts}
    if (host, "") in allowed or (host, str(port)) in allowed:
        return True
    if (ip := literal_address(host)) is not None:
        return is_allowed(ip, port, frozenset())
    return "." in host and not host.endswith(_INSIDE)


def literal_address(host: str) -> str | None:
    """Give the numeric address that a host spells out, decimal, octal and hexadecimal forms included."""
    try:
        return str(ipaddress.ip_address(host.split("%", maxsplit=1)[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None
