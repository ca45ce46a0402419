"""A school's roll compared with the standing: differences become entries, nobody is removed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from sqlmodel import Session

from movements.actor import Actor
from movements.bearers import bearers
from movements.counted import noun
from movements.entry import Entry
from movements.identifiers import clean_upn, is_temporary_upn, uln_problem, upn_problem
from movements.intake.columns import RollLayout, roll_layout
from movements.intake.joined_in_year import Joiners
from movements.intake.reading import Row, Sheet
from movements.intake.receipts import IntakeReport, Outcome, refused, repeat
from movements.intake.roll_received import RollFile, enter_roll, missing_from
from movements.intake.roll_rows import Read, RollRow, in_time, renamed
from movements.intake.roll_twice import gainsaid_rows
from movements.kind import Kind
from movements.kinds import fill_in
from movements.left import known_at
from movements.linked import links
from movements.people_and_places import PupilIdentifier
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.record import Recorded, Told, now, record, today
from movements.register import (
    REFERENCE,
    by_pupil,
    entries,
    stamp,
    standing_of,
)
from movements.standing import Standing
from movements.superseded import superseded
from movements.take_in import new_pupil

Progress = Callable[[int], None]


def take_in_pupils(
    session: Session,
    sheet: Sheet,
    *,
    place: PlaceFacts,
    by: Actor,
    whole: bool = True,
    unlisted: str = "",
    progress: Progress | None = None,
) -> IntakeReport:
    """Compare a roll with the register and record the differences.

    Raises Unreadable where the file has not the columns of a roll. Of a whole roll an entry is
    kept, with the pupils who are on the register's roll and not in the file: a question for the
    school, never a removal. A part of a roll (`whole` False) is not compared so. `unlisted` are
    the enrolment statuses that such a file never lists.
    """
    layout = roll_layout(sheet.columns)
    roll = _Roll(session, place, by, _bearers(session, layout, sheet.rows))
    twice = gainsaid_rows(layout, sheet.rows)
    outcomes = []
    days = [date.min]
    for count, read in enumerate(in_time(layout, sheet.rows), 1):
        outcomes.append(roll.take(read, twice.get(read.row.line)))
        if read.typed and outcomes[-1].result != "refused":
            days.append(read.typed.as_at)
        if progress:
            progress(count)
    outcomes.sort(key=lambda outcome: outcome.line)
    notes = [*sheet.notes, *layout.notes, *roll.joiners.notes()]
    if whole and len(days) > 1:
        missing = missing_from(session, place, max(days), roll.in_file(), unlisted)
        enter_roll(session, RollFile(place, max(days), sheet, missing), outcomes, by)
        notes += _not_in_file(len(missing))
    return IntakeReport.of(outcomes, notes)


def _not_in_file(missing: int) -> Iterator[str]:
    if missing:
        yield (
            f"{missing:,} on this roll {noun(missing, 'is', 'are')} not in the file. Nobody "
            "was removed: send a removal_from_roll for each pupil who has left, or the roll again "
            "with those it left out."
        )


def _bearers(session: Session, layout: RollLayout, rows: Iterable[Row]) -> dict[str, set[str]]:
    """UPN -> the pupils who bear or bore it, for every UPN in the file."""
    wanted = {clean_upn(layout.answers(row.values).get("upn", "")) for row in rows}
    linked = links(session)
    found = bearers(session, wanted)
    return {value: linked.each_once(pupils) for value, pupils in found.items()}


class _Roll:
    """One school's roll being taken in."""

    def __init__(
        self, session: Session, place: PlaceFacts, by: Actor, bearers: dict[str, set[str]]
    ) -> None:
        self.session, self.place, self.by = session, place, by
        self.bearers = bearers
        self.joiners = Joiners(session, place)
        self.seen: set[str] = set()
        self.first: dict[tuple[str, str], int] = {}
        known = {pupil for pupils in bearers.values() for pupil in pupils}
        self.entries = {p: self._known(of) for p, of in by_pupil(entries(session, known))}

    def _known(self, of_one: Sequence[Entry]) -> Sequence[Entry]:
        """A pupil's entries as far as whoever sends the roll may know them."""
        return known_at(of_one, self.place, self.by, today())

    def take(self, read: Read, clash: Problem | None) -> Outcome:
        """What becomes of one row; a refusal leaves nothing of it behind."""
        row, typed, problems = read
        problems = [*problems, *([clash] if clash else [])]
        if typed is None or problems or row.problems:
            return refused(row, problems)
        try:
            with self.session.begin_nested():
                return self._recorded(typed)
        except Refused as no:
            return refused(row, [renamed(problem) for problem in no.problems])

    def _recorded(self, typed: RollRow) -> Outcome:
        pupils = self.bearers.get(typed.upn, set())
        if len(pupils) > 1:
            message = "Two pupils are held with this UPN. Ask the authority to settle it."
            raise Refused([Problem("upn", "two_pupils", message)])
        pupil = next(iter(pupils), None) or new_pupil(self.session, typed.upn, typed.on_roll)
        if pupil in self.seen:
            self.entries[pupil] = self._known(entries(self.session, [pupil]))
        self.seen.add(pupil)
        held = standing_of(self.entries.get(pupil, []), typed.details.on)
        outcome = self._differences(typed, pupil, held)
        # Only now: a pupil met in a row that is refused is met no longer.
        self.bearers[typed.upn] = {pupil}
        return outcome

    def in_file(self) -> set[str]:
        """The pupils whom the file names, also in rows that were refused."""
        return {pupil for pupils in self.bearers.values() for pupil in pupils}

    def _differences(self, typed: RollRow, pupil: str, held: Standing) -> Outcome:
        """Compared with the day the roll was true on, so that an old file again changes nothing."""
        done: list[Recorded] = []
        claim = False
        if self._registration_differs(typed, held):
            done.append(self._record(self._registration(typed, held), pupil))
            claim = any(c.code == "claim" for c in done[-1].concerns)
        changed = _changed(typed.details, held)
        if changed is not None and not claim:
            done.append(self._record(changed, pupil))
        if not claim:
            _bear(self.session, pupil, typed)
        return self._outcome(typed, pupil, done)

    def _outcome(self, typed: RollRow, pupil: str, done: Sequence[Recorded]) -> Outcome:
        """What became of the row: its own entry, or the one by which it was held already."""
        line = typed.row.line
        first = self.first.setdefault((pupil, typed.details.on.isoformat()), line)
        said = () if first == line else (repeat(f"line {first}"),)
        concerns = (*said, *(concern for one in done for concern in one.concerns))
        accepted = [one.entry for one in done if one.result == "accepted"]
        if accepted:
            return Outcome(line, "accepted", accepted[0], (), concerns)
        entry = done[0].entry if done else self._held_by(pupil)
        return Outcome(line, "already_held", entry, (), concerns)

    def _held_by(self, pupil: str) -> int | None:
        """The entry by which the pupil is on this roll."""
        here = [
            entry.number
            for entry in self.entries.get(pupil, [])
            if entry.kind == "on_roll" and entry.place_id == self.place.id
        ]
        return here[-1] if here else None

    def _registration_differs(self, typed: RollRow, held: Standing) -> bool:
        roll = held.roll_at(self.place.id)
        return roll is None or roll.status != typed.on_roll.value("enrol_status")

    def _registration(self, typed: RollRow, held: Standing) -> Kind:
        """A pupil already on this roll changes status on the day the file was true."""
        if held.roll_at(self.place.id) is None:
            return self.joiners.read(typed.on_roll, typed.details)
        return typed.on_roll.model_copy(update={"on": typed.details.on, "joined": None})

    def _record(self, movement: Kind, pupil: str) -> Recorded:
        """Recorded; where this place said otherwise of the same day, as a correction of that.

        A date of birth is never corrected so: another one may mean another child.
        """
        said = self._said_before(movement, pupil)
        if said is None or movement.details().get("dob"):
            return record(self.session, movement, Told(pupil, self.place, self.by, "roll"))
        answers = {name: value for name, value in said.answers().items() if name != REFERENCE}
        whole = fill_in(movement.id, {**answers, **movement.details(), "on": movement.on})
        told = Told(pupil, self.place, self.by, "roll", None, said.number, "wrong_details")
        return record(self.session, whole, told)

    def _said_before(self, movement: Kind, pupil: str) -> Entry | None:
        """The entry in force by which this place told of the same matter on the same day."""
        held = self.entries.get(pupil, [])
        gone = superseded(held)
        event = (movement.id, movement.on, movement.session, self.place.id)
        for entry in held:
            same = (entry.kind, entry.on, entry.session, entry.place_id) == event
            if same and entry.number not in gone and entry.details is not None:
                return entry
        return None


def _changed(details: Kind, held: Standing) -> Kind | None:
    """The details that differ from those held; None when none do."""
    given = details.details()
    differing = {k: v for k, v in given.items() if held.details.get(k) != v}
    if not differing:
        return None
    return fill_in("pupil_details", {**differing, "on": details.on})


def _bear(session: Session, pupil: str, typed: RollRow) -> None:
    """Note a former UPN or a ULN the roll gives, unless it is held already."""
    given = {"upn_former": typed.answers.get("former_upn"), "uln": typed.answers.get("uln")}
    for scheme, value in given.items():
        wrong = uln_problem if scheme == "uln" else upn_problem
        if not value or wrong(value):
            continue
        if not bearers(session, [value]):
            temporary = scheme == "upn_former" and is_temporary_upn(value)
            session.add(
                PupilIdentifier(
                    pupil_id=pupil,
                    scheme="upn_temp" if temporary else scheme,
                    value=clean_upn(value),
                    on=typed.details.on,
                    recorded_at=stamp(now()),
                )
            )
