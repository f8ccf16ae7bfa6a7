"""Which addresses a guarded process may reach. The hook itself is proved in tests/integration/ingest."""

import socket
import subprocess
import sys

import pytest

from ingest.netguard import is_allowed, resolve


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.251",
     "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
     "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::1", "192.0.2.1", "198.18.0.1", "240.0.0.1"],
)  # fmt: skip
def test_what_is_not_public_may_not_be_reached(address):
    assert not is_allowed(address, 443, frozenset())


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_what_is_public_may_be_reached(address):
    assert is_allowed(address, 443, frozenset())


def test_an_allowed_host_is_allowed_under_its_port_only_when_one_is_given():
    assert is_allowed("127.0.0.1", 8800, resolve(frozenset({"localhost:8800"})))
    assert not is_allowed("127.0.0.1", 8801, resolve(frozenset({"localhost:8800"})))
    assert is_allowed("127.0.0.1", 8801, resolve(frozenset({"127.0.0.1"})))


def test_an_unknown_host_allows_nothing():
    assert resolve(frozenset({"no-such-host.invalid:80"})) == frozenset()


ATTEMPT = """
import os, socket, subprocess, sys
from pathlib import Path
from ingest.netguard import install
refusals = install(frozenset({"127.0.0.1:%d"}), programs=frozenset({Path("/bin/true")}))
try:
    %s
except OSError as error:
    print(type(error).__name__, refusals.addresses)
else:
    print("went through")
"""


REBOUND = (
    "socket.getaddrinfo = lambda *_a, **_k: [(2, 1, 6, '', ('10.0.0.7', 80))]; "
    "socket.create_connection(('public.example', 80), 2)"
)
"""A name that answered with a public address a moment ago."""


@pytest.mark.parametrize(
    ("action", "outcome"),
    [
        ("socket.create_connection(('127.0.0.1', PORT), 2)", "went through"),
        ("socket.create_connection(('127.0.0.1', 9), 2)", "EgressRefusedError ['127.0.0.1:9']"),
        ("socket.create_connection(('::ffff:127.0.0.1', 9), 2)", "EgressRefusedError ['::ffff:127.0.0.1:9']"),
        ("socket.socket().connect_ex(('127.0.0.1', 9))", "EgressRefusedError ['127.0.0.1:9']"),
        ("socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('10.0.0.1', 53))", "EgressRefusedError ['10.0.0.1:53']"),
        (REBOUND, "EgressRefusedError ['10.0.0.7:80']"),
        ("socket.socket(socket.AF_UNIX).connect('/run/x.sock')", "EgressRefusedError ['unix socket']"),
        ("subprocess.run(['/bin/true'], check=True)", "went through"),
        ("subprocess.run(['/bin/sh', '-c', 'true'])", "ChildRefusedError []"),
        ("subprocess.run('true', shell=True)", "ChildRefusedError []"),
        ("os.system('true')", "ChildRefusedError []"),
        ("os.execv('/bin/sh', ['sh'])", "ChildRefusedError []"),
        ("os.posix_spawn('/bin/sh', ['sh'], {})", "ChildRefusedError []"),
    ],
)
def test_the_hook_sees_every_way_out(action, outcome):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        script = ATTEMPT % (port, action.replace("PORT", str(port)))

        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=20, check=False)

    assert done.stdout.strip() == outcome, done.stderr
