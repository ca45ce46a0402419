"""What every door does with one step: answers in, an entry or every problem out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlmodel import Session, col, select

from fair_access.cases import cases_of
from fair_access.correct import correct_step
from fair_access.decide import not_your_case, open_case, take_step
from fair_access.foreseen import Foreseen
from fair_access.meetings.mend import CORRECTS, asked_to_mend
from fair_access.steps import CaseReferred
from movements.actor import Actor
from movements.identifiers import clean_upn, upn_problem
from movements.people_and_places import Pupil
from movements.problems import Problem, Refused
from movements.record import Recorded
from movements.register import find_pupil
from movements.scope import not_yours

WHOM = ("upn", "pupil")


@dataclass(frozen=True)
class CaseTold:
    """The case that a step was told of, and what became of the step."""

    case: str
    done: Recorded


def refer(session: Session, answers: Mapping[str, Any], by: Actor, today: date) -> CaseTold:
    """Refer the pupil whom `upn` or `pupil` names. Raises Refused with every problem found."""
    given = given_in(answers)
    pupil = whom_it_names(session, given)
    held = {one.id for one in cases_of(session, pupil, today)} if pupil else set()
    own = {name: value for name, value in given.items() if name not in WHOM}
    opened = open_case(session, pupil or "", own, by, today)
    (found,) = [one for one in cases_of(session, pupil or "", today) if one.id == opened]
    line = found.steps[0]
    result: Literal["accepted", "already_held"] = "already_held" if opened in held else "accepted"
    return CaseTold(opened, Recorded(line.number, result, found.pupil, line.concerns))


def told_step(
    session: Session,
    case_id: str,
    kind: str,
    answers: Mapping[str, Any],
    by: Actor,
    today: date,
    foreseen: Foreseen | None = None,
) -> Recorded:
    """Take the next step of a case; or, with `corrects`, correct the step of that number.

    `correction_reason` says why. Raises Refused with every problem found.
    """
    own, asked = asked_to_mend(answers)
    if asked is not None:
        return correct_step(session, case_id, kind, own, asked, by, today)
    return take_step(session, case_id, kind, own, by, today, foreseen)


def tell(
    session: Session,
    kind: str,
    answers: Mapping[str, Any],
    by: Actor,
    today: date,
    foreseen: Foreseen | None = None,
) -> CaseTold:
    """Refer a pupil, or take the next step of the pupil's latest case, as a row of a file says.

    With `corrects` the case is the one that has that step. `foreseen` is what fair share says of a
    place, worked out before. Raises Refused with every problem found; a pupil out of scope is
    answered as an unknown one is.
    """
    given = given_in(answers)
    corrects = str(given.get(CORRECTS, ""))
    if kind == CaseReferred.id and not corrects:
        return refer(session, answers, by, today)
    pupil = whom_it_names(session, given)
    found = cases_of(session, pupil, today) if pupil else []
    own = {name: value for name, value in given.items() if name not in WHOM}
    if not found:
        raise Refused([not_your_case()])
    meant = next((one for one in found if corrects in one.numbers), found[-1])
    done = told_step(session, meant.id, kind, own, by, today, foreseen)
    return CaseTold(meant.id, done)


def given_in(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Empty cells of a file are answers not given."""
    return {name: value for name, value in answers.items() if str(value or "").strip()}


def whom_it_names(session: Session, given: Mapping[str, Any]) -> str | None:
    """The pupil who is named; None for one that the register does not know.

    Raises Refused where nobody is named, or the UPN is none.
    """
    upn, pupil = (str(given.get(name, "")).strip() for name in WHOM)
    if not upn and not pupil:
        raise Refused([Problem("upn", "missing", "Enter the pupil's UPN.")])
    wrong = upn_problem(upn) if upn else None
    if wrong:
        raise Refused([Problem("upn", "not_a_upn", wrong)])
    borne = find_pupil(session, clean_upn(upn)) if upn else None
    if not pupil:
        return borne
    known = session.exec(select(Pupil.id).where(col(Pupil.id) == pupil)).first()
    if upn and known != borne:
        raise Refused([not_yours()])
    return known
