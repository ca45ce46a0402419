"""Correcting a step of a case: the day it was taken, or another of its answers.

A correction is an entry of the same kind that names the one it corrects, with a reason. It takes
that one's turn: the case is read with it, the history keeps both. A step that recorded a movement
corrects that with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlmodel import Session

from fair_access.allocation import answered_by_step, read_allocation, with_places
from fair_access.case_reader import Case
from fair_access.case_state import CaseState
from fair_access.cases import case as case_now
from fair_access.cases import visible_case
from fair_access.copied import copies
from fair_access.decide import (
    Instead,
    OfCase,
    append_step,
    at_its_meeting,
    linked,
    not_your_case,
    places_known,
    says_the_same,
)
from fair_access.earlier import facts_for
from fair_access.meetings.mend import CORRECTS, REASON, Mending
from fair_access.moved_again import MovingAgain
from fair_access.steps import (
    ADVISED,
    COPIED,
    MOVEMENT_ENTRY,
    STEPS,
    CaseAllocated,
    CaseBefore,
    CaseReferred,
    Step,
    Taken,
    TakenStep,
    step_of,
    steps_of,
)
from movements.actor import Actor
from movements.codes import CODE_SETS
from movements.entry import Entry, canonical
from movements.kind import Kind, Placed, SeveralPlaced, typed
from movements.problems import Problem, Refused
from movements.record import Recorded
from movements.record import today as today_in_england
from movements.register import entries, movement_of, standing_of
from movements.third_party import to_check


def may_correct(kind: str, organisation: str, by: Actor) -> bool:
    """Whether an actor may correct a step of a case in sight: who may take it may.

    A school only what it told itself. A letter stays as it was made.
    """
    model = STEPS[kind]
    if not model.by_form or by.role not in model.recorded_by:
        return False
    return by.role != "school" or organisation in by.places


@dataclass(frozen=True)
class Held:
    """What a step answers, its movement's answers among them, and which of them are left out.

    `fixed` are asked of nobody and stay as they are: of an allocation the place, since another is
    another decision; of a protected child every place. `withheld` is what people wrote of such a
    child: it is not shown, and stays unless it is answered anew.
    """

    answers: Mapping[str, Any]
    fixed: frozenset[str]
    withheld: frozenset[str]

    @property
    def shown(self) -> dict[str, Any]:
        """What a form may begin with."""
        out = self.fixed | self.withheld
        return {name: value for name, value in self.answers.items() if name not in out}

    def completed(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers given, with those that stay."""
        own = self.answers.items()
        return {n: value for n, value in own if n in self.fixed | self.withheld} | dict(answers)


def held_answers(held: Sequence[Entry], number: int, *, protected: bool) -> Held:
    """What the step of an entry answers, for its correction."""
    by_number = {entry.number: entry for entry in held}
    step, taken = step_of(by_number[number]) or (None, Taken(0))
    moved = by_number.get(taken.movement_entry) if isinstance(step, CaseAllocated) else None
    movement = movement_of(moved) if moved else None
    told = [one for one in (movement, step) if one is not None]
    answers = {name: value for one in told for name, value in one.details().items()}
    fixed = {"to_place", "movement"} if isinstance(step, CaseAllocated) else set()
    if isinstance(step, CaseAllocated):
        for name in answered_by_step(step.movement) - {"to_place", "starts_on"}:
            answers.pop(name, None)
    withheld: set[str] = set()
    if protected:
        fixed |= {n for one in told for mark in (Placed, SeveralPlaced) for n in one.marked(mark)}
        withheld = {name for one in told for name in to_check(type(one))} - fixed
    return Held(answers, frozenset(fixed), frozenset(withheld))


