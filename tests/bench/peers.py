"""Bare engines on the same files: what they do is what anybody would write first, no more.

None of them checks anything, keeps the file or says who sent it.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Field, Session, SQLModel, create_engine

from movements import marks
from tests.bench.mark_files import PUPILS, school_marks

_COLUMNS = "columns={'upn': 'VARCHAR', 'date': 'VARCHAR', 'session': 'VARCHAR', 'mark': 'VARCHAR'}"
ADDED, MERGED = 20_000, 400
"""So many rows are sent by the mapper's two roads: the whole would take hours."""


def duckdb_insert(files: Sequence[Path], into: Path) -> None:
    """DuckDB: read_csv, INSERT, checkpoint."""
    import duckdb

    into.unlink(missing_ok=True)
    with duckdb.connect(into) as held:
        held.execute("CREATE TABLE m (upn VARCHAR, date VARCHAR, session VARCHAR, mark VARCHAR)")
        held.execute(f"INSERT INTO m SELECT * FROM {_read_csv(files)}")
        held.execute("CHECKPOINT")


def duckdb_parse(files: Sequence[Path]) -> None:
    """DuckDB: every cell read and counted."""
    import duckdb

    with duckdb.connect() as held:
        counts = "count(upn), count(date), count(session), count(mark)"
        held.execute(f"SELECT {counts} FROM {_read_csv(files)}").fetchall()


def _read_csv(files: Sequence[Path]) -> str:
    return f"read_csv({[str(file) for file in files]}, header=true, {_COLUMNS})"


def pyarrow_parse(files: Sequence[Path]) -> None:
    """pyarrow: each file to a table of texts."""
    import pyarrow as pa
    from pyarrow import csv

    names = ("upn", "date", "session", "mark")
    texts = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    for file in files:
        csv.read_csv(file, convert_options=texts)


def polars_parse(files: Sequence[Path]) -> None:
    """polars: each file to a frame of texts."""
    import polars as pl

    for file in files:
        pl.read_csv(file, infer_schema=False)


class Mark(SQLModel, table=True):
    """A row for each mark, as a mapper has it."""

    upn: str = Field(primary_key=True)
    date: str = Field(primary_key=True)
    session: str = Field(primary_key=True)
    mark: str


def mapper_rows(file: Path, many: int) -> list[Mark]:
    """So many rows of a file as objects, not timed."""
    lines = file.read_text(encoding="utf-8").splitlines()[1 : many + 1]
    return [Mark(**dict(zip(Mark.model_fields, line.split(","), strict=True))) for line in lines]


def mapper_added(rows: list[Mark], into: Path) -> None:
    """SQLModel: add_all and commit."""
    with _mapper(into) as session:
        session.add_all(rows)
        session.commit()


def mapper_merged(rows: list[Mark], into: Path) -> None:
    """SQLModel: merge each and commit: the way to send the same again."""
    with _mapper(into) as session:
        for row in rows:
            session.merge(row)
        session.commit()


def _mapper(into: Path) -> Session:
    into.unlink(missing_ok=True)
    engine = create_engine(f"sqlite:///{into}")
    SQLModel.metadata.create_all(engine, [Mark.__table__])  # type: ignore[attr-defined]
    return Session(engine)


class Rows:
    """SQLite with a row for each mark, by pupil and session: written to by upserts."""

    def __init__(self, into: Path, schools: int, days: int, *, history: bool = False) -> None:
        for old in into.parent.glob(f"{into.name}*"):
            old.unlink()
        self.held = sqlite3.connect(into, isolation_level=None)
        self.held.execute("PRAGMA journal_mode=WAL")
        self.held.execute("PRAGMA synchronous=FULL")
        self.held.execute(
            "CREATE TABLE m (pupil INTEGER, half INTEGER, code INTEGER, "
            "PRIMARY KEY (pupil, half)) WITHOUT ROWID"
        )
        for school in range(schools):
            self.send(self.rows(school, school_marks(school, days)))
        if history:
            self.held.execute("CREATE TABLE was (pupil, half, code, at DEFAULT CURRENT_TIMESTAMP)")
            self.held.execute(
                "CREATE TRIGGER keep AFTER UPDATE ON m WHEN OLD.code IS NOT NEW.code BEGIN "
                "INSERT INTO was (pupil, half, code) VALUES (OLD.pupil, OLD.half, OLD.code); END"
            )

    def rows(self, school: int, codes: "object", first: int = 0) -> list[tuple[int, int, int]]:
        """The rows of a school's marks, not timed."""
        return [
            (school * PUPILS + pupil, 2 * (first + on) + half, marks.BYTE_OF[code])
            for pupil, days in enumerate(codes.tolist())  # type: ignore[attr-defined]
            for on, pair in enumerate(days)
            for half, code in enumerate(pair)
        ]

    def send(self, rows: Sequence[tuple[int, int, int]]) -> None:
        """One durable transaction of upserts."""
        self.held.execute("BEGIN IMMEDIATE")
        self.held.executemany(
            "INSERT INTO m VALUES (?, ?, ?) "
            "ON CONFLICT (pupil, half) DO UPDATE SET code = excluded.code",
            rows,
        )
        self.held.execute("COMMIT")
