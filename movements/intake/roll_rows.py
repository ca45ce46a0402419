"""A roll's rows, typed: the registration and the details each claims, or what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from movements.identifiers import clean_upn, upn_problem
from movements.intake.columns import RollLayout
from movements.intake.reading import Row
from movements.kind import Kind
from movements.kinds import fill_in
from movements.problems import Problem, Refused
from movements.record import today

DETAILS = (
    *("surname", "forename", "dob", "sex", "nc_year", "sen_provision", "fsm", "ethnicity"),
    *("home_la", "looked_after", "protected"),
)
NEEDED = {"surname": "surname", "forename": "forename", "dob": "date of birth"}


@dataclass(frozen=True)
class RollRow:
    """A row of the roll, typed: the registration and the details it claims.

    `as_at` is the day the row says it was true on; its details may begin later, with the
    registration.
    """

    row: Row
    upn: str
    on_roll: Kind
    details: Kind
    answers: Mapping[str, str]
    as_at: date


class Read(NamedTuple):
    """A row of the file: typed where it can be, with what is wrong in it."""

    row: Row
    typed: RollRow | None
    problems: list[Problem]


def in_time(layout: RollLayout, rows: Iterable[Row]) -> list[Read]:
    """The rows typed, in the order of the days they were true on: each stands on those before."""
    read = [Read(row, *_typed(row, layout.answers(row.values))) for row in rows]
    return sorted(read, key=lambda one: one.typed.details.on if one.typed else date.min)


def renamed(problem: Problem) -> Problem:
    """The day of a registration is called entry_date in a roll."""
    field = "entry_date" if problem.field == "on" else problem.field
    return Problem(field, problem.code, problem.message)


def _typed(row: Row, answers: Mapping[str, str]) -> tuple[RollRow | None, list[Problem]]:
    upn = answers.get("upn", "")
    wrong = upn_problem(upn) if upn else "Enter the pupil's UPN."
    problems = [Problem("upn", "not_a_upn" if upn else "missing", wrong)] if wrong else []
    problems += [
        Problem(name, "missing", f"Enter the pupil's {words}.")
        for name, words in NEEDED.items()
        if not answers.get(name)
    ]
    as_at = answers.get("on") or today().isoformat()
    entry_date = answers.get("entry_date") or as_at
    own = {name: answers.get(name, "") for name in ("enrol_status", "joined")}
    on_roll, more = _filled("on_roll", {**own, "on": entry_date})
    problems += [renamed(problem) for problem in more]
    own = {name: answers.get(name, "") for name in DETAILS}
    details, more = _filled("pupil_details", {**own, "on": as_at})
    problems += [p for p in more if p.field != "on" or answers.get("on")]
    if on_roll is None or details is None:
        return None, problems
    true_on = details.on
    if true_on < on_roll.on:
        details = details.model_copy(update={"on": on_roll.on})
    return RollRow(row, clean_upn(upn), on_roll, details, answers, true_on), problems


def _filled(kind: str, answers: Mapping[str, Any]) -> tuple[Kind | None, list[Problem]]:
    try:
        return fill_in(kind, answers), []
    except Refused as refusal:
        return None, list(refusal.problems)
