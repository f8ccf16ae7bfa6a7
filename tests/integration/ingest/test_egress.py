"""Every way we know to lead the fetcher inside our network, tried for real; the canary that listens there counts none.

All are tried in one guarded process, since its start is what takes time.
"""

import ipaddress
import json
import subprocess
import sys

import pytest

from ingest.errors import SourceRefusedError
from ingest.netguard import is_allowed
from ingest.sources import recognise
from tests.support.house import ROOT
from tests.support.loopback_site import running_site

PUBLIC = "1.1.1.1"


def spellings(port):
    """Give the odd ways to write 127.0.0.1 in an address."""
    loopback = int(ipaddress.IPv4Address("127.0.0.1"))
    hosts = {
        "plain": "127.0.0.1",
        "name": "localhost",
        "decimal": str(loopback),
        "hexadecimal": hex(loopback),
        "octal": "0177.0.0.1",
        "short": "127.1",
        "zero": "0.0.0.0",
        "IPv6": "[::1]",
        "IPv4-mapped": "[::ffff:127.0.0.1]",
        "IPv4-mapped in hex": "[::ffff:7f00:1]",
        "NAT64": "[64:ff9b::7f00:1]",
        "6to4": "[2002:7f00:1::]",
        "metadata": "169.254.169.254",
    }
    return {name: f"http://{host}:{port}/secret.mp4" for name, host in hosts.items()}


def doors(site):
    """Give what leads inside although it is asked for outside."""
    site.put("/trap/source", f'<html><title>x</title><video><source src="{site.canary("/a.mp4")}"></video></html>')
    site.put("/trap/playlist-of-lists.m3u8", f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{site.canary('/b.m3u8')}\n")
    return {
        "redirect": site.at("/trap/moved.mp4"),
        "meta refresh": site.at("/trap/refresh"),
        "embedded player": site.at("/trap/player"),
        "embedded source": site.at("/trap/source"),
        "frame": site.at("/trap/frame"),
        "playlist": site.at("/trap/playlist-of-lists.m3u8"),
        "segment": site.at("/trap/playlist.m3u8"),
        "name that leads inside": f"http://inside.example:{site.canary_port}/secret.mp4",
        "name that changes its answer": f"http://changing.example:{site.canary_port}/secret.mp4",
        "peertube": "peertube:127.0.0.1:9c9de5e8-0a1e-484a-b099-e80766180a6d",
        "peertube by address": f"http://127.0.0.1:{site.canary_port}/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d",
    }


TRICKS = [
    *spellings(0),
    "redirect",
    "meta refresh",
    "embedded player",
    "embedded source",
    "frame",
    "playlist",
    "segment",
]
TRICKS += ["name that leads inside", "name that changes its answer", "peertube", "peertube by address"]


@pytest.fixture(scope="module")
def outcome(clip):
    """Try every trick; give what was said of each, and what the canary heard."""
    with running_site(clip) as site:
        tricks = spellings(site.canary_port) | doors(site)
        request = {
            "addresses": list(tricks.values()),
            "allow_hosts": [site.host],
            "names": {"inside.example": ["127.0.0.1"] * 9, "changing.example": ["127.0.0.1", "127.0.0.1"] * 4},
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.tricked_child"],
            input=json.dumps(request),
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "YTDLP_NO_PLUGINS": "1", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"address"')]
        assert len(said) == len(tricks), done.stderr[-2000:]
        return dict(zip(tricks, said, strict=True)), tuple(site.canary_hits)


@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_leads_inside(outcome, trick):
    said, canary_hits = outcome

    assert canary_hits == ()
    assert said[trick].get("code") in {"source-refused", "nothing-found"}, said[trick]


def test_every_trick_that_reached_for_a_connection_was_refused_as_private(outcome):
    said, _ = outcome

    reasons = {trick: said[trick].get("reason") for trick in TRICKS}
    assert set(reasons.values()) == {"private-address"}, reasons


@pytest.mark.parametrize("spelling", spellings(80))
def test_addresses_that_spell_an_inside_host_are_refused_before_anything_is_asked(spelling):
    with pytest.raises(SourceRefusedError):
        recognise(spellings(80)[spelling])


def test_what_is_refused_is_decided_by_the_address_that_is_connected_to():
    assert not is_allowed("127.0.0.1", 80, frozenset())
    assert is_allowed(PUBLIC, 80, frozenset())
