"""The table of entries and the head of its tree: as stored, nothing more."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import CheckConstraint, Index, LargeBinary, Select, Table, select
from sqlmodel import Field, Session, SQLModel

HEADER = (
    *("number", "pupil_id", "place_id", "case_id", "submission_id", "kind", "on", "session"),
    *("recorded_at", "recorded_by", "organisation", "authority", "source", "corrects", "reason"),
)
"""Columns hashed into an entry's leaf. None of them may hold a name, a UPN or free text."""


class Entry(NamedTuple):
    """One thing the register was told. `on` is the day it took effect; `recorded_at` when told.

    A row as read: nothing is recorded by changing it. A sweep reads every one, and what an object
    of the mapper costs is several times what is made of it.
    """

    number: int
    kind: str
    on: date
    recorded_at: str
    recorded_by: str
    organisation: str
    source: str
    leaf: bytes
    session: str = "AM"
    pupil_id: str | None = None
    place_id: str | None = None
    case_id: str | None = None
    submission_id: str | None = None
    authority: str | None = None
    corrects: int | None = None
    reason: str | None = None
    details: str | None = None
    salt: bytes | None = None

    def answers(self) -> dict[str, Any]:
        """The details as data; empty where they were redacted."""
        return dict(json.loads(self.details)) if self.details else {}


class EntryRow(SQLModel, table=True):
    """The table of entries: its columns, to ask for entries by."""

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_pupil_id", "pupil_id"),
        Index("ix_entry_place_id_kind", "place_id", "kind"),
        Index("ix_entry_case_id", "case_id"),
        Index("ix_entry_kind", "kind"),
        CheckConstraint("session in ('AM', 'PM')", name="session"),
    )

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    pupil_id: str | None = Field(default=None, foreign_key="pupil.id")
    place_id: str | None = Field(default=None, foreign_key="place.id")
    case_id: str | None = None
    submission_id: str | None = None
    kind: str
    on: date
    session: str = "AM"
    recorded_at: str
    recorded_by: str
    organisation: str
    authority: str | None = None
    source: str
    corrects: int | None = None
    reason: str | None = None
    details: str | None = None
    salt: bytes | None = Field(default=None, sa_type=LargeBinary)
    leaf: bytes = Field(sa_type=LargeBinary)


_TABLE: Table = SQLModel.metadata.tables["entry"]
ENTRIES: Select[Any] = select(*(_TABLE.c[name] for name in Entry._fields))
"""Every entry; narrow it by the columns of EntryRow and hand it to read_entries()."""


def read_entries(session: Session, query: Select[Any], **given: Any) -> Iterator[Entry]:
    """The entries that a query made of ENTRIES asks for; `given` are its parameters."""
    return map(Entry._make, session.connection().execute(query, given).all())


class TreeHead(SQLModel, table=True):
    """The one row that says how many entries there are and what they hash to."""

    __tablename__ = "tree_head"

    id: int = Field(default=1, primary_key=True)
    size: int = 0
    frontier: bytes = Field(default=b"", sa_type=LargeBinary)
    root: bytes = Field(default=b"", sa_type=LargeBinary)


def canonical(data: Mapping[str, Any]) -> str:
    """Canonical JSON: sorted keys, no spaces, UTF-8 kept as it is."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def header_of(row: Mapping[str, Any]) -> str:
    """The canonical header of an entry, from its columns."""
    return canonical({name: row[name] for name in HEADER})
