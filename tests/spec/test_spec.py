"""Tells every spec to an empty register, and checks what the register says."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import get_args

import pytest

from fair_access.cases import case_clocks
from movements.clock import State
from movements.due import DueItem, due
from movements.due_settings import due_of_settings
from movements.exclusion_law import suspended_in_year
from movements.ledger import OutOfSight, ledger
from movements.local_rules import KIND as LOCAL_RULE
from movements.not_sent import not_sent
from movements.place_kinds import PLACE_KINDS
from movements.problems import Concern, Problem, Refused
from movements.record import Recorded
from movements.register import Line, history, standing
from movements.responsible import SLOTS, expected_at
from movements.school_days import Calendars, calendars
from movements.spells import OutOfSightSpell, spells
from movements.standing import Standing
from movements.suspended import sessions_suspended
from tests.spec.pages import SPECS, Row, Spec
from tests.spec.world import LATER, World, name

TO_WHO_TELLS = "note: first_told"
"""Said to whoever is first to tell of a child, and in no history."""
EVERY_STATE: tuple[State, ...] = get_args(State)
READ_BY = {
    *("on", "lawful way of row", "row", "clock", "by the end of", "ledger", "on the day"),
    *("out of sight", "not sent"),
}
"""The first column of each table that a check below reads."""


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_the_register_says_what_the_spec_says(spec: Spec, told: World) -> None:
    rows = spec.rows("on")
    assert rows, "a spec tells a history"
    for number, row in enumerate(rows, 1):
        assert (number, _answer(told, row)) == (number, _items(row["the register says"]))
    _check_ways(told, spec.rows("lawful way of row"))
    _check_history(told, spec, rows)
    _check_clocks(told, spec.rows("clock"))
    _check_standing(told, spec.rows("by the end of"))
    _check_ledger(told, spec.rows("ledger"))
    _check_ledger(told, spec.rows("on the day"))
    _check_spells(told, spec.rows("out of sight"))
    _check_not_sent(told, spec.rows("not sent"))


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_every_table_of_a_spec_is_read(spec: Spec) -> None:
    assert {table.columns[0] for table in spec.tables} <= READ_BY


def _items(cell: str) -> list[str]:
    return sorted(item.strip() for item in cell.split(";") if item.strip())


def _answer(told: World, row: Row) -> list[str]:
    try:
        done = told.tell(row)
    except Refused as refused:
        told.told.append(None)
        return sorted(_problem(problem) for problem in refused.problems)
    told.told.append(done)
    held = ["already held"] if done.result == "already_held" else []
    return sorted([*held, *_concerns(done.concerns)])


def _problem(problem: Problem) -> str:
    assert problem.message.endswith("."), "a problem is a sentence"
    return f"refused: {problem.field} {problem.code}"


def _concerns(concerns: Iterable[Concern]) -> list[str]:
    for concern in concerns:
        assert concern.message.endswith("."), "a concern is a sentence"
    return sorted(f"note: {c.code}" if c.level == "note" else c.code for c in concerns)


def _check_ways(told: World, rows: list[Row]) -> None:
    """What a form shows before it records such a row: the kind to record in its place, or none."""
    for row in rows:
        done = told.told[int(row["lawful way of row"]) - 1]
        assert done is not None
        (concern,) = (c for c in done.concerns if c.code == row["concern"])
        way = concern.instead
        assert (way.kind if way else "") == row["record instead"], row
        carried = {n: told.named(v) for n, v in way.answers.items()} if way else {}
        said = "; ".join(f"{name}={value}" for name, value in carried.items())
        assert said == row["carrying"], row


def _check_history(told: World, spec: Spec, rows: list[Row]) -> None:
    """What was said when a row was taken in is said again on reading, or what the spec says."""
    otherwise = {int(row["row"]): row["in history"] for row in spec.rows("row")}
    lines = {line.number: line for child in _children(rows) for line in _lines(told, child)}
    for at, done in enumerate(told.told, 1):
        if done is None or done.result == "already_held" or not done.pupil:
            continue  # nothing of a pupil was told
        line = lines[done.entry]
        expected = otherwise.get(at)
        if expected is None:
            assert line.in_force, f"row {at} is struck out: say so under 'row, in history'"
            expected = rows[at - 1]["the register says"].replace(TO_WHO_TELLS, "")
        assert (at, _in_history(line, told.told)) == (at, _items(expected))
        assert line.sentence


def _children(rows: list[Row]) -> set[str]:
    of_pupils = (row for row in rows if row["kind"] not in {*PLACE_KINDS, LOCAL_RULE})
    taken = (row for row in of_pupils if "refused" not in row["the register says"])
    return {row.get("child") or "amy" for row in taken}


def _lines(told: World, child: str) -> list[Line]:
    return history(told.session, told.pupil(child), today=LATER.date())


def _in_history(line: Line, made: list[Recorded | None]) -> list[str]:
    if line.in_force:
        return _concerns(line.concerns)
    assert not line.concerns, "what no longer counts raises no concern"
    rows = (at for at, done in enumerate(made, 1) if done and done.entry == line.corrected_by)
    by = next(rows, None)
    # No row where an approval recorded the correction by itself.
    return [f"struck out by #{by}" if by else "struck out"]


def _check_clocks(told: World, rows: list[Row]) -> None:
    for row in rows:
        today = date.fromisoformat(row["today"])
        pupils = [told.pupil(row["child"])] if row.get("child") else None
        items = due(told.session, today, pupil_ids=pupils, states=EVERY_STATE)
        items += due_of_settings(told.session, today, states=EVERY_STATE)
        items += (i for i in _of_cases(told, today) if pupils is None or i.pupil in pupils)
        asked = [column for column in OWED if column in row]
        found = [i for i in items if i.clock.id == row["clock"]]
        about = ("clock", "today", "child")
        same = [r for r in rows if all(r.get(one) == row.get(one) for one in about)]
        wanted = [(r["due"], r["state"], *(r[one] for one in asked)) for r in same if r["due"]]
        said = [(i.due.isoformat(), i.state, *(OWED[one](i) for one in asked)) for i in found]
        assert said == wanted, row


def _of_cases(told: World, today: date) -> list[DueItem]:
    return case_clocks(told.session, None, today, EVERY_STATE) if told.cases else []


OWED: dict[str, Callable[[DueItem], str]] = {
    "owed by": lambda item: item.owner,
    "whose": lambda item: name(item.whose),
}
COUNTED: dict[str, Callable[[Standing, date, Calendars], object]] = {
    "sessions suspended": lambda s, on, of: sessions_suspended(
        s.suspensions, date.min, date.max, of
    ),
    "in the school year": lambda s, on, of: suspended_in_year(s.suspensions, on, of).sessions,
}
READ: dict[str, Callable[[Standing], object]] = {
    "rolls": lambda s: ", ".join(f"{name(r.place)} {r.status}" for r in s.rolls),
    "since": lambda s: ", ".join(r.since.isoformat() for r in s.rolls),
    "placed at": lambda s: ", ".join(name(p.place or p.setting_type) for p in s.provision),
    "responsible": lambda s: ", ".join(name(place) for place in s.responsible),
    "moving to": lambda s: name(s.pending_move) if s.pending_move else "",
    "forename": lambda s: s.details.get("forename", ""),
    "authority": lambda s: s.authority or "",
    "expected": lambda s: "; ".join(_expected(s)),
    "last seen": lambda s: f"{s.last_seen.on} {s.last_seen.how}" if s.last_seen else "",
    "left": lambda s: ", ".join(name(spell.place) for spell in s.former),
}


def _expected(then: Standing) -> Iterator[str]:
    """Each place with the sessions of the week for which it expects the pupil."""
    slots = [expected_at(then, slot) for slot in SLOTS]
    for place in dict.fromkeys(place for at in slots for place in at):
        week = "".join("1" if place in at else "0" for at in slots)
        yield f"{name(place)} {'all week' if '0' not in week else week}"


def _check_standing(told: World, rows: list[Row]) -> None:
    for row in rows:
        on, _, half = row["by the end of"].partition(" ")
        known = date.fromisoformat(row["known on"]) if row.get("known on") else None
        pupil = told.pupil(row.get("child") or "amy")
        then = standing(told.session, pupil, date.fromisoformat(on), half or "PM", known)
        for column, read in READ.items():
            if column in row:
                assert (column, str(read(then))) == (column, row[column]), row
        for column, count in COUNTED.items():
            if column in row:
                said = count(then, date.fromisoformat(on), calendars(told.session))
                assert (column, str(said)) == (column, row[column]), row


def _check_ledger(told: World, rows: list[Row]) -> None:
    """The rows of a day are all that the ledger asks on it."""
    for day in dict.fromkeys(row["on the day"] for row in rows):
        wanted = [row for row in rows if row["on the day"] == day]
        columns = [column for column in wanted[0] if column != "on the day"]
        held = ledger(told.session, date.fromisoformat(day))
        found = [[_asked(told, one, column) for column in columns] for one in held]
        asked = [[row[column] for column in columns] for row in wanted if row["ledger"]]
        assert sorted(found) == sorted(asked), day


def _check_not_sent(told: World, rows: list[Row]) -> None:
    """The rows of a day are all the places that are asked about days they have sent nothing of."""
    for day in dict.fromkeys(row["on the day"] for row in rows):
        wanted = [row for row in rows if row["on the day"] == day and row["not sent"]]
        found = not_sent(told.session, date.fromisoformat(day))
        said = [(name(one.place), one.about) for one in found]
        assert said == sorted((row["not sent"], row["about"]) for row in wanted), day


ASKED: dict[str, Callable[[OutOfSight], str]] = {
    "ledger": lambda one: one.cause,
    "since": lambda one: one.since.isoformat(),
    "school days": lambda one: str(one.school_days),
    "owner": lambda one: name(one.owner),
    "places": lambda one: ", ".join(name(place) for place in one.places),
    "about": lambda one: one.about,
    "basis": lambda one: one.basis.cite,
}


def _asked(told: World, one: OutOfSight, column: str) -> str:
    if column == "child":
        return next(child for child in told.children() if told.pupil(child) == one.pupil)
    return ASKED[column](one)


SPELLS: dict[str, Callable[[OutOfSightSpell], str]] = {
    "out of sight": lambda spell: spell.cause,
    "from": lambda spell: " ".join((spell.first.on.isoformat(), spell.first.session)),
    "to": lambda spell: " ".join((spell.last.on.isoformat(), spell.last.session)),
    "sessions": lambda spell: str(spell.sessions),
    "since": lambda spell: spell.since.isoformat(),
    "school days": lambda spell: str(spell.school_days),
    "owner": lambda spell: name(spell.owner),
    "goes on": lambda spell: "yes" if spell.goes_on else "",
}


def _check_spells(told: World, rows: list[Row]) -> None:
    """The rows of a range are all the spells that the ledger finds in it, in order."""
    for between in dict.fromkeys(row["between"] for row in rows):
        wanted = [row for row in rows if row["between"] == between]
        first, last = map(date.fromisoformat, between.split(" and "))
        columns = [column for column in wanted[0] if column != "between"]
        found = [[SPELLS[c](spell) for c in columns] for spell in spells(told.session, first, last)]
        assert found == [[row[c] for c in columns] for row in wanted if row["out of sight"]]
