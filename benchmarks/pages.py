"""How long pages take with 50 recordings of an hour and one of two hours; beside them the empty `/healthz`.

First one request after the other, server and loopback together; then eight readers at the same time, each of whom opens
a page a second: pages that somebody opened before, and pages that nobody has opened since anything changed (each with
an address of its own). Target: nobody waits longer than 20 ms in 19 of 20 cases (p95) on an idle machine.

scripts/bench pages [--quick]
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2

from archive.settings import Settings
from benchmarks.library import library, settings_for
from benchmarks.measuring import percentile, seconds

RECORDINGS = 50
REQUESTS = 12 if "--quick" in sys.argv else 60
READERS, SECONDS_A_PAGE = 8, 1.0
PAGES = {
    "healthz": "/healthz",
    "home": "/de/",
    "countries": "/de/countries",
    "country": "/de/countries/ge",
    "topics": "/de/topics",
    "events": "/de/events",
    "event": "/de/events/bench-7",
    "watch (800 lines)": "/de/watch/bench-7",
    "watch, 2 h": "/de/watch/two-hours",
    "watch, 2 h, two languages": "/de/watch/two-hours?beside=en",
    "search, rare word": "/de/search?q=Krankenversicherung",
    "search, two words": "/de/search?q=Starthilfe+R%C3%BCckkehrberatung",
    "search, filtered": "/de/search?q=Starthilfe&country=GE",
}


def main() -> None:
    """Measure and print one line for each page."""
    with (
        tempfile.TemporaryDirectory() as folder,
        library(Path(folder), recordings=RECORDINGS),
        serving(Path(folder)) as client,
    ):
        _one_after_the_other(client)
        _together(client, "opened before")
        _together(client, "not opened before", is_first=True)


def _one_after_the_other(client: httpx2.Client) -> None:
    floor = 0.0
    print(f"pages: milliseconds over {REQUESTS} requests one after the other, {RECORDINGS} recordings")
    for name, address in PAGES.items():
        kilobytes = len(client.get(address).raise_for_status().content) / 1000
        times = [seconds(lambda address=address: client.get(address)) * 1000 for _ in range(REQUESTS)]
        floor = floor or percentile(times, 0.5)
        print(f"  {name:26} p50 {percentile(times, 0.5):6.1f}  p95 {percentile(times, 0.95):6.1f}  "
              f"{percentile(times, 0.5) / floor:5.1f} x healthz  {kilobytes:6.1f} kB")  # fmt: skip


def _together(client: httpx2.Client, which: str, *, is_first: bool = False) -> None:
    with ThreadPoolExecutor(READERS) as readers:
        runs = list(readers.map(lambda reader: _read(client, reader, is_first=is_first), range(READERS)))
    taken: dict[str, list[float]] = defaultdict(list)
    for name, milliseconds in (one for run in runs for one in run):
        taken[name].append(milliseconds)
    print(
        f"pages: milliseconds for {READERS} readers at the same time, a page every {SECONDS_A_PAGE:.0f} s each, {which}"
    )
    for name, times in {**taken, "all": [one for own in taken.values() for one in own]}.items():
        print(f"  {name:26} p50 {percentile(times, 0.5):6.1f}  p95 {percentile(times, 0.95):6.1f}")


def _read(client: httpx2.Client, reader: int, *, is_first: bool) -> list[tuple[str, float]]:
    """Open all pages in turn, each reader beginning with another, at times of one's own."""
    order = list(PAGES.items())[1:]
    time.sleep(SECONDS_A_PAGE * reader / READERS)
    taken = []
    for number in range(max(len(order), REQUESTS // 2)):
        name, address = order[(number + reader) % len(order)]
        if is_first:
            address += f"{'&' if '?' in address else '?'}first={reader}-{number}"
        spent = seconds(lambda address=address: client.get(address).raise_for_status())  # type: ignore[misc]
        taken.append((name, spent * 1000))
        time.sleep(max(0.0, SECONDS_A_PAGE - spent))
    return taken


@contextmanager
def serving(data: Path) -> Iterator[httpx2.Client]:
    """Serve the archive by the real web command."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings: Settings = settings_for(data, PORT=str(port), PUBLIC_URL=f"http://127.0.0.1:{port}")
    web = subprocess.Popen(
        [sys.executable, "-m", "archive.cli", "web"],
        env={**os.environ, **settings.as_environ()},
        stderr=subprocess.DEVNULL,
    )
    try:
        with httpx2.Client(base_url=settings.public_url, timeout=30) as client:
            for _ in range(200):
                try:
                    client.get("/healthz").raise_for_status()
                    break
                except httpx2.HTTPError:
                    time.sleep(0.1)
            yield client
    finally:
        web.terminate()
        web.wait(20)


if __name__ == "__main__":
    main()
