"""Alembic's entry: runs migrations on the connection that `Database.migrate` hands over."""

from importlib import import_module
from pkgutil import iter_modules

from alembic import context

from archive import catalogue
from archive.catalogue.base import Base

for module in iter_modules(catalogue.__path__):
    import_module(f"{catalogue.__name__}.{module.name}")  # each may map tables; none can be forgotten here

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
