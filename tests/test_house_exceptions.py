"""Every question of the ledger stands on its list, is put as a question, and has its basis."""

import pkgutil
from importlib import import_module

import movements.exceptions
from movements.basis import Basis
from movements.exception import LedgerException
from movements.exceptions import EXCEPTIONS

FILES = [found.name for found in pkgutil.iter_modules(movements.exceptions.__path__)]


def test_every_file_holds_one_exception_listed_under_the_name_of_the_file() -> None:
    for name in FILES:
        room = import_module(f"movements.exceptions.{name}")
        held = [one for one in vars(room).values() if isinstance(one, LedgerException)]
        assert held == [EXCEPTIONS.get(name)], name
    assert sorted(FILES) == sorted(EXCEPTIONS)


def test_every_exception_asks_says_what_is_owed_and_why() -> None:
    for one in EXCEPTIONS.values():
        assert one.question.endswith("?"), one.id
        assert not one.title.endswith("."), one.id
        assert one.next_step, one.id
        assert isinstance(one.basis, Basis), one.id
