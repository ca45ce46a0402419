"""The one way in for cases: open one, take its next step.

An allocation records the movement it implies in the same transaction: the movement's entry bears
the case, and the step's details name the movement's entry. (A movement that the register held
already is named too; nothing can be added to it.)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlmodel import Session

from fair_access.allocation import (
    AnyStep,
    going_to,
    on_step_fields,
    read_allocation,
    recorded_for,
    with_places,
)
from fair_access.case_reader import Case
from fair_access.case_state import CaseState
from fair_access.cases import cases_of, visible_case
from fair_access.copied import copies
from fair_access.earlier import facts_for
from fair_access.eligibility import behaviour_refusals
from fair_access.foreseen import Foreseen, share_of
from fair_access.meetings.book import book
from fair_access.meetings.sight import before_panel
from fair_access.meetings.step_at import meeting_of, meetings_of, not_in_order
from fair_access.moves import Moving, record_anew, record_move
from fair_access.steps import (
    ADVISED,
    COPIED,
    MOVEMENT_ENTRY,
    OVERRODE,
    STEPS,
    AtMeeting,
    CaseAllocated,
    CaseBefore,
    CaseInformationGiven,
    CaseReferred,
    Step,
    Taken,
)
from fair_access.withheld import places_named
from movements.actor import Actor
from movements.corrections import no_longer_so
from movements.entry import Entry, canonical
from movements.kind import Kind, SeveralPlaced, typed
from movements.local_rules import local_rules
from movements.people_and_places import new_id
from movements.places import PlaceFacts, place_facts
from movements.problems import Concern, Problem, Refused
from movements.record import Recorded, Told, append
from movements.record import today as today_in_england
from movements.register import entries, standing_of
from movements.scope import not_yours
from movements.standing import Standing
from movements.unconfirmed import doubted_places

MEETING = "meeting"


class OfCase(NamedTuple):
    """Whose a step is: the case, the record of the pupil it was opened for, the authority."""

    case: str
    pupil: str
    authority: str | None


class Instead(NamedTuple):
    """The entry that a step corrects, and why, by code."""

    entry: int
    reason: str | None


def open_case(
    session: Session,
    pupil: str,
    answers: Mapping[str, Any],
    by: Actor,
    today: date | None = None,
) -> str:
    """Refer a pupil. The id of the case opened, or of the case the same referral opened before.

    A school refers a pupil on its roll, an officer a pupil of the authority. Raises Refused; a
    pupil out of scope is refused in the words used for a pupil nobody knows.
    """
    today = today or today_in_england()
    held = entries(session, [pupil])
    standing = standing_of(held, today)
    authority = _authority(standing, by)
    step = with_places(session, typed(CaseReferred, answers))
    step = step.model_copy(update={"referred_by": _referring(step, standing, by)})
    step = linked(step, standing_of(held, step.on))
    # A case of another authority is neither this one's to withdraw nor to be told of.
    earlier = [one for one in cases_of(session, pupil, today) if one.authority == authority]
    same = _same_referral(held, step, earlier)
    if same is not None:
        return same
    before = CaseBefore(CaseState(), standing_of(held, step.on))
    problems = [*step.problems(before, today), *_one_at_a_time(earlier)]
    if problems:
        raise Refused(problems)
    case_id = new_id("c")
    details = step.details() | {COPIED: copies(session, pupil, held, step.on)}
    append_step(session, step, OfCase(case_id, pupil, authority), by, details)
    return case_id


def _authority(standing: Standing, by: Actor) -> str:
    """The authority whose case it is: the officer's own, or the child's home authority."""
    home = {standing.home_authority, standing.authority}
    if by.role == "la_officer" and by.authority and by.authority in home:
        return by.authority
    if by.role != "school" or not _own_rolls(standing, by):
        raise Refused([not_yours()])
    if standing.home_authority is None:
        message = "The child's authority is not known: send pupil details with home_la first."
        raise Refused([Problem("pupil", "no_authority", message)])
    return standing.home_authority


def _own_rolls(standing: Standing, by: Actor) -> list[str]:
    """Not one where it has the pupil by its own word: a referral copies what was told before."""
    confirmed = by.places - doubted_places(standing)
    return [roll.place for roll in standing.rolls if roll.place in confirmed]


def _referring(step: CaseReferred, standing: Standing, by: Actor) -> str | None:
    """The school that refers: a school's own, which it need not name; any that an officer names."""
    if by.role != "school":
        return step.referred_by
    own = _own_rolls(standing, by)
    if step.referred_by is not None and step.referred_by not in own:
        message = "Name a school that you speak for and that has the pupil on its roll."
        raise Refused([Problem("referred_by", "not_yours", message)])
    return step.referred_by or own[-1]


