"""Whether the fence stands and the database is of this version: asked by every command."""

from sqlalchemy import Connection, Engine, inspect, text

from apregister.audit import look_fence_missing
from apregister.db import Engines, reading_tables
from movements.append_only import fence_missing

REVISION = "0014"
"""The latest revision among the migrations."""


class FenceBroken(Exception):
    """Raised when a trigger that keeps entries or looks from being changed is not there."""


def is_up_to_date(engine: Engine) -> bool:
    """Whether the database is at the latest revision."""
    with reading_tables(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        held = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return held == REVISION


def triggers_of(connection: Connection) -> list[tuple[str, str]]:
    """The triggers that a database holds: name and statement."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return [(row.name, row.sql) for row in rows]


def assert_fence(engines: Engines) -> None:
    """Raise FenceBroken unless every trigger of both files is there, as it was written."""
    with reading_tables(engines.register) as connection:
        missing = fence_missing(triggers_of(connection))
    with reading_tables(engines.looks) as connection:
        missing += look_fence_missing(connection)
    if missing:
        raise FenceBroken(
            f"The fence is broken: {', '.join(missing)} missing or altered. Somebody changed "
            "this database by other means; restore it from a copy you trust and run `verify`."
        )
