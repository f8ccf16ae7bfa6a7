"""From where someone signs in, said so coarsely that it helps its owner and nobody else: browser, system, network."""

import ipaddress
from dataclasses import dataclass

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What a User-Agent holds, and whose it is; those that also claim to be another stand before it."""
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a browser is; both empty when not known."""

    browser: str = ""
    network: str = ""


NOWHERE = Whereabouts()


def whereabouts(user_agent: str, address: str) -> Whereabouts:
    """Say coarsely where a request comes from."""
    found = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return Whereabouts(", ".join(filter(None, found)), coarse_network(address))


def coarse_network(address: str) -> str:
    """Give the first 24 bits of IPv4, the first 48 of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed).rpartition(".")[0] + ".…"
    network = ipaddress.ip_network((parsed, 48), strict=False)
    return str(network.network_address).rstrip(":") + ":…"


def _first(signs: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in signs if sign in user_agent), "")
