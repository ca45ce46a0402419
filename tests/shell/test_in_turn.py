"""Several writings in one commit: each wholly or not at all, and none before it is durable."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, text

from apregister.db import make_engine, reading
from apregister.in_turn import MOST, InTurn


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


def said(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return [*session.execute(text("SELECT number FROM said ORDER BY number")).scalars()]


def all_at_once(in_turn: InTurn, numbers: list[int]) -> list["Future[int]"]:
    """Each told by a thread of its own, while another writes."""
    begun, go_on = Event(), Event()

    def slow(session: Session) -> int:
        begun.set()
        assert go_on.wait(30)
        return say(session, 0)

    with ThreadPoolExecutor(len(numbers) + 1) as pool:
        first = pool.submit(in_turn.write, slow)
        assert begun.wait(30)
        others = [
            pool.submit(in_turn.write, lambda session, n=number: say(session, n))  # type: ignore[misc]
            for number in numbers
        ]
        while len(in_turn._waiting) < len(numbers):
            sleep(0.001)
        go_on.set()
    return [first, *others]


def test_those_who_wait_are_written_by_one_commit(engine: Engine) -> None:
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    told = all_at_once(InTurn(engine), [*range(1, 11)])
    assert [one.result() for one in told] == said(engine) == [*range(11)]
    assert len(commits) == 2


def test_what_fails_is_raised_to_its_sender_and_takes_nothing_with_it(engine: Engine) -> None:
    told = all_at_once(InTurn(engine), [1, -2, 3])
    assert isinstance(told[2].exception(), ValueError)
    assert [told[at].result() for at in (0, 1, 3)] == said(engine) == [0, 1, 3]


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
    assert in_turn.write(lambda session: say(session, 7)) == 7
    assert said(engine) == [7]


def test_a_commit_takes_so_many_and_no_more(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apregister.in_turn.MOST", 3)
    assert MOST > 3
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    all_at_once(InTurn(engine), [*range(1, 8)])
    assert said(engine) == [*range(8)]
    assert len(commits) == 4
