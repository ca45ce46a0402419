"""Several writings in one commit: each wholly or not at all, and none before it is durable."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, text

from apregister.db import make_engine, reading
from apregister.in_turn import MOST, InTurn, Work


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'turns.db'}")
    with made.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE said (number INTEGER PRIMARY KEY)")
    yield made
    made.dispose()


def say(session: Session, number: int) -> int:
    session.execute(text("INSERT INTO said VALUES (:number)"), {"number": number})
    if number < 0:
        raise ValueError(number)
    return number


def work(number: int) -> Work[int, int]:
    """Odd numbers past a hundred are refused when they are checked, those below 0 when written."""

    def check(session: Session) -> int:
        session.execute(text("SELECT 1 FROM said"))
        if number > 100 and number % 2:
            raise KeyError(number)
        return number

    return Work(check, say)


def said(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return [*session.execute(text("SELECT number FROM said ORDER BY number")).scalars()]


@contextmanager
def while_another_is_written(in_turn: InTurn) -> Iterator["Future[int]"]:
    """The answer to one that is being written, and goes on when the block has ended."""
    begun, go_on = Event(), Event()

    def slow(session: Session, number: int) -> int:
        begun.set()
        assert go_on.wait(30)
        return say(session, number)

    first = in_turn.answer(Work(lambda session: 0, slow))
    assert begun.wait(30)
    yield first
    go_on.set()


def all_at_once(in_turn: InTurn, numbers: list[int]) -> list["Future[int]"]:
    """All sent while another is written; none is left without an answer."""
    with while_another_is_written(in_turn) as first:
        told = [first, *(in_turn.answer(work(number)) for number in numbers)]
    assert not wait(told, 30).not_done
    return told


def test_those_who_wait_are_written_by_one_commit(engine: Engine) -> None:
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    told = all_at_once(InTurn(engine), [*range(1, 11)])
    assert [one.result() for one in told] == said(engine) == [*range(11)]
    assert len(commits) == 2


@pytest.mark.parametrize("wrong", [-2, 103])
def test_what_fails_is_raised_to_its_sender_and_takes_nothing_with_it(
    engine: Engine, wrong: int
) -> None:
    told = all_at_once(InTurn(engine), [1, wrong, 3])
    assert isinstance(told[2].exception(), ValueError | KeyError)
    assert [told[at].result() for at in (0, 1, 3)] == said(engine) == [0, 1, 3]


def test_one_alone_that_fails_is_told_so(engine: Engine) -> None:
    in_turn = InTurn(engine)
    for wrong, error in ((-2, ValueError), (103, KeyError)):
        assert isinstance(in_turn.answer(work(wrong)).exception(30), error)
    assert said(engine) == []


def test_a_commit_that_fails_is_raised_to_everybody(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_turn = InTurn(engine)

    def spoil(connection: sqlite3.Connection) -> None:
        connection.rollback()
        raise OSError("The disk is full.")

    with monkeypatch.context() as full:
        full.setattr(engine.dialect, "do_commit", spoil)
        told = all_at_once(in_turn, [1, 2])
    assert [type(one.exception()) for one in told] == [OSError] * 3
    assert said(engine) == []
    assert in_turn.answer(work(7)).result(30) == 7
    assert said(engine) == [7]


def test_nobody_is_left_to_wait_where_the_register_cannot_be_read(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_turn = InTurn(engine)
    with monkeypatch.context() as gone:
        gone.setattr("apregister.in_turn.reading", lambda _: (_ for _ in ()).throw(SystemExit()))
        assert isinstance(in_turn.answer(work(1)).exception(30), SystemExit)
    assert in_turn.answer(work(2)).result(30) == 2


def test_who_has_gone_is_not_served(engine: Engine) -> None:
    in_turn = InTurn(engine)
    with while_another_is_written(in_turn) as first:
        gone, last = in_turn.answer(work(1)), in_turn.answer(work(2))
        assert gone.cancel()
    assert (first.result(30), last.result(30)) == (0, 2)
    assert said(engine) == [0, 2]


def test_a_commit_takes_so_many_and_no_more(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apregister.in_turn.MOST", 3)
    assert MOST > 3
    groups: list[list[int]] = []
    written = InTurn._write
    monkeypatch.setattr(
        InTurn,
        "_write",
        lambda self, ready: (groups.append([one.checked for one in ready]), written(self, ready)),
    )
    all_at_once(InTurn(engine), [*range(1, 8)])
    assert said(engine) == [*range(8)]
    assert groups == [[0], [1, 2, 3], [4, 5, 6], [7]]
