"""A writer of the index that is killed at its n-th step on the disk, as a program for tests.

    python dying_writer.py INDEX replace|rebuild STEP

Steps are what Python's audit hooks tell of: files opened for writing, links, renames, removals, folders made. At the
step it sends itself SIGKILL. It prints the number of steps when it lived to the end.
"""

import os
import signal
import sys
from pathlib import Path

from search.index import SearchIndex
from tests.support.search_library import recording

STEPS = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}


def main(folder: str, change: str, last_step: int) -> None:
    """Change the index, and die on the way."""
    index = SearchIndex.open(Path(folder), wait_seconds=2)
    index.problem()
    taken = 0

    def die_in_time(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal taken
        is_write = event == "open" and bool(int(str(arguments[2] or 0)) & (os.O_WRONLY | os.O_RDWR))
        if event in STEPS or is_write:
            taken += 1
            if taken == last_step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(die_in_time)
    documents = [recording(1, "Rückkehr nach Tiflis"), recording(2, "Rückkehr neu"), recording(3, "Rückkehr dazu")]
    if change == "replace":
        index.replace(documents[1:])
    else:
        index.rebuild(documents)
    sys.stdout.write(str(taken))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
