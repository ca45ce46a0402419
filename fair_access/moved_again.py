"""The movement that a corrected step recorded, told again as the correction has it.

What the case recorded for the step is corrected with it, in the same transaction; what the school
told by itself, or somebody has corrected since, is theirs and stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from fair_access.allocation import going_to, on_step_fields, recorded_for
from fair_access.moves import ENTERS
from fair_access.steps import CaseAllocated, Step, TakenStep
from movements.actor import Actor
from movements.entry import Entry, canonical
from movements.kind import Kind
from movements.kinds.on_roll import OnRoll
from movements.kinds.place_offered import PlaceOffered, PlaceOfferEnded
from movements.places import find_place
from movements.problems import Problem, Refused
from movements.record import Told, record
from movements.register import in_force


@dataclass(frozen=True)
class MovingAgain:
    """What is needed to correct a step's movement: the steps of its case, who acts and why."""

    session: Session
    steps: Sequence[TakenStep]
    held: Sequence[Entry]
    by: Actor
    reason: str

    def moved(self, one: TakenStep, step: Step, read: Kind | None) -> int:
        """The number of the movement's entry as it is now; that of before where nothing changes.

        `read` are the answers of an allocation's movement. Raises Refused as record() does.
        """
        number = one.taken.movement_entry
        found = next(((e, m) for e, m in in_force(self.held) if e.number == number), None)
        if found is None or not self._is_its_own(one, found[0]):
            return number
        entry, movement = found
        if isinstance(step, CaseAllocated) and read is not None:
            again = going_to(read, step, self.held)
        else:
            again = _on_its_day(one, step, movement)
        _of_one_kind(movement, again)
        return self._record(entry, movement, again, step)

    def _is_its_own(self, one: TakenStep, entry: Entry) -> bool:
        """Whether it is this step that recorded it, and not another that names it too."""
        first = next(x for x in self.steps if x.taken.movement_entry == entry.number)
        return entry.case_id == one.entry.case_id and first.first == one.first

    def _record(self, entry: Entry, held: Kind, movement: Kind, step: Step) -> int:
        said = (held.on, canonical(held.details()))
        if (movement.on, canonical(movement.details())) == said:
            return entry.number
        if isinstance(step, CaseAllocated):
            place = recorded_for(self.session, step, self.held)
        else:
            place = find_place(self.session, str(entry.place_id), movement.on)
        told = Told(
            str(entry.pupil_id), place, self.by, "panel",
            corrects=entry.number, reason=self.reason, case=entry.case_id,
        )  # fmt: skip
        try:
            return record(self.session, movement, told).entry
        except Refused as refused:
            raise Refused(on_step_fields(refused)) from refused


def _on_its_day(one: TakenStep, step: Step, movement: Kind) -> Kind:
    """The movement with the days that the step gives it; one that was taken back has none."""
    if isinstance(movement, OnRoll) and step.id in ENTERS:
        return movement.model_copy(update={"on": _enters_on(one, step)})
    if isinstance(movement, PlaceOffered):
        starts_on = step.value("starts_on")
        if starts_on is None:
            words = "The place was offered by this answer: record what became of that instead."
            raise Refused([Problem("admits", "another_answer", words)])
        return movement.model_copy(update={"on": step.on, "starts_on": starts_on})
    if isinstance(movement, PlaceOfferEnded):
        return movement.model_copy(update={"on": step.on})
    return movement


def _enters_on(one: TakenStep, step: Step) -> date:
    """From the day of a start; from that agreed, or from the parent's answer where it is later."""
    found = one.before.allocation if step.id != "case_started" else None
    return max(step.on, found.starts_on) if found else step.on


def _of_one_kind(held: Kind, again: Kind) -> None:
    """An offer of a place begins after it is made; who came before was on roll. Raises Refused."""
    if again.id != held.id:
        words = (
            f"With these days it would be recorded as: {again.title.lower()}; it is recorded as: "
            f"{held.title.lower()}. Check the day of the decision and that of the start."
        )
        raise Refused([Problem("starts_on", "another_movement", words)])
