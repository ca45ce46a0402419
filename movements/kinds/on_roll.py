"""A pupil's name entered on a place's admission register."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock
from movements.kind import Before, Coded, Day, Kind, Names, Taken
from movements.offered import is_coming_to
from movements.placement_law import ONLINE, is_no_school, is_online
from movements.problems import Concern, Problem
from movements.registration_law import before_2024
from movements.sent_on import CLAIMED_RETURN, NEW_PUPIL_RETURN
from movements.setting_law import closed_before
from movements.standing import MAIN_STATUSES, Roll, Standing
from movements.unconfirmed import passed_on

REGISTERS = Basis(
    "statute",
    "School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208) reg 8",
    in_force_from=date(2024, 8, 19),
    earlier=before_2024("reg 5: the admission register"),
)
_ENDED_BY_A_ROLL = ("elective_home_education", "child_missing_education")


class OnRoll(Kind):
    """A registration begins. The day is the starting day in the admission register."""

    id: ClassVar[str] = "on_roll"
    title: ClassVar[str] = "Pupil on roll"
    summary: ClassVar[str] = "A pupil's name is entered on a school's admission register."
    basis: ClassVar[Basis] = REGISTERS
    clocks: ClassVar[tuple[Clock, ...]] = (NEW_PUPIL_RETURN,)

    enrol_status: Annotated[str, Coded("ENROLMENT_STATUSES")] = Field(
        default="C",
        title="Enrolment status",
        description="C single registration, M main of two, S subsidiary, G guest, F or O other",
        examples=["C"],
    )
    joined: Annotated[str | None, Coded("JOINED")] = Field(
        default=None,
        title="Joined",
        description="usual or in_year; empty: in-year once the school year has begun. A return is "
        "owed for pupils who join in-year",
        examples=[""],
    )
    return_sent_on: Day | None = Field(
        default=None,
        title="Authority told on",
        description="The day of the new pupil return",
        examples=[""],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """A pupil cannot be entered twice on the same register with the same status."""
        held = before.standing.roll_at(before.place.id) if before.place else None
        if before.place is None:
            yield Problem("school", "missing", "Say which school's roll this is.")
        elif held and held.status == self.enrol_status:
            yield Problem(
                "upn",
                "already_on_roll",
                f"This pupil is already on this roll (since {held.since:%-d %B %Y}). "
                "Send a correction if the date is wrong.",
            )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """A closed school, or none; two single registrations, unless by a move; no main school.

        In the lawful order of a move the new school enters the name before the old one deletes it.
        """
        yield from closed_before(before.place, self.on, REGISTERS, "on")
        here = _id(before)
        others = [r for r in before.standing.main_rolls if r.place != here]
        moving = here is not None and is_coming_to(before.standing, here)
        if others and self.enrol_status in MAIN_STATUSES and not moving:
            yield Concern(
                "two_main_rolls",
                "The pupil is still on another school's roll: two schools are responsible.",
                REGISTERS,
            )
        if self.enrol_status in MAIN_STATUSES and is_no_school(before.place, None):
            yield Concern(
                "no_school",
                "This place is no school: a child on its roll alone is on no school's roll, and "
                "the authority is asked where the child is educated.",
                ONLINE if is_online(before.place) else REGISTERS,
            )
        if not others and self.enrol_status == "S":
            yield Concern(
                "no_main_roll",
                "A subsidiary registration with no main school: nobody is responsible.",
                REGISTERS,
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """The pupil is on this roll; a single registration settles a move, and ends directions."""
        if taken.place is None:
            return standing
        if self.enrol_status in MAIN_STATUSES and taken.authority:
            standing = standing.under(taken.authority)
        if standing.roll_at(taken.place) is None:
            standing = self._at_school_again(standing, taken.place)
        if self.enrol_status == "C":
            standing = standing.moved_to(taken.place, self.on)
        return standing.with_roll(_roll(self, taken.place, taken))

    def _at_school_again(self, standing: Standing, place: str) -> Standing:
        """A child entered on a roll is at home and missing no longer, and needs no place here."""
        kinds = _ENDED_BY_A_ROLL if self.enrol_status in MAIN_STATUSES else ()
        sought = standing.open_episodes("in_year_application", "place_offered")
        settled = (e for e in sought if place in (e.place, *e.named))
        for episode in (*standing.open_episodes(*kinds), *settled):
            standing = standing.without_episode(episode.entry, self.on)
        return standing

    def sentence(self, names: Names) -> str:
        """What happened."""
        words = {
            "C": "On roll, registered here only",
            "M": "On roll as the main school of two",
            "S": "On roll as the subsidiary school of two",
            "G": "On roll as a guest pupil",
        }
        return words.get(self.enrol_status, "On roll at a further education or other place")


def _roll(told: "OnRoll", place: str, taken: Taken) -> Roll:
    first = min((taken.number, *taken.earlier))
    return Roll(place, told.enrol_status, told.on, taken.authority, first)


def _id(before: Before) -> str | None:
    return before.place.id if before.place else None


class RollClaim(OnRoll):
    """A roll row for a child who is current elsewhere: held until confirmed, changing nothing."""

    id: ClassVar[str] = "roll_claim"
    title: ClassVar[str] = "Claim of a pupil on another roll"
    summary: ClassVar[str] = "A school's roll names a pupil who is on another school's roll."
    by_doors: ClassVar[bool] = False
    clocks: ClassVar[tuple[Clock, ...]] = (CLAIMED_RETURN,)

    def all_problems(self, before: Before, born: date | None) -> Iterator[Problem]:
        """A claim is never refused: who makes it may not learn even when the child was born."""
        yield from ()

    def concerns(self, before: Before) -> Iterator[Concern]:
        """It must be confirmed before it counts."""
        yield Concern(
            "claim",
            "This pupil could not be put on your roll yet: the authority has been asked to "
            "confirm the move. Nothing else in the row was taken in.",
            REGISTERS,
        )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """Only the claim itself is held, unless the school left has said that the pupil went here.

        Nothing less makes it a roll: whoever knows a UPN could else name a day between two schools.
        Of a child of whom nothing else is known the authority is asked, until another has it.
        """
        if taken.place is None:
            return standing
        left = standing.removals[-1] if standing.removals else None
        if left and left.to_place == taken.place and not standing.main_rolls:
            roll = _roll(self, taken.place, taken)
            return super().apply(passed_on(standing, left.place, roll), taken)
        from_others = tuple(c for c in standing.claims if c.place != taken.place)
        claim = _roll(self, taken.place, taken)
        if taken.authority and standing.authority is None:
            standing = standing.under(taken.authority)
        return replace(standing, claims=(*from_others, claim))

    def sentence(self, names: Names) -> str:
        """What happened."""
        return "Named on this school's roll while on another roll: a claim, to be confirmed"
