"""Alembic's entry: runs the migrations on the connection that store.database hands over."""

from alembic import context

from store.reader_schema import readers  # which brings the tables of store.schema along

context.configure(
    connection=context.config.attributes["connection"], target_metadata=readers.metadata, render_as_batch=True
)
context.run_migrations()
