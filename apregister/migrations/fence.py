"""The triggers of the fence, for migrations: a batch that rebuilds a table loses them silently."""

from alembic import op

from movements.append_only import TRIGGERS


def raise_fence(table: str) -> None:
    """Write the triggers of a table; after any batch_alter_table that rebuilds it, again."""
    for statement in _of(table).values():
        op.execute(statement)


def lower_fence(table: str) -> None:
    """Take the triggers of a table away, where a migration must; raise it in the same one."""
    for name in _of(table):
        op.execute(f"DROP TRIGGER IF EXISTS {name}")


def _of(table: str) -> dict[str, str]:
    beginning = f"fence_{table}_"
    return {name: sql for name, sql in TRIGGERS.items() if name.startswith(beginning)}
