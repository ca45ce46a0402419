"""Bringing a database up to date, and making sure that the fence stands."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from apregister.audit import look_fence_missing, prepare_looks
from apregister.db import Engines, open_engines, reading_tables, writing
from apregister.keeping import make_secret
from movements.append_only import fence_missing

MIGRATIONS = Path(__file__).parent / "migrations"


class FenceBroken(Exception):
    """Raised when a trigger that keeps entries or looks from being changed is not there."""


def migrate(url: str) -> None:
    """Create the database or bring it to the latest revision; its looks file too.

    Raises FenceBroken, naming the triggers, when one is missing afterwards.
    """
    engines = open_engines(url)
    try:
        upgrade(engines)
    finally:
        engines.dispose()


def upgrade(engines: Engines) -> None:
    """`migrate` for engines that are open already."""
    with engines.register.connect() as connection, connection.begin():
        command.upgrade(alembic_config(connection), "head")
    prepare_looks(engines.looks)
    with writing(engines.register) as session:
        make_secret(session)
    assert_fence(engines)


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings, which need no ini file: where the migrations lie, and a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def is_up_to_date(engine: Engine) -> bool:
    """Whether the database is at the latest revision."""
    with reading_tables(engine) as connection:
        held = MigrationContext.configure(connection).get_current_revision()
        script = ScriptDirectory.from_config(alembic_config(connection))
    return held == script.get_current_head()


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
