"""Bit planes count what a mark-by-mark count would, and what DuckDB makes of the rows."""

from datetime import date

import duckdb
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from movements import attendance, marks
from movements.planes import Planes
from reports.follow_up.setting import Window
from reports.frames import sessions_in
from tests.reports.world import BROOK, ON, World

_ATTENDED = frozenset("/\\LBKPVWJ")
_ABSENT = frozenset(["C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T", "H", "G", "N", "O", "U"])
_HELD = arrays(
    np.uint8,
    array_shapes(min_dims=2, max_dims=2, max_side=200),
    elements=st.sampled_from([marks.NO_MARK, *marks.CODE_OF]),
)


@given(_HELD, st.data())
@settings(max_examples=60, deadline=None)
def test_a_window_counts_as_its_marks_one_by_one(held: marks.Marks, data: st.DataObject) -> None:
    pupils, sessions = held.shape
    moment = st.integers(0, sessions)
    of = st.tuples(st.integers(0, pupils - 1), moment, moment)
    windows = np.array(data.draw(st.lists(of, min_size=1, max_size=20)))
    possible, attended = Planes.of(held, marks.possible, marks.attended).within(*windows.T)
    for n, (pupil, first, end) in enumerate(windows):
        codes = [marks.CODE_OF[int(byte)] for byte in held[pupil, first:end]]
        assert attended[n] == sum(code in _ATTENDED for code in codes)
        assert possible[n] == sum(code in _ATTENDED | _ABSENT for code in codes)


_ROWS = """
    SELECT w.pupil, w.first,
        count(DISTINCT (day, session)) FILTER (mark IN {attended} OR mark IN {absent}),
        count(DISTINCT (day, session)) FILTER (mark IN {attended})
    FROM windows w LEFT JOIN marks m ON m.pupil = w.pupil AND m.day BETWEEN w.first AND w.last
    GROUP BY ALL ORDER BY ALL
"""


def test_duckdb_counts_the_same_of_the_rows_of_a_register(authority: World) -> None:
    """Two registers hold the pupils: a session counts once, attended if either has it attended."""
    first, last = date(2026, 3, 2), date(2026, 3, 27)
    pupils = authority.pupils(3)
    for n, who in enumerate(pupils):
        authority.placed(who, "2026-03-09")
        authority.marked(who, first, date(2026, 3, 13), 0.2 * n, at=BROOK)
        authority.marked(who, date(2026, 3, 9), last, 0.3)
    ids = [row[0] for row in authority.session.connection().exec_driver_sql("SELECT id FROM pupil")]
    windows = [Window(who, first, last) for who in ids]
    windows += [Window(who, date(2026, 3, 6), date(2026, 3, 9)) for who in ids]
    base = duckdb.connect()
    base.execute("CREATE TABLE marks (pupil TEXT, day DATE, session TEXT, mark TEXT, place TEXT)")
    base.executemany(
        "INSERT INTO marks VALUES (?, ?, ?, ?, ?)",
        [
            (who, one.day, one.session, one.mark, one.place)
            for who in ids
            for one in attendance.marks_of(authority.session, who, first, last)
        ],
    )
    base.execute("CREATE TABLE windows (pupil TEXT, first DATE, last DATE)")
    base.executemany(
        "INSERT INTO windows VALUES (?, ?, ?)", [(w.pupil, w.first, w.last) for w in windows]
    )
    query = _ROWS.format(attended=(*_ATTENDED,), absent=(*_ABSENT,)).replace("'\\\\'", "'\\'")
    found = {(who, on): counted for who, on, *counted in base.execute(query).fetchall()}
    held = sessions_in(authority.session, windows, ON)
    assert {(w.pupil, w.first): list(held[w]) for w in windows} == found
    assert len(set(map(tuple, found.values()))) > 3


def test_what_is_after_the_data_day_is_not_counted(authority: World) -> None:
    who = authority.pupil()
    authority.placed(who, "2026-03-02")
    authority.marked(who, date(2026, 3, 2), date(2026, 3, 6), 0)
    [pupil] = authority.session.connection().exec_driver_sql("SELECT id FROM pupil").scalars()
    whole = Window(pupil, date(2026, 3, 2), date(2026, 3, 6))
    later = Window(pupil, date(2026, 3, 5), date(2026, 3, 6))
    backwards = Window(pupil, date(2026, 3, 6), date(2026, 3, 2))
    held = sessions_in(authority.session, [whole, later, backwards], date(2026, 3, 3))
    assert (held[whole], held[later], held[backwards]) == ((4, 4), (0, 0), (0, 0))
    assert sessions_in(authority.session, [], ON) == {}
