"""The fair share counted again from the bare rows of the register, by other means than its own.

Nothing of the ledger, of standings or of the fold of cases is used: rows, sorted, and what each
kind of them says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
from sqlmodel import Session

LIFTED = {
    "exclusion_cancelled": lambda said: True,
    "governors_met": lambda said: said.get("decision") == "reinstated",
    "governors_reconsidered": lambda said: said.get("outcome") == "reinstated",
}
"""What ends a permanent exclusion, by kind of entry."""
NO_PLACE = {"case_declined", "case_refusal_accepted", "case_withdrawn", "case_not_eligible"}
Counts = dict[tuple[str, str, str], int]
"""Place, year group, measure -> how many."""


def recounted(session: Session, schools: set[str], on: date, today: date) -> Counts:
    """Every count of the ledger that is not nought, on a day as known now."""
    told = _rows(session)
    children = _children(told[told.on <= on])
    hidden = {
        pupil
        for day in (on, today)
        for pupil, said in _children(told[told.on <= day]).items()
        if said.get("protected") == "Y"
    }
    begins = date(on.year if on.month > 8 else on.year - 1, 9, 1)
    happened = [*_happened(told[told.on <= on], begins), *_on_roll(told[told.on <= on], children)]
    found = pd.DataFrame(happened, columns=["measure", "place", "pupil"])
    found = found[found.place.isin(schools) & ~found.pupil.isin(hidden)]
    found["year"] = [str(children.get(p, {}).get("nc_year") or "") for p in found.pupil]
    counts = found.groupby(["place", "year", "measure"]).size()
    return {key: int(count) for key, count in counts.items()}


def _rows(session: Session) -> pd.DataFrame:
    """The rows that count: none that was corrected, withdrawn or redacted since, in their turn."""
    query = (
        'SELECT number, kind, "on", session, place_id AS place, pupil_id AS pupil, '
        "case_id AS of_case, corrects, details FROM entry WHERE pupil_id IS NOT NULL"
    )
    rows = session.connection().exec_driver_sql(query).all()
    columns = [
        "number",
        "kind",
        "on",
        "session",
        "place",
        "pupil",
        "of_case",
        "corrects",
        "details",
    ]
    every = pd.DataFrame(rows, columns=columns)
    gone: set[int] = set()
    for row in every[every.corrects.notna() & (every.kind != "redaction")].iloc[::-1].itertuples():
        if row.number not in gone:
            gone.add(int(row.corrects))
    same = _same_child(every)
    held = every[~every.number.isin(gone) & every.details.notna()].copy()
    held["on"] = pd.to_datetime(held.on).dt.date
    held["pupil"] = [same.get(one, one) for one in held.pupil]
    held["said"] = [json.loads(text) for text in held.details]
    return held.sort_values(["on", "session", "number"], kind="stable")


def _same_child(every: pd.DataFrame) -> dict[str, str]:
    """The other record of a child -> the one it is known by."""
    linked = every[every.kind == "records_linked"]
    return {row.pupil: json.loads(row.details)["same_as"] for row in linked.itertuples()}


def _children(told: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The details of each child, later ones added to earlier ones."""
    found: dict[str, dict[str, Any]] = {}
    for row in told[told.kind == "pupil_details"].itertuples():
        found.setdefault(row.pupil, {}).update(row.said)
    return found


def _on_roll(
    told: pd.DataFrame, children: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, str, str]]:
    """Main rolls of the day, with who of them is looked after or has a plan."""
    moved = told[told.kind.isin(["on_roll", "removal_from_roll"])]
    last = moved.groupby(["pupil", "place"]).tail(1)
    for row in last[last.kind == "on_roll"].itertuples():
        if row.said.get("enrol_status", "C") not in {"C", "M"}:
            continue
        child = children.get(row.pupil, {})
        yield "roll", row.place, row.pupil
        if child.get("looked_after") == "Y":
            yield "looked_after", row.place, row.pupil
        if child.get("sen_provision") == "E":
            yield "plans", row.place, row.pupil


def _happened(told: pd.DataFrame, begins: date) -> Iterator[tuple[str, str, str]]:
    before = date(begins.year - 1, 9, 1)
    for _case, steps in told[told.kind.str.startswith("case_")].groupby("of_case"):
        place, since = _place_of(steps)
        if place and since and since >= before:
            yield "admitted" if since >= begins else "admitted_last_year", place, _of(steps)
    yield from _moved(told, begins)
    yield from _excluded(told, begins)


def _of(steps: pd.DataFrame) -> str:
    return str(steps.pupil.iloc[0])


def _place_of(steps: pd.DataFrame) -> tuple[str | None, date | None]:
    """The school place that a case has come to, and the day the school was asked for it."""
    place: str | None = None
    since: date | None = None
    movement, started = "on_roll", False
    for row in steps.itertuples():
        said, kind = row.said, row.kind
        if kind == "case_allocated":
            place, since, movement, started = said["to_place"], row.on, said["movement"], False
        elif kind == "case_directed":
            since = since or row.on
        elif kind in {"case_direction_consulted", "case_academy_asked"} and place is None:
            place = said.get("to_place")
        elif kind == "case_started":
            started = True
        elif (
            kind in NO_PLACE
            or (kind == "case_determined" and said["admits"] == "N")
            or (kind == "case_broke_down" and not started)
        ):
            place, since = None, None
    return (place if movement in {"on_roll", "managed_move"} else None), since


def _comes_to_nothing(row: Any, *, started: bool) -> bool:
    if row.kind == "case_determined":
        return bool(row.said["admits"] == "N")
    return bool(row.kind == "case_broke_down" and not started)


def _about(told: pd.DataFrame, row: Any, kind: str) -> int | None:
    """The entry that a milestone carries on: the one it names, or the child's last before it."""
    if row.said.get("episode"):
        return int(row.said["episode"])
    theirs = told[(told.kind == kind) & (told.pupil == row.pupil) & (told.on <= row.on)]
    return None if theirs.empty else int(theirs.number.iloc[-1])


def _moved(told: pd.DataFrame, begins: date) -> Iterator[tuple[str, str, str]]:
    ended = told[told.kind == "managed_move_ended"]
    failed = {
        _about(told, row, "managed_move")
        for row in ended.itertuples()
        if row.said["outcome"] != "success"
    }
    for row in told[(told.kind == "managed_move") & told.of_case.isna()].itertuples():
        if row.on >= begins and row.number not in failed:
            yield "moves_in", row.said["to_place"], row.pupil
            if row.place:
                yield "moves_out", row.place, row.pupil


def _excluded(told: pd.DataFrame, begins: date) -> Iterator[tuple[str, str, str]]:
    lifted = {
        _about(told, row, "permanent_exclusion")
        for row in told[told.kind.isin([*LIFTED])].itertuples()
        if LIFTED[row.kind](row.said)
    }
    rolls = told[told.kind == "on_roll"]
    for row in told[told.kind == "permanent_exclusion"].itertuples():
        if row.number in lifted or not row.place:
            continue
        if row.on >= begins:
            yield "excluded_lost", row.place, row.pupil
        after = rolls[
            (rolls.pupil == row.pupil) & (rolls.on >= row.on) & (rolls.place != row.place)
        ]
        taken = next((x for x in after.itertuples() if _takes(x)), None)
        if taken is not None and taken.on >= begins:
            yield "excluded_taken", taken.place, row.pupil


def _takes(row: Any) -> bool:
    return row.said.get("enrol_status", "C") in {"C", "M"}
