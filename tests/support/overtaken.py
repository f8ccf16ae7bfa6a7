"""A database in which somebody else is quicker by one transaction, for tests of what is decided too early."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.database import Database


class OvertakenDatabase:
    """Lets the others act after all has been read, before the first writing transaction begins."""

    def __init__(self, database: Database, others: Callable[[], object]) -> None:
        self._database = database
        self._others = [others]

    def reading(self) -> AbstractContextManager[Session]:
        """Give a session that reads."""
        return self._database.reading()

    @contextmanager
    def writing(self, *, by: int | str | None = None) -> Iterator[Session]:
        """Give a session that writes, once the others have."""
        while self._others:
            self._others.pop()()
        with self._database.writing(by=by) as session:
            yield session


def overtaken(services: Services, others: Callable[[], object]) -> Services:
    """Give the archive to somebody who is overtaken by others."""
    return replace(services, database=OvertakenDatabase(services.database, others))  # type: ignore[arg-type]  # as far as it is asked
