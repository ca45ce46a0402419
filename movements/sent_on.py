"""What is sent when a pupil joins or leaves: the duties, and the clocks of who starts them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from movements.basis import Basis
from movements.clock import Clock, Later, Started

NEW_PUPIL = Basis(
    "statute", "SI 2024/208 reg 13(1)-(3): by the end of the fifth day", date(2024, 8, 19)
)
DELETION = Basis("statute", "SI 2024/208 reg 13(4)-(6): no later than deletion", date(2024, 8, 19))
CTF = Basis(
    "statute",
    "Education (Pupil Information) (England) Regulations 2005 reg 9: 15 school days",
    date(2005, 9, 1),
)
PROTECTION = Basis(
    "guidance",
    "Keeping children safe in education (from 2022): five days for an in-year move",
    date(2022, 9, 1),
    confirmed=False,
)


def sent(what: str) -> Callable[[Started, Later], bool]:
    """Met once it has been sent."""
    return lambda start, later: later.movement.id == "return_sent" and later.movement.what == what


def _entered(start: Started, later: Later) -> date | None:
    """The day of the name, once the school has the pupil: at once, or when its claim is settled.

    In the lawful order of a move the new school enters the name first: until the old one deletes
    it, that is a claim, and settles nothing.
    """
    on: date = start.movement.on
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
    applies=lambda movement: movement.joined == "in_year",
    begins=_entered,
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
    # Those who leave at the end of the top class are told of only where the authority asks.
    applies=lambda movement: movement.ground != "l" and movement.on.month not in (7, 8),
    dated="return_sent_on",
    stops=sent("deletion"),
)
CTF_SENT = Clock(
    id="ctf_sent",
    title="Educational record sent to the next school",
    owes="The old school sends the common transfer file and the educational record",
    owner="school",
    unit="school_days",
    length=15,
    basis=CTF,
    applies=lambda movement: movement.ground in {"a", "d"},
    stops=sent("ctf"),
)
CTF_TO_SECOND = Clock(
    id="ctf_to_second_school",
    title="Educational record copied to the second school",
    owes="The main school sends a copy to the second school",
    owner="school",
    unit="school_days",
    length=15,
    basis=CTF,
    stops=sent("ctf"),
)
PROTECTION_FILE = Clock(
    id="protection_file_sent",
    title="Child protection file sent",
    owes="The old school sends the child protection file, apart from the main file",
    owner="school",
    unit="school_days",
    length=5,
    basis=PROTECTION,
    applies=lambda movement: movement.protection_file == "Y",
    stops=sent("child_protection"),
)
