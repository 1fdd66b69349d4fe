"""Alembic's entry: runs the migrations on the connection that store.database hands over."""

from alembic import context

# All tables are in one MetaData, once each of the files that define them has been imported.
from store import reader_schema, thread_schema  # noqa: F401
from store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
