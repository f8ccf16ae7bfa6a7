"""Lanes: a few threads of their own for what many may ask for at the same time, so that pages need not wait beside it.

The shared threads would begin forty of such things at once; a page made meanwhile gets a fortieth of the processor.
"""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

Outcome = TypeVar("Outcome")


class Lane:
    """Room for so many at once; who comes later waits for one of them to end, without holding a thread."""

    def __init__(self, name: str, *, at_once: int) -> None:
        self._at_once = at_once
        self._limiters: RunVar[CapacityLimiter] = RunVar(name)  # a limiter belongs to one event loop

    async def run(self, work: Callable[[], Outcome]) -> Outcome:
        """Do blocking work in a thread when its turn comes, and give its outcome."""
        return await to_thread.run_sync(work, limiter=self._limiter())

    def _limiter(self) -> CapacityLimiter:
        try:
            return self._limiters.get()
        except LookupError:
            limiter = CapacityLimiter(self._at_once)
            self._limiters.set(limiter)
            return limiter
