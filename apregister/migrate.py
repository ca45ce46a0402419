"""Bringing a database up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlmodel import Session

from apregister.audit import prepare_looks
from apregister.db import Engines, open_engines, writing
from apregister.fence import REVISION, assert_fence
from apregister.keeping import make_secret
from apregister.tables import LOOKS
from movements.sealed_rows import seal_what_never_was

MIGRATIONS = Path(__file__).parent / "migrations"


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
        before = MigrationContext.configure(connection).get_current_revision()
        command.upgrade(alembic_config(connection), "head")
        if before not in (None, REVISION):
            _seal_earlier_rows(connection)
    prepare_looks(engines.looks, LOOKS)
    with writing(engines.register) as session:
        make_secret(session)
    assert_fence(engines)


def _seal_earlier_rows(connection: Connection) -> None:
    """Put under seal what an earlier version sealed not, in the upgrade's own transaction."""
    with Session(connection) as session:
        seal_what_never_was(session)


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings, which need no ini file: where the migrations lie, and a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
