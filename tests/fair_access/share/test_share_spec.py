"""Tells every fair-share history to an empty register, and checks the ledger and the advice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fair_access.fair_share.advice import Advised
from movements.problems import Refused
from tests.fair_access.share.world import ShareWorld
from tests.spec.pages import Row, Spec, read_page
from tests.spec.world import name, world

SPECS = [
    spec
    for path in sorted(Path(__file__).parent.glob("*.md"))
    if path.stem != "README"
    for spec in read_page(path)
]


@pytest.fixture
def told() -> Iterator[ShareWorld]:
    with world() as made:
        yield ShareWorld(made.session)


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_the_ledger_says_what_the_history_says(spec: Spec, told: ShareWorld) -> None:
    for number, row in enumerate(spec.rows("on"), 1):
        assert (number, _answer(told, row)) == (number, row["the register says"])
    for row in spec.rows("fair share on"):
        _check_counts(told, row)
    for asked in _groups(spec.rows("asked for")):
        _check_advice(told, asked)


def _answer(told: ShareWorld, row: Row) -> str:
    try:
        done = told.tell(row)
    except Refused as refused:
        told.told.append(None)
        return "; ".join(f"refused: {p.field} {p.code}" for p in refused.problems)
    told.told.append(done)
    return "already held" if done.result == "already_held" else ""


def _check_counts(told: ShareWorld, row: Row) -> None:
    share = told.share(row["fair share on"], row.get("known on", ""))
    year = None if row["year"] == "all" else row["year"].removeprefix("none")
    lines = [line for line in share.of_year(year) if name(line.place.id) == row["school"]]
    counts = dict(lines[0].counts) if lines else {}
    given = {"fair share on", "known on", "school", "year", "exempt"}
    for measure in row.keys() - given:
        assert str(counts.get(measure, 0)) == row[measure], (row, measure)
    if "exempt" in row:
        exempt = [told.named(str(one.number)) for line in lines for one in line.exemptions]
        assert "; ".join(exempt) == row["exempt"], row


def _groups(rows: list[Row]) -> Iterator[list[Row]]:
    keys = ("asked for", "today", "known on")
    for key in dict.fromkeys(tuple(row.get(k, "") for k in keys) for row in rows):
        yield [row for row in rows if tuple(row.get(k, "") for k in keys) == key]


def _check_advice(told: ShareWorld, rows: list[Row]) -> None:
    first = rows[0]
    found = told.advice(first["asked for"], first["today"], first.get("known on", ""))
    columns = [c for c in first if c not in {"asked for", "today", "known on"}]
    said = [{column: READ[column](one) for column in columns} for one in found.schools]
    assert said == [{column: row[column] for column in columns} for row in rows]


READ = {
    "school": lambda one: name(one.place.id),
    "order": lambda one: _order(one),
    "lines": lambda one: "; ".join(line.words for line in one.sums),
    "score": lambda one: one.score,
    "excused": lambda one: "; ".join(why.ground for why in one.excused),
    "journey": lambda one: one.journey,
    "preferred": lambda one: one.preferred.isoformat() if one.preferred else "",
}


def _order(one: Advised) -> str:
    if one.order is None:
        return "not compared" if one.why_not else ""
    return f"{one.order}{'=' if one.equal else ''}"
