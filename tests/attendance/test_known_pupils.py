"""Pupils kept in memory between two files of a place: never longer than it is so."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from apregister.db import make_engine, reading, writing
from movements import kept
from movements.actor import Actor
from movements.intake import attendance_pupils
from movements.intake.attendance import check_attendance, read_attendance, write_attendance
from movements.places import find_place
from movements.take_in import take_in
from tests.bench.marked import make, place_id, upn, urn

TODAY = date(2026, 7, 1)
BY = Actor("a school", "school", frozenset({place_id(0)}))


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(make(tmp_path / "known.db", 1, 2))
    yield engine
    engine.dispose()


def refused(session: Session, *pupils: int) -> int:
    rows = "\n".join(f"{upn(0, pupil)},2026-06-10,AM,/" for pupil in pupils)
    columns = read_attendance(f"upn,date,session,mark\n{rows}\n".encode(), name="marks.csv")
    checked = check_attendance(session, columns, find_place(session, urn(0)), TODAY)
    return len(columns) - int(checked.good.sum())


def removed(engine: Engine, pupil: int) -> None:
    with writing(engine) as session:
        place = find_place(session, urn(0))
        told = {"upn": upn(0, pupil), "on": "2026-06-01", "ground": "g"}
        take_in(session, "removal_from_roll", told, place=place, by=BY, source="csv")


def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    asked: list[set[str]] = []
    look_up = attendance_pupils._look_up

    def noting(session: Session, place: str, upns: set[str]) -> object:
        asked.append(upns)
        return look_up(session, place, upns)

    monkeypatch.setattr(attendance_pupils, "_look_up", noting)
    return asked


def test_a_pupil_who_left_since_is_refused(school: Engine) -> None:
    with reading(school) as session:
        assert refused(session, 0, 1) == 0
    removed(school, 1)
    with reading(school) as session:
        assert refused(session, 0, 1) == 1


def test_marks_do_not_let_the_pupils_be_forgotten(
    school: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = looked_up(monkeypatch)
    with reading(school) as session:
        assert refused(session, 0) == 0
    with writing(school) as session:
        rows = f"upn,date,session,mark\n{upn(0, 0)},2026-06-10,AM,/\n".encode()
        place = find_place(session, urn(0))
        sent = read_attendance(rows, name="marks.csv")
        write_attendance(session, check_attendance(session, sent, place, TODAY), BY)
    with reading(school) as session:
        assert refused(session, 0, 1) == 0
    # The writer kept nothing and used nothing.
    assert asked == [{upn(0, 0)}, {upn(0, 0)}, {upn(0, 1)}]


def test_an_older_view_neither_uses_nor_adds(school: Engine) -> None:
    with reading(school) as old:
        assert refused(old, 0) == 0
        removed(school, 0)
        with reading(school) as new:
            assert refused(new, 0) == 1
            assert refused(old, 0) == 0
            assert refused(new, 0) == 1


def test_an_older_view_that_asks_after_a_newer_one_is_answered_as_of_its_own_time(
    school: Engine,
) -> None:
    with reading(school) as old:
        assert find_place(old, urn(0)).id == place_id(0)
        removed(school, 0)
        with reading(school) as new:
            assert refused(new, 0) == 1
        assert refused(old, 0) == 0
    with reading(school) as later:
        assert refused(later, 0) == 1


def test_so_much_is_kept_and_no_more(school: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = looked_up(monkeypatch)
    monkeypatch.setattr(kept, "_MOST", 0)
    for _ in range(2):
        with reading(school) as session:
            assert refused(session, 0) == 0
    assert len(asked) == 2


def test_of_a_place_few_lists_of_pupils_are_kept(school: Engine) -> None:
    with reading(school) as session:
        for _ in range(2):
            assert refused(session, 0) == refused(session, 1) == refused(session, 0, 1) == 0
            assert refused(session, 0, 2) == refused(session, 2) == 1
        found = kept.kept(session, ("columns", place_id(0)), dict)
        assert len(found) <= attendance_pupils._COLUMNS
