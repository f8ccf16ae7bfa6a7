"""Lanes: so many at once, the rest in a queue, and the shared threads stay free."""

import threading
from functools import partial

import anyio
from anyio import to_thread

from archive.web.lanes import Lane

AT_ONCE, ASKED = 2, 6


def test_so_many_run_at_once_and_all_have_their_turn() -> None:
    lane = Lane("lane of a test", at_once=AT_ONCE)
    running: list[int] = []
    seen: list[int] = []
    outcomes: list[int] = []
    first_two = threading.Barrier(AT_ONCE, timeout=20)
    is_open = threading.Event()

    def work(number: int) -> int:
        running.append(number)
        seen.append(len(running))
        if number < AT_ONCE:
            first_two.wait()
            is_open.wait(20)
        running.remove(number)
        return number

    async def ask(number: int) -> None:
        outcomes.append(await lane.run(partial(work, number)))

    async def all_of_them() -> None:
        async with anyio.create_task_group() as tasks:
            for number in range(ASKED):
                tasks.start_soon(ask, number)
            # the lane is full: work of others goes past it, and nobody else of its own has begun
            await to_thread.run_sync(lambda: None)
            assert len(seen) <= AT_ONCE
            is_open.set()

    anyio.run(all_of_them)

    assert max(seen) == AT_ONCE
    assert sorted(outcomes) == list(range(ASKED))


def test_a_lane_serves_one_loop_after_another() -> None:
    lane = Lane("lane of two loops", at_once=1)
    for _ in range(2):
        assert anyio.run(lane.run, lambda: "done") == "done"