def linked(step: CaseReferred, then: Standing) -> CaseReferred:
    """A referral under category j with the latest refusal that is held, where none is named."""
    if step.category != "j" or step.refusal_entry is not None:
        return step
    held = [*behaviour_refusals(then, step.on)]
    return step.model_copy(update={"refusal_entry": held[-1]}) if held else step


def _same_referral(
    held: Sequence[Entry], step: CaseReferred, earlier: Sequence[Case]
) -> str | None:
    standing = {one.id for one in earlier if one.state.state != "withdrawn"}
    own = [entry for entry in held if entry.kind == step.id and entry.case_id in standing]
    return next((entry.case_id for entry in own if says_the_same(entry, step)), None)


def says_the_same(entry: Entry, step: Step) -> bool:
    """Whether an entry has the answers of a step, on the same day."""
    answers, told = entry.answers(), step.details()
    # Where no meeting is named the entry may keep that of the day.
    unsaid = () if MEETING in told else (MEETING,)
    for never_answered in (MOVEMENT_ENTRY, COPIED, ADVISED, OVERRODE, *unsaid):
        answers.pop(never_answered, None)
    return entry.on == step.on and canonical(answers) == canonical(told)


def _one_at_a_time(earlier: Sequence[Case]) -> Iterator[Problem]:
    if any(one.state.waits_for_a_place for one in earlier):
        message = "A case is open for this pupil already. Go on with it, or have it withdrawn."
        yield Problem("pupil", "open_case", message)


def take_step(
    session: Session,
    case_id: str,
    step_id: str,
    answers: Mapping[str, Any],
    by: Actor,
    today: date | None = None,
    foreseen: Foreseen | None = None,
) -> Recorded:
    """Take the next step of a case, or find that the same step is held already.

    `foreseen` is what fair share says of a place to be allocated, worked out before; without it, it
    is worked out here.
    Raises Refused with every problem of the answers, then of the case's state, then of the
    movement an allocation implies; a case out of scope is refused as an unknown one is.
    """
    today = today or today_in_england()
    case = visible_case(session, case_id, today, by, show_protected=True)
    if case is None:
        raise Refused([not_your_case()])
    model = _step_named(step_id, by)
    _speaks_for_it(case, model, by)
    held = entries(session, [case.pupil])
    if model is CaseAllocated:
        return _allocate(session, case, held, answers, by, today, foreseen)
    step = with_places(session, typed(model, answers))
    same = next(_held(held, case, step), None)
    if same is not None and not step.says_more(_before(session, step, case, held)):
        return _recorded(session, same.number, "already_held", step, case)
    step = at_its_meeting(session, step, case, by, today)
    _check(session, step, case, held, today)
    moving = Moving(session, case.id, case.record, by, held)
    moved = record_move(moving, step, case.state, step.apply(case.state, Taken(0)))
    details = step.details() | step.keeps(_before(session, step, case, held))
    details |= {MOVEMENT_ENTRY: moved} if moved else {}
    entry = append_step(session, step, _of(case), by, details)
    return _recorded(session, entry.number, "accepted", step, case)


def open_steps(case: Case, by: Actor) -> list[type[Step]]:
    """The steps that the state allows and that the actor may take, in their order."""
    found = []
    for model in STEPS.values():
        if model is CaseReferred or not model.by_form or not model.fits(case.state):
            continue
        try:
            _step_named(model.id, by)
            _speaks_for_it(case, model, by)
        except Refused:
            continue
        found.append(model)
    return found


def not_your_case() -> Problem:
    """One answer for an unknown case and for a case outside the actor's scope."""
    return Problem("case", "not_yours", "This is not a case you can act on. Check its number.")


def _step_named(step_id: str, by: Actor) -> type[Step]:
    """The class of a step that may be taken in an open case, by this role."""
    model = STEPS.get(step_id)
    if model is None or model is CaseReferred:
        steps = ", ".join(name for name in STEPS if name != CaseReferred.id)
        message = f'"{step_id}" is not a step of an open case: use one of {steps}.'
        raise Refused([Problem("step", "unknown_step", message)])
    if by.role not in model.recorded_by:
        raise Refused([Problem("step", "not_allowed", "Your role may not take this step.")])
    if not model.by_form:
        words = "This is recorded with the letter itself: see the case's letters."
        raise Refused([Problem("step", "not_by_form", words)])
    return model


def _speaks_for_it(case: Case, model: type[Step], by: Actor) -> None:
    """A school gives what it was asked for, and tells of the place allocated there alone."""
    if by.role != "school":
        return
    allocated = case.state.allocation
    gives = model.id == CaseInformationGiven.id or allocated is None
    theirs = case.seen_by if gives else {allocated.to_place if allocated else ""}
    if not by.places & theirs:
        words = "This is for the school of the place, or the authority, to record."
        raise Refused([Problem("step", "not_allowed", words)])


