"""Pupils no longer on roll in a COLLECT export: registered where unknown, and removed.

The census does not say on which of the fifteen grounds a name was deleted, and the register takes
no removal without: the sender adds a column `ground`, or sends a removal_from_roll.
"""

from collections.abc import Callable, Iterator

from sqlmodel import Session

from movements.actor import Actor
from movements.entry import Entry
from movements.identifiers import clean_upn
from movements.intake.collect_rows import PERSON, called, day_of, person
from movements.intake.columns import roll_layout
from movements.intake.pupils import take_in_pupils
from movements.intake.reading import Row, Sheet
from movements.intake.receipts import Outcome, refused
from movements.intake.roll_rows import in_time
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.register import entries, find_pupil, standing_of
from movements.superseded import superseded
from movements.take_in import take_in

GROUND = "ground"
_COLUMNS = {**PERSON, "on": "leavingdate"}
_COMMON = ("upn", "surname", "forename", "dob")


def take_in_leaver(
    session: Session, row: Row, place: PlaceFacts, by: Callable[[PlaceFacts], Actor]
) -> Outcome:
    """What becomes of one leaver; a removal held already needs no ground."""
    problems = list(_problems(row))
    if problems or row.problems:
        return refused(row, problems)
    try:
        with session.begin_nested():
            return _taken(session, row, place, by(place))
    except Refused as no:
        return refused(row, called(no.problems, _COLUMNS))


def _taken(session: Session, row: Row, place: PlaceFacts, by: Actor) -> Outcome:
    pupil = find_pupil(session, row.values["upn"])
    of_one = entries(session, [pupil]) if pupil else []
    left = day_of(row, "leavingdate")[0]
    removals = [e for e in _removals(of_one) if e.place_id == place.id]
    held = next((e for e in removals if e.on == left), None)
    if held is not None:
        return Outcome(row.line, "already_held", held.number)
    if not row.values.get(GROUND):
        raise Refused([_no_ground()])
    if left is None or standing_of(of_one, left).roll_at(place.id) is None:
        if removals:
            raise Refused([_left_otherwise(removals[-1])])
        _register(session, row, place, by)
    answers = {"upn": clean_upn(row.values["upn"]), "on": left, GROUND: row.values[GROUND]}
    done = take_in(session, "removal_from_roll", answers, place=place, by=by, source="csv")
    return Outcome(row.line, done.result, done.entry, (), done.concerns)


def _removals(of_one: list[Entry]) -> Iterator[Entry]:
    gone = superseded(of_one)
    return (e for e in of_one if e.kind == "removal_from_roll" and e.number not in gone)


def _register(session: Session, row: Row, place: PlaceFacts, by: Actor) -> None:
    """The registration that ended, which the register was never told of."""
    roll = Sheet([*PERSON, "on"], [person(row, on=row.values["leavingdate"])], [], [])
    report = take_in_pupils(session, roll, place=place, by=by, whole=False)
    if report.refused:
        raise Refused(report.outcomes[0].problems)


def _problems(row: Row) -> Iterator[Problem]:
    (read,) = in_time(roll_layout([*PERSON]), [person(row)])
    yield from called(tuple(read.problems), PERSON)
    left, wrong = day_of(row, "leavingdate")
    entered, _ = day_of(row, "entrydate")
    yield from wrong
    if left is None and not wrong:
        yield Problem("leavingdate", "missing", "Enter the day the pupil left.")
    if left and entered and left < entered:
        words = "The pupil leaves before the date of entry: check both dates."
        yield Problem("leavingdate", "before_start", words)


def _no_ground() -> Problem:
    return Problem(
        GROUND,
        "missing",
        "The census does not say on which ground the name was deleted. Add a column ground with "
        "its letter, a to o, or send a removal_from_roll.",
    )


def _left_otherwise(held: Entry) -> Problem:
    return Problem(
        "leavingdate",
        "left_otherwise",
        f"The register has the pupil off your roll since {held.on:%-d %B %Y} (entry "
        f"{held.number}). Check the date, or correct that entry.",
    )
