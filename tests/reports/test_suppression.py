"""No sum of published tables gives back what was suppressed, and few pupils always are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.given import Ints
from reports.measures import families
from reports.measures.post_16 import P16_1
from reports.publishing.attacker import Leak, Sheet, leaks
from reports.publishing.release import inside
from reports.publishing.suppression import Inside, Truths, suppressed
from reports.publishing.tables import TABLES, TYPES, PublishedSetting, Row, indicators, rows

KINDS = tuple(TYPES.values())[:2]
COUNTS = [one.column for one in indicators(P16_1)[:3]]
few_or_many = st.one_of(st.integers(0, 8), st.integers(0, 40))
a_setting = st.tuples(
    st.sampled_from(["330", "331"]), st.sampled_from(KINDS), few_or_many, few_or_many, few_or_many
)
some_settings = st.lists(a_setting, min_size=1, max_size=6)
Drawn = list[tuple[str, str, int, int, int]]
Counted = list[tuple[int, int, int]]


def _published(drawn: Drawn) -> tuple[list[Row], Ints]:
    named = [
        PublishedSetting(f"s_{n}", f"Setting {n}", la, f"Town {la}", kind, str(100000 + n))
        for n, (la, kind, *_) in enumerate(drawn)
    ]
    levels = TABLES[0].levels + TABLES[1].levels
    told = [row for table in TABLES for row in rows(table, named, "202526", levels)]
    return told, np.array([counts for _, _, *counts in drawn])


def _sheets(told: list[Row], counts: Ints, hidden: Truths) -> list[Sheet]:
    sheets: dict[str, list[dict[str, str]]] = {table.name: [] for table in TABLES}
    for row, hides in zip(told, hidden, strict=True):
        yes, no, unknown = counts[list(row.members)].sum(axis=0)
        cells = zip(COUNTS, (yes + no + unknown, yes, unknown), hides, strict=True)
        line = {column: "c" if hide else str(value) for column, value, hide in cells}
        sheets[row.table.name].append(row.named | line)
    return [Sheet(name, lines) for name, lines in sheets.items()]


def _told(drawn: Drawn, hidden: Truths) -> list[Leak]:
    told, counts = _published(drawn)
    types = {str(100000 + n): kind for n, (_, kind, *_) in enumerate(drawn)}
    return leaks(_sheets(told, counts, hidden), types=types)


@settings(max_examples=10, deadline=None)
@given(some_settings)
def test_nothing_suppressed_is_told_by_sums_of_settings_types_authorities_and_england(
    drawn: Drawn,
) -> None:
    told, counts = _published(drawn)
    hidden = suppressed([counts], [row.members for row in told])[0]
    assert _told(drawn, hidden) == []
    sums = np.array([counts[list(row.members)].sum(axis=0) for row in told])
    pupils, known = sums.sum(axis=1), sums[:, 0] + sums[:, 1]
    assert hidden[(pupils > 0) & (pupils < 6)].all()
    assert hidden[(known > 0) & ((sums[:, 0] < 6) | (sums[:, 1] < 3)), 1].all()


@settings(max_examples=10, deadline=None)
@given(st.lists(few_or_many, min_size=4, max_size=9), st.integers(2, 3))
def test_a_table_with_both_margins_keeps_its_cells(numbers: list[int], wide: int) -> None:
    """Rows and columns of a table of pupils: whoever leaves out one sum learns no small cell."""
    high = len(numbers) // wide
    drawn = [("330", KINDS[0], n, 30, 0) for n in numbers[: high * wide]]
    counts = np.array([one[2:] for one in drawn])
    cells = [(n,) for n in range(high * wide)]
    across = [tuple(range(r * wide, (r + 1) * wide)) for r in range(high)]
    down = [tuple(range(c, high * wide, wide)) for c in range(wide)]
    every = [*cells, *across, *down, tuple(range(high * wide))]
    hidden = suppressed([counts], every)[0][:, 1]
    for line in (*across, *down):
        gone = [n for n in line if hidden[n]]
        at = every.index(line)
        assert hidden[at] or len(gone) != 1, "the line's sum gives its only hidden cell"


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([20, 20, 6], [False, False, False]),
        ([2, 2, 1], [True, True, True]),
        ([20, 4, 0], [False, False, False]),
        ([20, 2, 0], [False, True, False]),
        ([0, 20, 0], [False, True, False]),
        ([20, 20, 5], [False, False, True]),
        ([0, 0, 0], [False, False, False]),
    ],
)
def test_what_is_suppressed_for_its_own_sake(counts: list[int], hidden: list[bool]) -> None:
    assert suppressed([np.array([counts])], [(0,)])[0][0].tolist() == hidden


def test_the_next_smallest_goes_with_it_and_both_are_of_six_together() -> None:
    counts = np.array([[0, 4, 0], [30, 30, 0], [10, 9, 0], [40, 40, 0]])
    hidden = suppressed([counts], [(0,), (1,), (2,), (3,), (0, 1, 2, 3)])[0]
    assert hidden[:, 0].tolist() == [True, False, True, False, False]
    two_of_few = np.array([[0, 1, 0], [0, 2, 0], [30, 30, 0]])
    hidden = suppressed([two_of_few], [(0,), (1,), (2,), (0, 1, 2)])[0]
    assert hidden[:, 0].tolist()[:2] == [True, True]
    assert hidden[2, 0] or hidden[3, 0], "the two together are three pupils"


a_member = st.tuples(
    few_or_many, st.integers(0, 12), few_or_many, st.integers(0, 5), st.integers(0, 12)
)


@pytest.mark.parametrize("family", ["WEL-1", "ATT-1", "P16-1"])
@settings(max_examples=4, deadline=None)
@given(st.lists(a_member, min_size=2, max_size=6))
def test_measures_of_one_family_tell_nothing_of_one_another(
    family: str, drawn: list[tuple[int, ...]]
) -> None:
    """One narrows the other, is of a part of its pupils, or asks the same pupils otherwise."""
    measures = next(of for of in families() if family in {one.id for one in of})
    counts = [np.array(one) for one in zip(*(_of_family(family, *of) for of in drawn), strict=True)]
    named = [
        PublishedSetting(f"s_{n}", f"Setting {n}", "330", "Town", KINDS[n % 2], str(100000 + n))
        for n in range(len(drawn))
    ]
    every = [row for t in TABLES for row in rows(t, named, "202526", ("Local authority", "School"))]
    hidden = suppressed(counts, [row.members for row in every], inside(measures))
    sheets: dict[str, list[dict[str, str]]] = {table.name: [] for table in TABLES}
    for at, row in enumerate(every):
        line = dict(row.named)
        for measure, of, hides in zip(measures, counts, hidden, strict=True):
            yes, no, unknown = of[list(row.members)].sum(axis=0)
            cells = zip(indicators(measure), (yes + no + unknown, yes, unknown), strict=False)
            told = zip(cells, hides[at], strict=True)
            line |= {one.column: "c" if hide else str(value) for (one, value), hide in told}
        sheets[row.table.name].append(line)
    types = {one.called: one.type for one in named}
    assert leaks([Sheet(name, lines) for name, lines in sheets.items()], types=types) == []


def _of_family(family: str, much: int, little: int, no: int, unknown: int, rest: int) -> Counted:
    """Pupils yes, no and not known of each of its measures, of one setting."""
    if family == "WEL-1":
        better, worse = (much + little, no + rest, unknown), (rest, much + little + no, unknown)
        return [better, (much, little + no + rest, unknown), worse]
    if family == "ATT-1":
        return [(much + little, no + rest, unknown), (much, no, unknown)]
    return [(much, no, unknown), (no, much, unknown), (much + no, 0, unknown)]


def test_measures_of_one_cohort_hide_the_same_pupils() -> None:
    """Else a count that one of them hides, for the sake of another, could be read off the other."""
    one = np.array([[2, 2, 0], [10, 9, 0], [30, 30, 0]])
    other = np.array([[2, 1, 1], [3, 7, 9], [20, 40, 0]])
    rows = [(0,), (1,), (2,), (0, 1, 2)]
    first, second = suppressed([one, other], rows, [Inside(1, 0, exact=True)])
    assert (first[:, 0] == second[:, 0]).all()


def test_a_part_that_leaves_out_hardly_anybody_is_hidden() -> None:
    """Else it would tell of nearly each pupil of the whole that they are of the part."""
    part, whole = np.array([[10, 9, 0]]), np.array([[12, 8, 0]])
    told = suppressed([part, whole], [(0,)], [Inside(0, 1)])
    assert [of[0, 0] for of in told] == [True, False]
    assert not suppressed([part - [[0, 2, 0]], whole], [(0,)], [Inside(0, 1)])[0].any()


def test_authorities_that_no_row_adds_up_are_worked_out_each_by_itself() -> None:
    one, other = np.array([[2, 2, 0], [10, 9, 0], [30, 30, 0]]), np.array([[1, 1, 0], [9, 9, 2]])
    alone = suppressed([one], [(0,), (1,), (2,), (0, 1, 2)])[0]
    beside = suppressed([other], [(0,), (1,), (0, 1)])[0]
    rows = [(0,), (2,), (4,), (0, 2, 4), (), (1,), (3,), (1, 3)]
    both = np.empty((5, 3), dtype=np.int64)
    both[[0, 2, 4]], both[[1, 3]] = one, other
    found = suppressed([both], rows)[0]
    assert found[:4].tolist() == alone.tolist()
    assert found[5:].tolist() == beside.tolist()
    assert not found[4].any(), "a line of no settings tells of nobody"
