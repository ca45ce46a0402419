"""Lists of many children are ready before anybody asks, and nobody waits for what makes them."""

from collections.abc import Callable
from threading import enumerate as threads
from time import monotonic, sleep

import pytest

from apregister import ready
from apregister.db import Engines, keep_ready, reading, writing
from apregister.ready import kept_ready
from movements.actor import Actor
from movements.ready import once
from movements.record import append, today
from movements.register import READY


def soon(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold within ten seconds."""
    until = monotonic() + 10
    while not (held := holds()) and monotonic() < until:
        sleep(0.01)
    return held


def is_made(engines: Engines) -> bool:
    with reading(engines.register) as session:
        return session.info[READY].known(session, today(), anew=False) is not None


def running() -> list[str]:
    return [thread.name for thread in threads() if thread.name == "ready"]


def told(engines: Engines) -> int:
    """Something new; the number of its entry."""
    with writing(engines.register) as session:
        made = append(
            session,
            kind="local_rule",
            on=today(),
            by=Actor("x", "la_officer", authority="330"),
            source="csv",
            details={"rule": "on_roll_check_days", "values": [9], "cite": "Protocol"},
            subjects={},
        )
    return made.number


def test_it_is_made_as_a_server_starts_and_let_go_as_it_ends(engines: Engines) -> None:
    with reading(engines.register) as session:
        assert READY not in session.info
    before = running()
    with kept_ready(engines.register):
        assert soon(lambda: is_made(engines))
        assert running() == [*before, "ready"]
    assert running() == before


def test_it_is_brought_up_to_now_again_and_again(
    engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "EVERY_SECONDS", 0.01)
    with kept_ready(engines.register):
        assert soon(lambda: is_made(engines))
        with writing(engines.register) as session:
            kept = session.info.get(READY)
        made = told(engines)
        assert kept is None
        assert made > 0
        with reading(engines.register) as session:
            held = session.info[READY]
        assert soon(lambda: held.upto >= made)


def test_what_is_made_of_every_child_is_made_once_until_something_is_told(
    engines: Engines,
) -> None:
    numbers = iter(range(9))

    def asked(what: str) -> int:
        with reading(engines.register) as session:
            return once(session, today(), what, lambda: next(numbers))

    assert [asked("here"), asked("here")] == [0, 1], "where nothing is kept"
    keep_ready(engines.register)
    assert [asked("here"), asked("here"), asked("there"), asked("here")] == [2, 2, 3, 2]
    with reading(engines.register) as before:
        before.connection().exec_driver_sql("SELECT max(number) FROM entry").first()
        told(engines)
        assert [asked("here"), asked("here")] == [4, 4]
        # A reader of the register as it was before is shown nothing of what came since.
        assert once(before, today(), "here", lambda: next(numbers)) == 5
    assert asked("here") == 4
