"""Which places something in the register names: only a place that nothing names may be given up."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Table, select
from sqlmodel import Session, SQLModel

_AS_ORGANISATION = {("entry", "organisation"), ("term_date", "place_or_la")}
"""Columns that hold a place's id, and may hold something else."""
_IDS = re.compile(r'"(s_[^"]+)"')


def places_in_use(session: Session, ids: Collection[str], spoken_for: Collection[str]) -> set[str]:
    """Those of the places that an entry, marks or a calendar names, or that somebody speaks for.

    What is known of a place itself (its versions) is no use of it.
    """
    used = {*ids} & {*spoken_for}
    for column in _columns():
        used |= {*ids} & {*session.execute(select(column).distinct()).scalars()}
    entry = SQLModel.metadata.tables["entry"]
    naming = select(entry.c.details).where(entry.c.details.contains('"s_', autoescape=True))
    for details in session.execute(naming).scalars():
        used |= {*ids} & {*_IDS.findall(details)}
    return used


def _columns() -> Iterator[ColumnElement[Any]]:
    for table in SQLModel.metadata.tables.values():
        if table.name != "place_version":
            yield from _columns_of(table)


def _columns_of(table: Table) -> Iterator[ColumnElement[Any]]:
    for column in table.columns:
        points = {key.target_fullname for key in column.foreign_keys}
        if "place.id" in points or (table.name, column.name) in _AS_ORGANISATION:
            yield column
