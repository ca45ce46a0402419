"""A file of the steps of cases: each row through the panel's one way in, good rows kept."""

from collections.abc import Callable
from datetime import date
from functools import cache

from sqlmodel import Session

from fair_access.allocation import IMPLIED
from fair_access.questions import movement_questions
from fair_access.steps import STEPS
from fair_access.telling import tell
from movements.actor import Actor
from movements.intake.movements import is_explanation
from movements.intake.reading import Row, Sheet, Unreadable
from movements.intake.receipts import IntakeReport, Outcome, refused
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.record import today

REQUIRED = ("kind", "upn", "on")


@cache
def known_columns() -> frozenset[str]:
    """Every column that some step, or a movement it implies, reads."""
    own = {name for step in STEPS.values() for name in step.fields()}
    implied = {field.name for name in IMPLIED for field in movement_questions(name, date.max)}
    return frozenset({*REQUIRED, *own, *implied})


def take_in_cases(
    session: Session,
    sheet: Sheet,
    *,
    place: PlaceFacts | None,
    by: Actor,
    progress: Callable[[int], None] | None = None,
) -> IntakeReport:
    """Take in every row that can be, and say of each what became of it.

    A referral opens a case; any other step is of the pupil's latest case. Raises Unreadable where
    the file has no column kind, upn or on.
    """
    missing = [name for name in REQUIRED if name not in sheet.columns]
    if missing:
        raise Unreadable(
            f"The file has no column {' or '.join(missing)} (it has {', '.join(sheet.columns)}). "
            "Every step of a case needs kind, upn and on: name the columns so."
        )
    unread = [name for name in sheet.columns if name not in known_columns()]
    notes = [f"Column {name} is not one we know, and was not read." for name in unread]
    outcomes = []
    rows = [row for row in sheet.rows if not is_explanation(row)]
    for count, row in enumerate(rows, 1):
        outcomes.append(_taken(session, row, by))
        if progress:
            progress(count)
    return IntakeReport.of(outcomes, [*sheet.notes, *notes])


def _taken(session: Session, row: Row, by: Actor) -> Outcome:
    if row.problems:
        return refused(row)
    answers = {name: value for name, value in row.values.items() if name in known_columns()}
    kind = answers.pop("kind", "").strip().lower()
    if kind not in STEPS:
        words = f'"{kind}" is no step of a case: use one of {", ".join(STEPS)}.'
        return refused(row, [Problem("kind", "unknown_kind", words)])
    try:
        with session.begin_nested():
            done = tell(session, kind, answers, by, today()).done
    except Refused as no:
        return refused(row, no.problems)
    return Outcome(row.line, done.result, done.entry, (), done.concerns)
