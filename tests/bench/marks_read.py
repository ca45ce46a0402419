"""What `make bench` reads of a year of marks, beside bare engines over a row for each mark.

One pupil's year, and everybody's sessions between two dates. All must count the same.
"""

import sqlite3
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import numpy as np
from sqlalchemy import Engine
from sqlmodel import Session, select

from apregister.db import reading
from movements import marks
from movements.attendance import rates, summary
from movements.people_and_places import PupilIdentifier
from tests.bench.made import FOLDER
from tests.bench.mark_files import PUPILS
from tests.bench.marked import FIRST, LAST, upn
from tests.bench.marks_times import Say, Times
from tests.bench.peers import Rows

ASKED = 100
Sessions = tuple[int, int]
"""Possible and attended."""


def measured_reads(engine: Engine, rows: Rows, rounds: int, say: Say) -> None:
    """One pupil's year and everybody's, ours in turn with DuckDB and SQLite over rows."""
    import duckdb

    with (
        reading(engine) as session,
        duckdb.connect(FOLDER / "bench-peer.duckdb", read_only=True) as duck,
    ):
        ours = _Register(session)
        engines: dict[str, Any] = {
            "": ours,
            "DuckDB, a row a mark": _Duck(duck),
            "SQLite, a row a mark": _Rows(rows.held, [*ours.ids]),
        }
        asked = Random(2).sample([*ours.ids], ASKED)
        for title, ask in (
            ("one pupil’s year", lambda one: [one.year(who) for who in asked]),
            (f"sessions of {len(ours.ids):,} pupils, a year", lambda one: one.every()),
        ):
            _in_turn(title, engines, ask, rounds, ASKED if "one" in title else 1, say)


def _in_turn(
    title: str,
    engines: Mapping[str, Any],
    ask: Callable[[Any], object],
    rounds: int,
    times: int,
    say: Say,
) -> None:
    taken = {name: Times(times) for name in engines}
    for _ in range(rounds):
        told = []
        for name, one in engines.items():
            with taken[name].one():
                told.append(ask(one))
        assert all(answer == told[0] for answer in told), title
    for name, took in taken.items():
        say(f"{name or title:38}{took.said()}{took.of_ours(taken['']) if name else ''}")


class _Register:
    """The product: every place that marked a pupil, each session once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        found = session.exec(select(PupilIdentifier.value, PupilIdentifier.pupil_id))
        self.ids = dict(sorted(tuple(one) for one in found))

    def year(self, who: str) -> Sessions:
        """Of one pupil, by UPN."""
        told = summary(self.session, self.ids[who], FIRST, LAST)
        return told.possible, told.attended

    def every(self) -> dict[str, Sessions]:
        """Of everybody, by UPN."""
        told = rates(self.session, [*self.ids.values()], FIRST, LAST)
        counts = zip(told.possible.tolist(), told.attended.tolist(), strict=True)
        return dict(zip(self.ids, counts, strict=True))


def _some(test: Callable[[marks.Marks], marks.Truth]) -> dict[str, int]:
    """The codes of a class, and their bytes."""
    return {c: b for c, b in marks.BYTE_OF.items() if test(np.array([b], dtype=np.uint8))[0]}


_POSSIBLE, _ATTENDED = _some(marks.possible), _some(marks.attended)


class _Duck:
    """DuckDB over texts, as `duckdb_insert` left them."""

    def __init__(self, held: Any) -> None:
        self.held = held
        self.count = ", ".join(
            f"count(*) FILTER (mark IN ({', '.join(repr(code) for code in some)}))"
            for some in (_POSSIBLE, _ATTENDED)
        ).replace("\\\\", "\\")

    def year(self, who: str) -> Sessions:
        """Of one pupil, by UPN."""
        asked = f"SELECT {self.count} FROM m WHERE upn = ? AND date BETWEEN ? AND ?"
        told: Sessions = self.held.execute(asked, [who, str(FIRST), str(LAST)]).fetchone()
        return told

    def every(self) -> dict[str, Sessions]:
        """Of everybody, by UPN."""
        asked = f"SELECT upn, {self.count} FROM m WHERE date BETWEEN ? AND ? GROUP BY upn"
        told = self.held.execute(asked, [str(FIRST), str(LAST)]).fetchall()
        return {who: (possible, attended) for who, possible, attended in told}


class _Rows:
    """SQLite over numbers: a row for each pupil and half-day."""

    def __init__(self, held: sqlite3.Connection, upns: list[str]) -> None:
        self.held = held
        self.number = {upn(n // PUPILS, n % PUPILS): n for n in range(len(upns))}
        self.upn = {number: who for who, number in self.number.items()}
        self.count = ", ".join(
            f"sum(code IN ({', '.join(map(str, some.values()))}))"
            for some in (_POSSIBLE, _ATTENDED)
        )

    def year(self, who: str) -> Sessions:
        """Of one pupil, by UPN."""
        asked = f"SELECT {self.count} FROM m WHERE pupil = ?"
        told: Sessions = self.held.execute(asked, [self.number[who]]).fetchone()
        return told

    def every(self) -> dict[str, Sessions]:
        """Of everybody, by UPN."""
        told = self.held.execute(f"SELECT pupil, {self.count} FROM m GROUP BY pupil")
        return {self.upn[n]: (possible, attended) for n, possible, attended in told}
