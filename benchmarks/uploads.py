"""Twenty uploads at once to a real server, each checked by its sha-256, and how long pages take meanwhile.

scripts/bench uploads            scripts/bench uploads --megabytes 200
"""

import argparse
import hashlib
import tempfile
import threading
from functools import partial
from pathlib import Path

import httpx2

from archive.bootstrap import Services
from archive.catalogue.people import Account, Role, SignInSession
from archive.identity import sessions
from benchmarks.library import library
from benchmarks.measuring import percentile, seconds
from benchmarks.pages import serving

AT_ONCE, PIECE_BYTES = 20, 8 << 20
RECORDINGS = 20
TOKEN = "benchmark"
PAGES = {"home": "/de/", "search": "/de/search?q=Starthilfe", "watch": "/de/watch/bench-7", "desk": "/de/desk"}


def main() -> None:
    """Measure and print the figures; end with an error when an upload arrived changed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=40)
    size_bytes = parser.parse_args().megabytes * 1_000_000
    with tempfile.TemporaryDirectory() as folder, library(Path(folder), recordings=RECORDINGS) as services:
        sign_in(services)
        with serving(Path(folder)) as client:
            address = str(client.base_url)
            client.cookies.set(sessions.cookie_name(address), TOKEN)
            calm = times_of_pages(client, rounds=10)
            senders = [Sender(address, dict(client.cookies), number, size_bytes) for number in range(AT_ONCE)]
            busy: dict[str, list[float]] = {name: [] for name in PAGES}
            sending = seconds(lambda: measure_while(senders, client, busy))
        wrong = [sender for sender in senders if sender.digest_at(Path(folder)) != sender.digest]
    total = AT_ONCE * size_bytes
    print(f"uploads: {AT_ONCE} at once of {size_bytes / 1e6:.0f} MB in pieces of {PIECE_BYTES >> 20} MiB")
    print(f"  all arrived in {sending:.1f} s, {total / 1e6 / sending:.0f} MB/s; sha-256 equal: {AT_ONCE - len(wrong)}")
    print("  pages meanwhile, milliseconds (while nothing is sent)")
    for name, times in busy.items():
        print(f"  {name:8} p50 {percentile(times, 0.5):6.1f}  p95 {percentile(times, 0.95):6.1f}  "
              f"max {max(times):6.1f}  n {len(times):4}  (p50 {percentile(calm[name], 0.5):.1f})")  # fmt: skip
    if wrong:
        raise SystemExit(1)


class Sender(threading.Thread):
    """Sends one file of its own, piece by piece, as the browser does."""

    def __init__(self, address: str, cookies: dict[str, str], number: int, size_bytes: int) -> None:
        super().__init__(daemon=True)
        self._client = httpx2.Client(base_url=address, cookies=cookies, timeout=120)
        self._block = hashlib.sha256(str(number).encode()).digest() * (PIECE_BYTES // 32)
        self._size_bytes = size_bytes
        self.upload_id = ""
        self.digest = ""

    def run(self) -> None:
        """Create, send, hash."""
        headers = {"Tus-Resumable": "1.0.0"}
        created = self._client.post("/desk/uploads", headers={**headers, "Upload-Length": str(self._size_bytes)})
        place, digest, offset = created.raise_for_status().headers["Location"], hashlib.sha256(), 0
        self.upload_id = place.rpartition("/")[2]
        while offset < self._size_bytes:
            piece = self._block[: self._size_bytes - offset]
            sent = {**headers, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
            answer = self._client.patch(place, content=piece, headers=sent).raise_for_status()
            digest.update(piece)
            offset = int(answer.headers["Upload-Offset"])
        self.digest = digest.hexdigest()

    def digest_at(self, data: Path) -> str:
        """Hash what lies on the server's disk."""
        with (data / "uploads" / self.upload_id / "data").open("rb") as file:
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


def measure_while(senders: list[Sender], client: httpx2.Client, times: dict[str, list[float]]) -> None:
    """Send all, and ask for pages until the last byte has arrived."""
    for sender in senders:
        sender.start()
    while any(sender.is_alive() for sender in senders):
        for name, more in times_of_pages(client, rounds=1).items():
            times[name] += more
    for sender in senders:
        sender.join()


if __name__ == "__main__":
    main()
