"""The register as it was known at one of its entries, years on: later rows are not there to see.

A reader's own temporary views stand in front of the tables, with the rows that were there when the
entry was recorded; so every question that can be asked of the register can be asked of it then.
What is kept to read quickly (projections) is as if it had never been made. They go with the
reader's transaction.
"""

import json
from collections.abc import Iterator

from sqlmodel import Session

from movements.sealed_rows import KIND

_NUMBERED = {
    "place_version": "number",
    "pupil_identifier": "number",
    "term_date": "number",
}
"""Tables whose rows an entry seals, with the column that counts them."""


def see_as_at(session: Session, entry: int) -> None:
    """Let a reader's session see the register as it was known at an entry, and nothing later.

    For a session that only reads and is closed afterwards. What was redacted since is gone here
    too, and what came by other means than the register's own doors is not told apart by time.
    """
    driver = session.connection().connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA query_only=OFF")
    for view in _views(session, entry):
        driver.execute(view)
    driver.execute("PRAGMA query_only=ON")


def _views(session: Session, entry: int) -> Iterator[str]:
    """The views, those that need the entries themselves first."""
    for table, upto in _sealed_upto(session, entry).items():
        yield _view(table, f"{_NUMBERED[table]} <= {upto}")
    yield _view("school_day", f"submission <= {entry:d}")
    yield _view("projection", "0")
    yield _view("entry", f"number <= {entry:d}")


def _view(table: str, where: str) -> str:
    return f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {where}"


def _sealed_upto(session: Session, entry: int) -> dict[str, int]:
    """By table, the number of the last row that an entry had sealed by then."""
    query = f"SELECT details FROM main.entry WHERE kind = '{KIND}' AND number <= {entry:d}"
    upto = dict.fromkeys(_NUMBERED, 0)
    for (details,) in session.connection().exec_driver_sql(query):
        told = json.loads(details)
        for table in upto:
            upto[table] = max(upto[table], int(told.get(table, {}).get("upto", 0)))
    return upto
