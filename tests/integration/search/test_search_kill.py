"""kill -9 at every step of a change: what answered before answers after, and the next writer finds a free lock."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from search.index import SearchIndex
from tests.support import dying_writer
from tests.support.search_library import Library, recording

OLD = (recording(1, "Rückkehr nach Tiflis"), recording(2, "Rückkehr alt"))


def killed_writer(folder, change, step):
    """Run the writer in a child that dies at this step; give True when it was killed."""
    child = os.fork()
    if child == 0:
        try:
            dying_writer.main(str(folder), change, step)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize("change", ["replace", "rebuild"])
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_writer_killed_at_any_step_leaves_the_old_or_the_new_generation(tmp_path, change, capfd):
    step = killed = old = new = 0
    while True:
        step += 1
        folder = tmp_path / str(step)
        library = Library(folder, *OLD)
        if not killed_writer(folder, change, step):
            break
        killed += 1
        library.documents[3] = recording(3, "Rückkehr dazu")

        survivors = SearchIndex.open(folder, wait_seconds=0)
        found = library.found("rückkehr")

        assert survivors.problem() is None
        assert (found, library.found("alt"), library.found("neu")) in (([1, 2], [2], []), ([1, 2, 3], [], [2]))
        old, new = (old + 1, new) if found == [1, 2] else (old, new + 1)
        survivors.replace([recording(4, "Rückkehr danach")])  # the lock is free
        assert len(list(folder.glob("generation-*"))) == 2  # and what was left is swept up
        library.documents[4] = recording(4, "Rückkehr danach")
        assert library.found("rückkehr") == [*found, 4]

    assert killed > 20
    assert old > new > 0


def test_the_dying_writer_lives_when_nothing_kills_it(tmp_path):
    Library(tmp_path / "index", *OLD)
    root = Path(dying_writer.__file__).parents[2]

    done = subprocess.run(
        [sys.executable, dying_writer.__file__, str(tmp_path / "index"), "replace", "-1"],
        cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, check=True, text=True, timeout=60,
    )  # fmt: skip

    assert int(done.stdout) > 20
