"""Runs the migrations on the connection that `store.migrating` hands over."""

from alembic import context

from orderdesk_gui.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