@dataclass(frozen=True)
class _Correcting:
    """A step to be corrected, among the entries of its pupil and the steps of its case."""

    session: Session
    case: Case
    held: Sequence[Entry]
    steps: Sequence[TakenStep]
    one: TakenStep
    by: Actor

    def before(self, step: Step, then: CaseState) -> CaseBefore:
        """What the correction is judged against: the step's own movement is none of it."""
        rest = [e for e in self.held if e.number != self.one.taken.movement_entry]
        places = places_known(self.session, step, rest)
        facts = facts_for(self.one.entry, self.case.id, rest, places)
        return CaseBefore(then, standing_of(rest, step.on), facts)

    def details(self, step: Step) -> dict[str, Any]:
        """What the correction's entry is to hold: what was advised on the day stays as it was."""
        told = self.one.entry.answers()
        kept = {name: told[name] for name in (ADVISED, MOVEMENT_ENTRY) if name in told}
        if isinstance(step, CaseReferred):
            kept[COPIED] = copies(self.session, self.case.pupil, self.held, step.on)
        return step.details() | step.keeps(self.before(step, self.one.before)) | kept

    def as_corrected(self, step: Step) -> list[TakenStep]:
        """The steps as they would be."""
        last = self.one.entry._replace(
            number=max(entry.number for entry in self.held) + 1,
            on=step.on,
            corrects=self.one.entry.number,
            details=canonical(self.details(step)),
        )
        return list(steps_of([*(e for e in self.held if e.case_id == self.case.id), last]))


def correct_step(
    session: Session,
    case_id: str,
    step_id: str,
    answers: Mapping[str, Any],
    asked: Mending,
    by: Actor,
    today: date | None = None,
) -> Recorded:
    """Correct a step of a case, or find that the same correction is held already.

    Raises Refused with every problem of the answers, then of the case as it would be, then of the
    movement that goes with the step; a case out of scope is refused as an unknown one is.
    """
    today = today or today_in_england()
    found = visible_case(session, case_id, today, by, show_protected=True)
    if found is None:
        raise Refused([not_your_case()])
    held = entries(session, [found.pupil])
    steps = list(steps_of(entry for entry in held if entry.case_id == found.id))
    one = _step_meant(held, steps, step_id, asked, by)
    making = _Correcting(session, found, held, steps, one, by)
    step, read = _read(making, answers, today)
    same = _held(making, step, asked)
    if same is not None:
        return _recorded(session, found, same, "already_held", today)
    _check(making, step, asked, today)
    moving = MovingAgain(session, steps, held, by, str(asked.reason))
    moved = moving.moved(one, step, read)
    details = making.details(step) | ({MOVEMENT_ENTRY: moved} if moved else {})
    of = OfCase(found.id, found.record, found.authority)
    instead = Instead(one.entry.number, asked.reason)
    entry = append_step(session, step, of, by, details, instead)
    return _recorded(session, found, entry.number, "accepted", today)


def _step_meant(
    held: Sequence[Entry], steps: Sequence[TakenStep], step_id: str, asked: Mending, by: Actor
) -> TakenStep:
    """The step of the number asked for. Raises Refused where it cannot be corrected so."""
    one = next((x for x in steps if asked.number in map(str, x.numbers)), None)
    if one is None:
        words = "This case has no step of that number: give the number of the step's entry."
        raise Refused([Problem(CORRECTS, "no_such_entry", words)])
    if one.entry.kind != step_id:
        words = f"Entry {asked.number} is a step of kind {one.entry.kind}: send that kind."
        raise Refused([Problem(CORRECTS, "other_kind", words)])
    if not one.step.by_form:
        words = f'"{one.step.title}" stays as it is.'
        raise Refused([Problem(CORRECTS, "stays", words)])
    told = next(e for e in held if str(e.number) == asked.number)
    if not may_correct(told.kind, told.organisation, by):
        words = "This is for who told it, or the authority, to correct."
        raise Refused([Problem(CORRECTS, "not_allowed", words)])
    return one


