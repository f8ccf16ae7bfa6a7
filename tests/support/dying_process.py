"""A process that dies at a statement, played inside the test: from there on not even what tidies up is carried out."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from archive.bootstrap import Services


class DiedError(Exception):
    """Nothing of the process reaches the database any more."""


@contextmanager
def dying_at(services: Services, statement: str) -> Iterator[None]:
    """Die as a statement that begins so is about to be carried out; fail when none is."""
    is_dead = False

    def die(_connection: object, _cursor: object, said: str, *_rest: object) -> None:
        nonlocal is_dead
        is_dead = is_dead or said.startswith(statement)
        if is_dead:
            raise DiedError

    event.listen(services.database.engine, "before_cursor_execute", die)
    try:
        with pytest.raises(DiedError):
            yield
    finally:
        event.remove(services.database.engine, "before_cursor_execute", die)
