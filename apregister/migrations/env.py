"""How Alembic runs a migration here: on the connection it is handed, inside its transaction."""

from alembic import context

from apregister.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    # SQLite's own transactions hold definitions of tables too; the caller's is the one that ends.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
