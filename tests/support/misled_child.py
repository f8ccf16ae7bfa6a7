"""The guarded child in a network whose name service leads public names inside, as `127.0.0.1.nip.io` does."""

import socket

from ingest.children import serve
from ingest.ytdlp_child import work

INSIDE = "127.0.0.1.nip.io"
_honest = socket.getaddrinfo


def _misled(host, *arguments, **more):
    return _honest("127.0.0.1" if host == INSIDE else host, *arguments, **more)


if __name__ == "__main__":
    socket.getaddrinfo = _misled
    serve(work)