def at_its_meeting(session: Session, step: AnyStep, case: Case, by: Actor, today: date) -> AnyStep:
    """The step with its meeting; a member's is one that is before the member. Raises Refused."""
    if not isinstance(step, AtMeeting):
        return step
    found = meetings_of(book(session, case.authority, today), case.id)
    if by.role == "panel_member":
        own = before_panel(session, by, today).meetings
        found = [one for one in found if one.id in own]
    return step.model_copy(update={MEETING: meeting_of(step, found)})


def _held(held: Sequence[Entry], case: Case, step: Step) -> Iterator[Entry]:
    """The case's entries that say the same as the step."""
    for entry in held:
        if entry.case_id == case.id and entry.kind == step.id and says_the_same(entry, step):
            yield entry


def _before(session: Session, step: Step, case: Case, held: Sequence[Entry]) -> CaseBefore:
    """What the step is judged against, on its own day."""
    facts = facts_for(None, case.id, held, places_known(session, step, held))
    return CaseBefore(case.state, standing_of(held, step.on), facts)


def places_known(session: Session, step: Step, held: Sequence[Entry]) -> dict[str, PlaceFacts]:
    """What is known of the places that a pupil's entries name, and of those that a step lists."""
    listed = {ref for name in step.marked(SeveralPlaced) for ref in step.value(name) or ()}
    return places_named(session, held) | (place_facts(session, listed) if listed else {})


def _check(session: Session, step: Step, case: Case, held: Sequence[Entry], today: date) -> None:
    problems = list(step.problems(_before(session, step, case, held), today))
    if problems:
        raise Refused(problems)


def _allocate(
    session: Session,
    case: Case,
    held: Sequence[Entry],
    answers: Mapping[str, Any],
    by: Actor,
    today: date,
    foreseen: Foreseen | None,
) -> Recorded:
    """Record the movement first: a movement refused leaves no step."""
    step, read = read_allocation(answers)
    step = with_places(session, step)
    movement = going_to(read, step, held)
    for entry in _held(held, case, step):
        # An offer that was accepted since is told again as the offer it was.
        if any(_moved_the_same(held, entry, one) for one in (movement, read)):
            return _recorded(session, entry.number, "already_held", step, case)
    step = at_its_meeting(session, step, case, by, today)
    _check(session, step, case, held, today)
    place = recorded_for(session, step, held)
    share = share_of(session, foreseen, case, step, today)
    try:
        told = Told(case.record, place, by, "panel", case=case.id)
        moved = record_anew(session, movement, told, held)
    except Refused as refused:
        raise Refused(on_step_fields(refused)) from refused
    details = step.details() | {MOVEMENT_ENTRY: moved.entry}
    details |= {ADVISED: asdict(share)} if share else {}
    entry = append_step(session, step, _of(case), by, details)
    taken = _recorded(session, entry.number, "accepted", step, case)
    departed = step.departure(share)
    concerns = (*moved.concerns, *taken.concerns, *departed)
    return Recorded(entry.number, "accepted", case.pupil, concerns)


def _moved_the_same(held: Sequence[Entry], step: Entry, movement: Kind) -> bool:
    number = step.answers().get(MOVEMENT_ENTRY)
    moved = next((entry for entry in held if entry.number == number), None)
    return moved is not None and canonical(moved.answers()) == canonical(movement.details())


def append_step(
    session: Session,
    step: Step,
    of: OfCase,
    by: Actor,
    details: Mapping[str, Any],
    instead: Instead | None = None,
) -> Entry:
    """Append a step that was judged, `instead` of another where it corrects one."""
    return append(
        session,
        kind=step.id,
        on=step.on,
        by=by,
        source="panel",
        details=details,
        subjects={"case_id": of.case, "pupil_id": of.pupil},
        authority=of.authority,
        corrects=instead.entry if instead else None,
        reason=instead.reason if instead else None,
    )


def _of(case: Case) -> OfCase:
    return OfCase(case.id, case.record, case.authority)


def _recorded(
    session: Session,
    number: int,
    result: Literal["accepted", "already_held"],
    step: Step,
    case: Case,
) -> Recorded:
    held = entries(session, [case.pupil])
    concerns = step.all_concerns(_before(session, step, case, held))
    since = (x for e in held if e.number == number for x in no_longer_so(held, e))
    found = (*since, *concerns, *_of_meeting(session, step, case))
    return Recorded(number, result, case.pupil, found)


def _of_meeting(session: Session, step: Step, case: Case) -> Iterator[Concern]:
    """What was not in order at the meeting the step was taken at, as it is minuted by now."""
    if not isinstance(step, AtMeeting) or step.meeting is None:
        return
    meeting = book(session, case.authority, today_in_england()).meetings.get(step.meeting)
    yield from not_in_order(step, meeting, local_rules(session), case.id) if meeting else ()
