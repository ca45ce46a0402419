"""A file of the steps of cases: each row through the panel's one way in, good rows kept."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from sqlmodel import Session

from fair_access.allocation import IMPLIED, read_allocation, with_places
from fair_access.fair_share.departure import said_of
from fair_access.fair_share.ledger import fair_share
from fair_access.foreseen import Foreseen
from fair_access.meetings.mend import CORRECTS, REASON
from fair_access.questions import movement_questions
from fair_access.steps import STEPS, CaseAllocated
from fair_access.telling import WHOM, given_in, tell, whom_it_names
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
    return frozenset({*REQUIRED, *own, *implied, CORRECTS, REASON})


def take_in_cases(
    session: Session,
    sheet: Sheet,
    *,
    place: PlaceFacts | None,
    by: Actor,
    progress: Callable[[int], None] | None = None,
    foreseen: Mapping[int, Foreseen] = MappingProxyType({}),
) -> IntakeReport:
    """Take in every row that can be, and say of each what became of it.

    A referral opens a case; any other step is of the pupil's latest case. `foreseen` is what
    `foresee_rows` found before the write lock was taken. Raises Unreadable where
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
        outcomes.append(_taken(session, row, by, foreseen.get(row.line)))
        if progress:
            progress(count)
    return IntakeReport.of(outcomes, [*sheet.notes, *notes])


def foresee_rows(session: Session, sheet: Sheet, by: Actor) -> dict[int, Foreseen]:
    """What fair share says of each place that a file allocates, by the row's line, as known before.

    A row that cannot be read or is of nobody known has none: taking it in says why.
    """
    ledger = cache(fair_share)
    found = {}
    for row in sheet.rows:
        kind, answers = _asked(row)
        if kind != CaseAllocated.id:
            continue
        try:
            pupil = whom_it_names(session, answers)
            own = {name: text for name, text in answers.items() if name not in WHOM}
            step = with_places(session, read_allocation(given_in(own))[0])
        except Refused:
            continue
        if pupil is not None:
            said = said_of(session, pupil, by.authority, step, today(), ledger)
            found[row.line] = Foreseen(pupil, step, said)
    return found


def _asked(row: Row) -> tuple[str, dict[str, str]]:
    """The kind of a row's step, and its other answers."""
    answers = {name: value for name, value in row.values.items() if name in known_columns()}
    return answers.pop("kind", "").strip().lower(), answers


def _taken(session: Session, row: Row, by: Actor, foreseen: Foreseen | None) -> Outcome:
    if row.problems:
        return refused(row)
    kind, answers = _asked(row)
    if kind not in STEPS:
        words = f'"{kind}" is no step of a case: use one of {", ".join(STEPS)}.'
        return refused(row, [Problem("kind", "unknown_kind", words)])
    try:
        with session.begin_nested():
            done = tell(session, kind, answers, by, today(), foreseen).done
    except Refused as no:
        return refused(row, no.problems)
    return Outcome(row.line, done.result, done.entry, (), done.concerns)
