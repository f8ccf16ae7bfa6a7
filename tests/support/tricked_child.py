"""The guarded child, tried with many addresses in one process; says of each which error it ended with, as JSON lines.

Asked on stdin for `{"addresses": [...], "allow_hosts": [...], "names": {"public.example": ["1.1.1.1", "127.0.0.1"]}}`:
each look-up of such a name gets the next of its addresses, as a name service does that wants to trick us.
"""

import json
import socket
import sys
import tempfile
from pathlib import Path

from ingest.errors import IngestError
from ingest.netguard import install
from ingest.ytdlp_child import Fetcher
from ingest.ytdlp_errors import error_of

_honest = socket.getaddrinfo


def main() -> None:
    """Try them all."""
    request = json.load(sys.stdin)
    answers = {name: iter(addresses) for name, addresses in request["names"].items()}

    def tricked(host, *arguments, **more):
        return _honest(next(answers[host]) if host in answers else host, *arguments, **more)

    socket.getaddrinfo = tricked
    refusals = install(frozenset(request["allow_hosts"]))
    for address in request["addresses"]:
        refusals.addresses.clear()
        fetcher = Fetcher({"max_bytes": 1_000_000, "socket_timeout_seconds": 3.0}, refusals)
        try:
            entries = fetcher.list_entries(address)
            for entry in entries:
                with tempfile.TemporaryDirectory() as folder:
                    fetcher.download(entry, Path(folder))
            said = {"entries": [entry.address for entry in entries]}
        except Exception as exc:  # noqa: BLE001  yt-dlp raises whatever it likes
            error = error_of(exc, address=address, limit_bytes=1_000_000, refusals=refusals)
            said = {"code": error.code, **(error.details() if isinstance(error, IngestError) else {})}
        sys.stdout.write(json.dumps({"address": address, **said}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