def _read(making: _Correcting, answers: Mapping[str, Any], today: date) -> tuple[Step, Kind | None]:
    """The step as it is corrected, and the movement of an allocation. Raises Refused."""
    read: Kind | None = None
    model = type(making.one.step)
    protected = making.case.protected
    known = held_answers(making.held, making.one.entry.number, protected=protected)
    if protected and known.fixed & {*answers}:
        words = "Leave this out: of a protected child a place stays as it is."
        raise Refused([Problem(name, "withheld", words) for name in known.fixed & {*answers}])
    step: Step
    if model is CaseAllocated:
        step, read = read_allocation(known.completed(answers))
    else:
        step = typed(model, known.completed(answers))
    step = with_places(making.session, step)
    if isinstance(step, CaseReferred):
        own = making.one.step.value("referred_by") if making.by.role == "school" else None
        step = step.model_copy(update={"referred_by": own or step.referred_by})
        return linked(step, standing_of(making.held, step.on)), None
    return at_its_meeting(making.session, step, making.case, making.by, today), read


def _held(making: _Correcting, step: Step, asked: Mending) -> int | None:
    """The correction that says the same, where it was sent before."""
    told = (e for e in making.held if str(e.corrects) == asked.number and e.kind == step.id)
    return next((e.number for e in told if says_the_same(e, step)), None)


def _check(making: _Correcting, step: Step, asked: Mending, today: date) -> None:
    problems = [*_problems(making, step, asked, today)] or [*_out_of_turn(making, step)]
    if problems:
        raise Refused(problems)


def _problems(making: _Correcting, step: Step, asked: Mending, today: date) -> Iterator[Problem]:
    if str(making.one.entry.number) != asked.number:
        now = making.one.entry.number
        words = f"Entry {asked.number} was corrected already, by entry {now}: correct that one."
        yield Problem(CORRECTS, "already_corrected", words)
        return
    wrong = CODE_SETS["CORRECTION_REASONS"].problem(asked.reason or "", today)
    if wrong:
        yield Problem(REASON, "unknown_code" if asked.reason else "missing", wrong)
    if says_the_same(making.one.entry, step) and not isinstance(step, CaseAllocated):
        yield Problem("on", "nothing_changed", "This is what the step says: change an answer.")
    yield from _elsewhere(making.one.step, step)
    yield from step.problems(making.before(step, making.one.before), today)


def _elsewhere(held: Step, step: Step) -> Iterator[Problem]:
    """A place at another school is another decision."""
    if not isinstance(held, CaseAllocated):
        return
    words = "Another place is another decision: record what became of this one, and allocate that."
    for name in ("to_place", "movement"):
        if held.value(name) != step.value(name):
            yield Problem(name, "another_place", words)


def _out_of_turn(making: _Correcting, step: Step) -> Iterator[Problem]:
    """A step stays between those before and after it, and each must still be able to follow."""
    first = making.one.first
    later = [x for x in making.steps if (x.entry.on, x.first) > (making.one.entry.on, first)]
    following = next((x for x in later if x.entry.on < step.on), None)
    if following is not None:
        words = (
            f"The next step, {following.step.title.lower()}, was on "
            f"{following.entry.on:%-d %B %Y}. Give that day or an earlier one, or correct that "
            "step first."
        )
        yield Problem("on", "after_next_step", words)
        return
    for x in making.as_corrected(step):
        if x.first != first and not x.step.fits(x.before):
            words = (
                f"After this, {x.step.title.lower()} (entry {x.entry.number}) could not have been "
                "recorded: correct that step first."
            )
            yield Problem("step", "breaks_later", words)
            return


def _recorded(
    session: Session,
    found: Case,
    number: int,
    result: Literal["accepted", "already_held"],
    today: date,
) -> Recorded:
    """With what is to be said of the step as it stands in the case now."""
    now = case_now(session, found.id, today, show_protected=True)
    lines = now.steps if now else ()
    said = next((line.concerns for line in lines if line.number == number), ())
    return Recorded(number, result, found.pupil, said)
