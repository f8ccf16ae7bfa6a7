"""What every table of the catalogue shares: the declarative base, UTC times, constraint names."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

# Alembic must be able to name a constraint to drop it, on SQLite as on PostgreSQL.
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


OWNED = "all, delete-orphan"
"""Cascade of what a row owns."""


class Base(DeclarativeBase):
    """Base of all mapped classes."""

    metadata = MetaData(naming_convention=NAMES)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware UTC time. SQLite forgets time zones, so they are taken off on the way in and put back on the way out.

    Raises:
        ValueError: when a naive time is to be stored.
    """

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002  SQLAlchemy's signature
        """Turn an aware time into naive UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a naive time was to be stored: {value!r}"
            raise ValueError(message)
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Give the stored time its zone back."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


def stored(kind: type[StrEnum]) -> Enum:
    """Give the column type of an enumeration: its values as text with a check, the same on both databases."""
    return Enum(
        kind, native_enum=False, length=16, values_callable=lambda members: [member.value for member in members]
    )
