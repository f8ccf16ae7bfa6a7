"""Keeps a process that fetches foreign addresses away from the inside of our network.

An audit hook sees every connection with the address it has *resolved* to, so that redirects, embedded players,
playlist segments, odd spellings of an address and names that change their answer are all the same to it. It cannot
be taken out again: install it only in a child process. It does not see C code that opens its own connections.
"""

import ipaddress
import os
import socket
import sys
from pathlib import Path

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
STARTING_A_PATH = frozenset({"subprocess.Popen", "os.posix_spawn", "os.exec"})
"""From Python 3.13 on, `subprocess` itself goes through `posix_spawn`: both events come for one program."""
STARTING_OTHERWISE = frozenset({"os.spawn", "os.startfile", "os.system", "pty.spawn"})
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class EgressRefusedError(OSError):
    """A connection to an address that is not public; an `OSError` so that network code takes it as a failed try."""


class ChildRefusedError(PermissionError):
    """A child process that the guarded process may not start."""


class Refusals:
    """The addresses refused so far, since foreign code wraps our exception beyond recognition."""

    def __init__(self) -> None:
        self.addresses: list[str] = []


def install(allow: frozenset[str], *, programs: frozenset[Path] = frozenset()) -> Refusals:
    """Refuse, from here on in this process, every non-public address and every child process.

    Args:
        allow: internal hosts (`host` or `host:port`) that may be reached all the same; names are resolved once, now.
        programs: full paths of the only programs that may be started.
    """
    resolved = resolve(allow)
    refusals = Refusals()

    def guard(event: str, arguments: tuple[object, ...]) -> None:
        if event in CONNECTING:
            _check_connection(arguments[-1], resolved, refusals)
        elif event in STARTING_A_PATH:
            _check_program(arguments[0], programs)
        elif event in STARTING_OTHERWISE:
            raise ChildRefusedError(event)

    sys.addaudithook(guard)
    return refusals


def is_allowed(address: str, port: int, allow: frozenset[str]) -> bool:
    """Say whether a numeric address may be reached: a public one, or one that was allowed by name.

    Raises:
        ValueError: when it is not a numeric address.
    """
    ip = unwrapped(ipaddress.ip_address(address.split("%", maxsplit=1)[0]))
    if str(ip) in allow or f"{ip}:{port}" in allow:
        return True
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def unwrapped(ip: Address) -> Address:
    """Give the IPv4 address that an IPv6 address carries inside (mapped, NAT64, 6to4, Teredo), or the address."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    return inner or ip


def resolve(allow: frozenset[str]) -> frozenset[str]:
    """Turn allowed hosts into the numeric addresses they have now; a name that cannot be found allows nothing."""
    numeric: set[str] = set()
    for host_and_port in allow:
        host, port = split_port(host_and_port)
        try:
            found = {str(answer[4][0]) for answer in socket.getaddrinfo(host, None)}
        except OSError:
            continue
        ips = {str(unwrapped(ipaddress.ip_address(address.split("%")[0]))) for address in found}
        numeric |= {f"{ip}:{port}" if port else ip for ip in ips}
    return frozenset(numeric)


def split_port(host_and_port: str) -> tuple[str, str]:
    """Split `host`, `host:port`, `[v6]` and `[v6]:port` into host and port; the port may be empty."""
    if host_and_port.startswith("["):
        host, _, rest = host_and_port[1:].partition("]")
        return host, rest.removeprefix(":")
    if host_and_port.count(":") == 1:
        host, _, port = host_and_port.partition(":")
        return host, port
    return host_and_port, ""


def _check_connection(target: object, allow: frozenset[str], refusals: Refusals) -> None:
    """Raise unless the target is an internet address that may be reached.

    Raises:
        EgressRefusedError: for private, local and special addresses, and for sockets that are files.
    """
    if target is None:
        return  # sendmsg on a connected socket: the connection itself was checked
    if not isinstance(target, tuple):
        refusals.addresses.append("unix socket")
        message = "only internet addresses may be reached"
        raise EgressRefusedError(message)
    host, port = str(target[0]), int(target[1])
    try:
        allowed = is_allowed(host, port, allow)
    except ValueError:  # a name, resolved by the C library where we cannot see it
        allowed = False
    if not allowed:
        refusals.addresses.append(f"{host}:{port}")
        message = f"{host}:{port} is not a public address"
        raise EgressRefusedError(message)


def _check_program(program: object, programs: frozenset[Path]) -> None:
    """Raise unless the program is one of the allowed.

    Raises:
        ChildRefusedError: for every other program.
    """
    name = os.fsdecode(program) if isinstance(program, str | bytes | os.PathLike) else ""
    if Path(name) not in programs:
        raise ChildRefusedError(name)
