"""Alembic's entry: runs migrations on the connection that `Database.migrate` hands over."""

from alembic import context

from archive.catalogue import (
    asked,
    events,
    files,
    glossary,
    people,
    pictures,
    recordings,
    reports,
    revisions,
    succession,
    topics,
    watched,
    work,
)
from archive.catalogue.base import Base

MAPPED = (
    asked,
    events,
    files,
    glossary,
    people,
    pictures,
    recordings,
    reports,
    revisions,
    succession,
    topics,
    watched,
    work,
)

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
