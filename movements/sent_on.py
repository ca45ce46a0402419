"""What is sent when a pupil joins or leaves: the duties, and the clocks of who starts them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.joining import is_of_those_starting, is_within_year
from movements.places import PlaceFacts
from movements.school_days import SchoolDays
from movements.standing import MAIN_STATUSES, Roll, Standing

NEW_PUPIL = Basis(
    "statute", "SI 2024/208 reg 13(1)-(3): by the end of the fifth day", date(2024, 8, 19)
)
DELETION = Basis("statute", "SI 2024/208 reg 13(4)-(6): no later than deletion", date(2024, 8, 19))
CTF = Basis(
    "statute",
    "Education (Pupil Information) (England) Regulations 2005 reg 9(3): 15 school days",
    date(2005, 7, 8),
    confirmed=False,
)
CTF_GUIDE = Basis(
    "guidance",
    "Common transfer files (DfE): schools that the regulations of 2005 do not bind, academies "
    "among them, send the record too",
    confirmed=False,
)
CTF_COPY = Basis(
    "statute",
    "Education (Pupil Information) (England) Regulations 2005 reg 9(3B), inserted by SI 2008/1747: "
    "15 school days after the second registration is known",
    date(2008, 9, 1),
)
PROTECTION = Basis(
    "guidance",
    "Keeping children safe in education (from 2022): five days for an in-year move, or the first "
    "five of a new term",
    date(2022, 9, 1),
    confirmed=False,
)

IN_YEAR, GUEST = "in_year", "G"
TO_A_SCHOOL = frozenset({"a", "d"})
"""Grounds that say of themselves that another school has the pupil."""


def sent(what: str) -> Callable[[Started, Later], bool]:
    """Met once the place that owes it has sent it, or the authority for it."""

    def went(start: Started, later: Later) -> bool:
        movement = later.movement
        if movement.id != "return_sent" or later.place not in (None, start.place):
            return False
        return bool(movement.what == what)

    return went


def _sent_on(what: str) -> Callable[[Started, Later], bool]:
    """Met once such a file has gone to the next school."""
    is_sent = sent(what)
    return lambda start, later: is_sent(start, later) and not _for_another(start, later)


def _for_another(start: Started, later: Later) -> bool:
    """Whether a file went to the second of two schools, or, before the removal, to a third."""
    to, said = later.movement.to_place, start.movement.to_place
    twice = later.standing.open_episodes("dual_registration")
    if any(e.place == start.place and (to is None or to in e.named) for e in twice):
        return True
    early = later.standing.roll_at(start.place) is not None
    return early and None not in (to, said) and to != said


def _copied(start: Started, later: Later) -> bool:
    """Met once the record has gone to the second school."""
    if not sent("ctf")(start, later):
        return False
    return later.movement.to_place in (None, start.movement.other_place)


def _registered(start: Started, later: Later) -> date | None:
    """The day on which the next school is known to have the pupil: by the ground, or since."""
    day: date = later.movement.on
    if start.movement.ground in TO_A_SCHOOL:
        return day
    return day if _next_roll(start, later) else None


def _begun_there(start: Started, later: Later) -> date | None:
    """The day of the start at the next school; that of the removal where it says which that is."""
    removed: date = start.movement.on
    if start.movement.ground in TO_A_SCHOOL or start.movement.to_place:
        return removed
    left, there = start.before.roll_at(start.place), _next_roll(start, later)
    return max(there.since, removed) if left and left.status == "C" and there else None


def _next_roll(start: Started, later: Later) -> Roll | None:
    """The main roll of another school, of a pupil who left one and has not been back since.

    None of a protected child: the clock alone would say that the child is at a school again.
    """
    left = start.before.roll_at(start.place)
    if start.protected or left is None or left.status not in MAIN_STATUSES:
        return None
    then = later.standing
    left_again = _times_left(then, start) > _times_left(start.before, start) + 1
    return None if left_again or then.roll_at(start.place) else then.main_roll


def _times_left(standing: Standing, start: Started) -> int:
    return sum(removal.place == start.place for removal in standing.removals)


def _leaves_top_class(removal: Any, before: Standing, school: PlaceFacts | None) -> bool:
    """At the end of the year in the school's oldest class: told of only where the authority asks.

    Taken as so in the summer where the pupil's age, or the school's oldest, is not known.
    """
    if removal.on.month not in (7, 8):
        return False
    oldest = school.high_age if school else None
    born = before.born
    return oldest is None or born is None or _age_at_end(removal.on, born) >= oldest


def _age_at_end(of_year: date, born: date) -> int:
    """The age on 31 August."""
    return of_year.year - born.year - (born.month > 8)


def _joined(movement: Any, before: Standing, days: SchoolDays) -> date | None:
    """The day of the name of a pupil who joined in-year: as was said, else by the school year."""
    on: date = movement.on
    if movement.joined is not None:
        return on if movement.joined == IN_YEAR else None
    return on if is_within_year(on, days) else None


def _is_no_joiner(movement: Any, before: Standing, school: PlaceFacts | None) -> bool:
    """Where nobody says: at no school, a guest, on this roll already, or starting with a class."""
    if movement.joined is not None:
        return False
    if school is None or school.urn is None or movement.enrol_status == GUEST:
        return True
    starts = is_of_those_starting(movement.on, before.details, school)
    return starts or before.roll_at(school.id) is not None


def _entered(start: Started, later: Later) -> date | None:
    """The day of the name, once the school has the pupil: at once, or when its claim is settled.

    Of a roll file it was said, when it was taken in, who of those in it joined in-year.

    In the lawful order of a move the new school enters the name first: until the old one deletes
    it, that is a claim, and settles nothing.
    """
    on: date = start.movement.on
    if start.source == "roll" and start.movement.joined is None:
        return None
    here = later.standing.roll_at(start.place)
    if later.movement is start.movement:
        return on if here else None
    settled = later.movement.id == "removal_from_roll" and not later.before.roll_at(start.place)
    return on if settled and here and here.since == on else None


NEW_PUPIL_RETURN = Clock(
    id="new_pupil_return",
    title="New pupil return",
    owes="The school tells the authority what its admission register says of a new pupil",
    owner="school",
    unit="calendar_days",
    length=5,
    basis=NEW_PUPIL,
    begins=_entered,
    counted_from=_joined,
    excepted=_is_no_joiner,
    dated="return_sent_on",
    stops=sent("new_pupil"),
)
CLAIMED_RETURN = replace(NEW_PUPIL_RETURN, id="new_pupil_return_claimed")
DELETION_RETURN = Clock(
    id="deletion_return",
    title="Deletion return",
    owes="The school tells the authority of the deletion and its ground",
    owner="school",
    unit="stated",
    due_day=lambda movement, days: movement.on,
    basis=DELETION,
    applies=lambda movement: movement.ground != "l",
    excepted=_leaves_top_class,
    dated="return_sent_on",
    stops=sent("deletion"),
    early=True,
)


def _for_both(clock: Clock) -> tuple[Clock, Clock]:
    """By the regulations, which bind maintained schools; by guidance where they bind nobody."""
    return (
        replace(clock, binds=lambda school: school is not None and school.is_maintained),
        replace(
            clock,
            id=f"{clock.id}_by_guidance",
            title=f"{clock.title} (school not maintained)",
            basis=CTF_GUIDE,
            binds=lambda school: school is None or not school.is_maintained,
        ),
    )


CTF_SENT = _for_both(
    Clock(
        id="ctf_sent",
        title="Educational record sent to the next school",
        owes="The old school sends the common transfer file and the educational record, counted "
        "from the day on which another school is known to have the pupil",
        owner="school",
        unit="school_days",
        length=15,
        basis=CTF,
        begins=_registered,
        stops=_sent_on("ctf"),
        early=True,
    )
)
CTF_TO_SECOND = _for_both(
    Clock(
        id="ctf_to_second_school",
        title="Educational record copied to the second school",
        owes="The main school sends a copy to the second school",
        owner="school",
        unit="school_days",
        length=15,
        basis=CTF_COPY,
        stops=_copied,
    )
)
PROTECTION_FILE = Clock(
    id="protection_file_sent",
    title="Child protection file sent",
    owes="The old school sends the child protection file, apart from the main file, counted from "
    "the start at the next school, or from a removal that says which that is",
    owner="school",
    unit="school_days",
    length=5,
    basis=PROTECTION,
    applies=lambda movement: movement.protection_file == "Y",
    begins=_begun_there,
    stops=_sent_on("child_protection"),
    early=True,
)
