"""Alembic's entry: runs the revisions on the connection that `elearn.migrating` hands over."""

from alembic import context

from elearn.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most things in place: the table is copied.
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
