"""Writing in turn: what many requests have ready at once is kept by one durable commit.

SQLite has one writer. Whoever comes while another writes waits for it, and the next to write
writes for all who wait: each wholly or not at all, and none is answered before it is durable.
"""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar, cast

from sqlalchemy import Engine
from sqlmodel import Session

from apregister.db import writing

Done = TypeVar("Done")
MOST = 64
"""So much is written in one commit, so that nobody waits for ever longer."""


class _Waiting(Generic[Done]):
    """What somebody waits for to be written, and what came of it."""

    def __init__(self, work: Callable[[Session], Done]) -> None:
        self.work = work
        self.ended = False
        self.done: Done | None = None
        self.error: BaseException | None = None

    def write(self, session: Session) -> None:
        """In a savepoint of its own, so that what fails takes nothing else with it."""
        try:
            with session.begin_nested():
                self.done = self.work(session)
        except Exception as error:
            self.error = error

    def result(self) -> Done:
        if self.error is not None:
            raise self.error
        return cast(Done, self.done)


class InTurn:
    """The writing of one register by this process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn, self._listing = Lock(), Lock()
        self._waiting: list[_Waiting[object]] = []

    def write(self, work: Callable[[Session], Done]) -> Done:
        """What `work` gives, once it is durable. Raises what `work` raised: then nothing is kept.

        `work` may run in the thread of another that writes, and must hold on to no session.
        """
        mine = _Waiting(work)
        with self._listing:
            self._waiting.append(cast(_Waiting[object], mine))
        while not mine.ended:
            with self._turn:
                if not mine.ended:
                    self._write_some()
        return mine.result()

    def _write_some(self) -> None:
        with self._listing:
            some, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            with writing(self._engine) as session:
                if len(some) == 1:
                    some[0].done = some[0].work(session)
                else:
                    for one in some:
                        one.write(session)
        except BaseException as error:
            for one in some:
                one.error = one.error or error
            if not isinstance(error, Exception):
                raise
        finally:
            for one in some:
                one.ended = True
