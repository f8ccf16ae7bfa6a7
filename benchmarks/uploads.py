"""Twenty uploads at once to a real server, each checked by its sha-256, and how long pages take meanwhile.

scripts/bench uploads                            each over a line of 50 Mbit/s, all together a gigabit
scripts/bench uploads --mbit=0 --megabytes=200   as fast as the machine can, which sends and serves at once

Who sends is another process, so that what is measured is the server and not this program's own threads; it hashes
when nothing is measured any more, since twenty senders have processors of their own elsewhere.
"""

import argparse
import hashlib
import multiprocessing
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import partial
from multiprocessing.pool import AsyncResult
from pathlib import Path

import httpx2

from archive.bootstrap import Services
from archive.catalogue.people import Account, Role, SignInSession
from archive.identity import sessions
from benchmarks.library import library
from benchmarks.measuring import percentile, seconds
from benchmarks.pages import serving

AT_ONCE, PIECE_BYTES, SLICE_BYTES = 20, 8 << 20, 64 << 10
RECORDINGS = 20
TOKEN = "benchmark"
PAGES = {"home": "/de/", "search": "/de/search?q=Starthilfe", "watch": "/de/watch/bench-7", "desk": "/de/desk"}


def main() -> None:
    """Measure and print the figures; end with an error when an upload arrived changed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=40)
    parser.add_argument("--mbit", type=float, default=50)
    asked = parser.parse_args()
    size_bytes = asked.megabytes * 1_000_000
    with tempfile.TemporaryDirectory() as folder, library(Path(folder), recordings=RECORDINGS) as services:
        sign_in(services)
        with serving(Path(folder)) as client:
            address = str(client.base_url)
            client.cookies.set(sessions.cookie_name(address), TOKEN)
            calm = times_of_pages(client, rounds=10)
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                begun = time.perf_counter()
                sending = pool.apply_async(send_all, (address, dict(client.cookies), size_bytes, asked.mbit))
                busy = times_until(sending, client)
                sent, took = sending.get(), time.perf_counter() - begun
        equal = sum(
            digest_at(Path(folder), upload_id) == digest_of(number, size_bytes) for number, upload_id in enumerate(sent)
        )
    line = f"{asked.mbit:.0f} Mbit/s each" if asked.mbit else "as fast as it goes"
    print(f"uploads: {AT_ONCE} at once of {size_bytes / 1e6:.0f} MB in pieces of {PIECE_BYTES >> 20} MiB, {line}")
    print(f"  all arrived in {took:.1f} s, {AT_ONCE * size_bytes / 1e6 / took:.0f} MB/s; sha-256 equal: {equal}")
    print("  pages meanwhile, milliseconds (while nothing is sent)")
    for name, times in busy.items():
        print(f"  {name:8} p50 {percentile(times, 0.5):6.1f}  p95 {percentile(times, 0.95):6.1f}  "
              f"max {max(times):6.1f}  n {len(times):4}  (p50 {percentile(calm[name], 0.5):.1f})")  # fmt: skip
    if equal != AT_ONCE:
        raise SystemExit(1)


def send_all(address: str, cookies: dict[str, str], size_bytes: int, mbit: float) -> list[str]:
    """Send twenty files, and give the id of each."""
    senders = [Sender(address, cookies, number, size_bytes, mbit) for number in range(AT_ONCE)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    return [sender.upload_id for sender in senders]


class Sender(threading.Thread):
    """Sends one file of its own, piece by piece, as the browser does, over a line of its own."""

    def __init__(self, address: str, cookies: dict[str, str], number: int, size_bytes: int, mbit: float) -> None:
        super().__init__(daemon=True)
        self._client = httpx2.Client(base_url=address, cookies=cookies, timeout=120)
        self._block = block(number)
        self._size_bytes = size_bytes
        self._slice_seconds = SLICE_BYTES * 8 / (mbit * 1e6) if mbit else 0.0
        self.upload_id = ""

    def run(self) -> None:
        """Create, send."""
        headers = {"Tus-Resumable": "1.0.0"}
        created = self._client.post("/desk/uploads", headers={**headers, "Upload-Length": str(self._size_bytes)})
        place, offset = created.raise_for_status().headers["Location"], 0
        self.upload_id = place.rpartition("/")[2]
        while offset < self._size_bytes:
            piece = self._block[: self._size_bytes - offset]
            sent = {**headers, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream",
                    "Content-Length": str(len(piece))}  # fmt: skip
            answer = self._client.patch(place, content=self._over_the_line(piece), headers=sent).raise_for_status()
            offset = int(answer.headers["Upload-Offset"])

    def _over_the_line(self, piece: bytes) -> Iterator[bytes]:
        due = time.perf_counter()
        for start in range(0, len(piece), SLICE_BYTES):
            yield piece[start : start + SLICE_BYTES]
            due += self._slice_seconds
            time.sleep(max(0.0, due - time.perf_counter()))


def block(number: int) -> bytes:
    """Make what a file consists of, over and over."""
    return hashlib.sha256(str(number).encode()).digest() * (PIECE_BYTES // 32)


def digest_of(number: int, size_bytes: int) -> str:
    """Hash what was sent."""
    whole, rest = divmod(size_bytes, PIECE_BYTES)
    digest, piece = hashlib.sha256(), block(number)
    for _ in range(whole):
        digest.update(piece)
    digest.update(piece[:rest])
    return digest.hexdigest()


def digest_at(data: Path, upload_id: str) -> str:
    """Hash what lies on the server's disk."""
    with (data / "uploads" / upload_id / "data").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sign_in(services: Services) -> None:
    """Give an editor a session, without the cost of a password."""
    now = services.clock()
    with services.database.writing() as session:
        account = Account(name="bench", password_hash="-", role=Role.EDITOR, is_active=True, created_at=now)
        session.add(account)
        session.flush()
        token_hash = hashlib.sha256(TOKEN.encode()).hexdigest()
        session.add(SignInSession(token_hash=token_hash, account_id=account.id, created_at=now, seen_at=now))


def times_of_pages(client: httpx2.Client, *, rounds: int) -> dict[str, list[float]]:
    """Ask for each page so often, in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(rounds):
        for name, place in PAGES.items():
            times[name].append(seconds(partial(client.get, place)) * 1000)
    return times


def times_until(sending: AsyncResult[list[tuple[str, str]]], client: httpx2.Client) -> dict[str, list[float]]:
    """Ask for pages until the last byte has arrived."""
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    while not sending.ready():
        for name, more in times_of_pages(client, rounds=1).items():
            times[name] += more
    return times


if __name__ == "__main__":
    main()
