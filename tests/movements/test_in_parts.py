"""What is found of each child is the same, however many are read at once."""

from datetime import date

import pytest

from movements import sweep
from movements.swept_rows import SweptRow, swept_rows
from tests.spec.world import World

ON = date(2026, 10, 5)


def _rows(told: World) -> dict[str, list[SweptRow]]:
    return {child: rows for part in swept_rows(told.session, ON, None) for child, rows in part}


def test_one_child_at_a_time_or_all_at_once(told: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for child in ("amy", "ben"):
        told.moved("2026-09-02", "brook", "on_roll", child=child)
        told.moved("2026-09-14", "brook", "removal_from_roll", "ground=g", child=child)
    at_once = _rows(told)
    monkeypatch.setattr(sweep, "AT_ONCE", 1)
    assert _rows(told) == at_once
    assert all(at_once[told.pupil(child)] for child in ("amy", "ben"))
