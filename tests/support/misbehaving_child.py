"""A child process that behaves as badly as the request says; tests run it as a module."""

import os
import signal
import sys
import time
from pathlib import Path

from ingest.children import emit, serve
from ingest.errors import TooLargeError


def work(request):
    sys.stdout.write('a library prints something of its own\n["not", "an", "event"]\n')
    emit("step", number=1)
    match request["how"]:
        case "answer":
            return {
                "cwd": str(Path.cwd()),
                "path": sys.path[:2],
                "proxy": os.environ.get("HTTP_PROXY"),
                "you said": request,
            }
        case "our error":
            raise TooLargeError(7)
        case "unknown error":
            emit("error", code="made-up", details={})
            sys.exit(1)
        case "crash":
            message = "boom"
            raise ValueError(message)
        case "silence":
            sys.exit(0)
        case "sleep":
            time.sleep(60)
        case "write":
            Path("big").write_bytes(b"x" * 2_000_000)
        case how:
            break_down(how)
    return {}


def break_down(how):
    """Do what no program does by a decision of its own."""
    match how:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "eat memory":
            bytearray(64 << 30)
        case "babble":
            while True:
                sys.stdout.write("a line of its own\n" * 5000)
        case "flood":
            while True:
                sys.stdout.write("a line without end " * 5000)


if __name__ == "__main__":
    serve(work)
