"""Every measure stands in its outcome's file, with its words and its basis."""

import pkgutil
from collections import Counter
from importlib import import_module

import reports.measures
from movements.basis import Basis
from reports.measure import Measure

ROOMS = [
    import_module(f"reports.measures.{found.name}")
    for found in pkgutil.iter_modules(reports.measures.__path__)
]


def _measures() -> list[Measure]:
    return [value for room in ROOMS for value in vars(room).values() if isinstance(value, Measure)]


def test_every_outcome_has_a_file_that_says_what_it_is_and_holds_a_measure() -> None:
    bare = [
        room.__name__
        for room in ROOMS
        if not room.__doc__ or not any(isinstance(v, Measure) for v in vars(room).values())
    ]
    assert ROOMS
    assert not bare


def test_every_measure_has_its_own_id_and_a_basis() -> None:
    measures = _measures()
    bare = [measure.id for measure in measures if not isinstance(measure.basis, Basis)]
    twice = [name for name, times in Counter(m.id for m in measures).items() if times > 1]
    assert not bare
    assert not twice
