"""A child of ours that crashes when it is asked in a folder for the first time; then it has nothing to say."""

import os
import signal
from pathlib import Path

from ingest.children import serve


def work(_request):
    mark = Path("crashed-before")
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGSEGV)
    return {"version": "0"}


if __name__ == "__main__":
    serve(work)
