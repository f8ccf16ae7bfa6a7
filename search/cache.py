"""A bounded memory of what was read before: what was not asked for longest goes first."""

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

Value = TypeVar("Value")


class ByteCache(Generic[Value]):
    """Values by name, together never more than so many bytes. Threads may share it."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self.size_bytes = 0
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[Value, int]] = OrderedDict()

    def get(self, name: str) -> Value | None:
        """Give what is known under this name, or None."""
        with self._lock:
            known = self._known.get(name)
            if known is None:
                return None
            self._known.move_to_end(name)
            return known[0]

    def put(self, name: str, value: Value, size_bytes: int) -> None:
        """Keep a value, and forget others until there is room; what is larger than all the room is not kept."""
        with self._lock:
            if size_bytes > self.limit_bytes or name in self._known:
                return
            self._known[name] = value, size_bytes
            self.size_bytes += size_bytes
            while self.size_bytes > self.limit_bytes:
                _, (_, forgotten) = self._known.popitem(last=False)
                self.size_bytes -= forgotten
