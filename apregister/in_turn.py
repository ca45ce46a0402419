"""Writing in turn: what many requests send at once is checked in one view, kept by one commit.

SQLite has one writer, and Python lets one thread count at a time: so one thread takes whatever has
come meanwhile, checks each against the same view of the register, and writes them all. Each is
written wholly or not at all, and none is answered before it is durable.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from apregister.db import reading, writing

Checked = TypeVar("Checked")
Done = TypeVar("Done")
MOST = 64
"""So much is written in one commit, so that nobody waits for ever longer."""


@dataclass(frozen=True)
class Work(Generic[Checked, Done]):
    """What somebody sent: how it is checked, and how that is then written.

    Both run in the thread that writes, and must hold on to no session; `write` may be asked again.
    """

    check: Callable[[Session], Checked]
    write: Callable[[Session, Checked], Done]


@dataclass
class _Waiting:
    """Some work in turn, and what came of it."""

    work: Work[Any, Any]
    answer: "Future[Any]" = field(default_factory=Future)
    checked: Any = None
    done: Any = None
    error: BaseException | None = None

    def check(self, session: Session) -> None:
        try:
            self.checked = self.work.check(session)
        except Exception as error:
            self.error = error

    def write(self, session: Session) -> None:
        self.done = self.work.write(session, self.checked)

    def write_apart(self, session: Session) -> None:
        """In a savepoint of its own, so that what fails takes nothing else with it."""
        try:
            with session.begin_nested():
                self.write(session)
        except Exception as error:
            self.error = error

    def tell(self) -> None:
        if self.error is not None:
            self.answer.set_exception(self.error)
        else:
            self.answer.set_result(self.done)


class InTurn:
    """The writing of one register by this process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="in-turn")
        self._listing = Lock()
        self._waiting: list[_Waiting] = []
        self._busy = False

    def answer(self, work: Work[Any, Done]) -> "Future[Done]":
        """What `work` gives, once it is durable; what it raised: then nothing of it is kept."""
        mine = _Waiting(work)
        with self._listing:
            self._waiting.append(mine)
            if not self._busy:
                self._busy = True
                self._thread.submit(self._work)
        return mine.answer

    def _work(self) -> None:
        while some := self._taken():
            # Whoever has gone meanwhile is not served.
            self._answer([one for one in some if one.answer.set_running_or_notify_cancel()])

    def _taken(self) -> Sequence[_Waiting]:
        """Those who come next; nobody, and the thread is free."""
        with self._listing:
            some, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            self._busy = bool(some)
        return some

    def _answer(self, some: Sequence[_Waiting]) -> None:
        try:
            with reading(self._engine) as session:
                for one in some:
                    one.check(session)
            self._write([one for one in some if one.error is None])
        except BaseException as error:
            # Whatever it is, nobody may be left to wait.
            for one in some:
                one.error = one.error or error
        for one in some:
            one.tell()

    def _write(self, ready: Sequence[_Waiting]) -> None:
        """All of them, and only where one fails each apart: that is seldom, and takes longer."""
        if not ready:
            return
        try:
            with writing(self._engine) as session:
                for one in ready:
                    one.write(session)
        except Exception:
            if len(ready) == 1:
                raise
            with writing(self._engine) as session:
                for one in ready:
                    one.write_apart(session)
