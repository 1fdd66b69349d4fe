"""Alembic's entry: runs the migrations on the connection that store.database hands over."""

from alembic import context

from store.schema.base import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
