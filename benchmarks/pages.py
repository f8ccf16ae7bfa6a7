"""How long pages take, server and loopback together, with 50 recordings of an hour; beside them the empty `/healthz`.

scripts/bench pages
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from archive.settings import Settings
from benchmarks.library import library, settings_for
from benchmarks.measuring import percentile, seconds

RECORDINGS, REQUESTS = 50, 60
PAGES = {
    "healthz": "/healthz",
    "home": "/de/",
    "countries": "/de/countries",
    "events": "/de/events",
    "watch (800 lines)": "/de/watch/bench-7",
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
        floor = 0.0
        print(f"pages: milliseconds over {REQUESTS} requests one after the other, {RECORDINGS} recordings")
        for name, address in PAGES.items():
            kilobytes = len(client.get(address).raise_for_status().content) / 1000
            times = [seconds(lambda address=address: client.get(address)) * 1000 for _ in range(REQUESTS)]
            floor = floor or percentile(times, 0.5)
            print(f"  {name:20} p50 {percentile(times, 0.5):6.1f}  p95 {percentile(times, 0.95):6.1f}  "
                  f"{percentile(times, 0.5) / floor:5.1f} x healthz  {kilobytes:6.1f} kB")  # fmt: skip


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
