"""Every kind and every clock stands on its list, with its words and its basis."""

import pkgutil
from collections import Counter
from importlib import import_module

import movements.kinds
from movements.attendance_clocks import AttendanceMarks
from movements.basis import Basis
from movements.clock import Clock
from movements.kind import Kind
from movements.kinds import KINDS
from movements.place_kinds import PLACE_KINDS

ROOMS = [
    import_module(f"movements.kinds.{found.name}")
    for found in pkgutil.iter_modules(movements.kinds.__path__)
]


def _kinds_written() -> set[type[Kind]]:
    """The kinds that the files of movements/kinds define: those that give themselves an id."""
    return {
        value
        for room in ROOMS
        for value in vars(room).values()
        if isinstance(value, type) and issubclass(value, Kind) and "id" in vars(value)
    }


def test_every_kind_written_is_on_the_list_under_its_own_id() -> None:
    assert _kinds_written() <= {*KINDS.values()}
    assert all(kind.id == listed for listed, kind in KINDS.items())


def test_every_kind_says_what_it_is_and_on_what_basis() -> None:
    bare = [
        kind.id
        for kind in KINDS.values()
        if not ("__doc__" in vars(kind) and kind.__doc__ and kind.title and kind.summary)
        or not isinstance(kind.basis, Basis)
    ]
    assert not bare


def test_every_field_of_a_kind_has_a_title_and_a_description() -> None:
    bare = [
        f"{kind.id}.{name}"
        for kind in KINDS.values()
        for name, info in kind.model_fields.items()
        if not (info.title and info.description)
    ]
    assert not bare


def test_every_clock_written_is_started_by_a_kind() -> None:
    written = {v.id for room in ROOMS for v in vars(room).values() if isinstance(v, Clock)}
    assert written <= {clock.id for kind in KINDS.values() for clock in kind.clocks}


def test_every_clock_says_what_is_owed_and_on_what_basis() -> None:
    kinds = (*KINDS.values(), *PLACE_KINDS.values(), AttendanceMarks)
    clocks = [clock for kind in kinds for clock in kind.clocks]
    bare = [c.id for c in clocks if not (c.title and c.owes and isinstance(c.basis, Basis))]
    twice = [name for name, times in Counter(c.id for c in clocks).items() if times > 1]
    assert not bare
    assert not twice
