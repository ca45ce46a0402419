"""A pupil is to be registered at two schools, by agreement of both."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.kind import Before, Coded, Day, Kind, Names, PlaceRef, said
from movements.problems import Concern, Problem
from movements.registration_law import before_2024
from movements.rule import Rule, Version
from movements.sent_on import CTF_TO_SECOND

AGREED = Basis(
    "statute",
    "SI 2024/208 reg 9(1)(a) and (c): dual registration is agreed, and ends with consent",
    in_force_from=date(2024, 8, 19),
    earlier=before_2024("regs 8 and 9: dual registration, by agreement"),
)
BOTH = Basis("ours", "An agreed second registration stands on the other register within a week")
STATUS = {"dual": "S", "guest": "G"}


def _entered(start: Started, later: Later) -> bool:
    roll = later.standing.roll_at(start.movement.other_place)
    return roll is not None and roll.status == STATUS[start.movement.sort]


class DualRegistration(Kind):
    """Told by the main school or the authority. The two schools enter the name themselves."""

    id: ClassVar[str] = "dual_registration"
    title: ClassVar[str] = "Dual or guest registration"
    summary: ClassVar[str] = "A pupil is registered at a second school by agreement."
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = AGREED
    identity: ClassVar[tuple[str, ...]] = ("other_place",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("dual_agreed", "Registration at two schools", (Version("By agreement", AGREED),)),
    )
    clocks: ClassVar[tuple[Clock, ...]] = (
        *CTF_TO_SECOND,
        Clock(
            id="second_roll",
            title="The name stands on the second register",
            owes="The second school enters the pupil",
            owner="school",
            named="other_place",
            unit="calendar_days",
            local="on_roll_check_days",
            basis=BOTH,
            stops=_entered,
        ),
    )

    sort: Annotated[str, Coded("DUAL_SORTS")] = Field(
        title="Sort", description="Dual or guest", examples=["dual"]
    )
    other_place: PlaceRef = Field(
        title="Second school",
        description="URN of the subsidiary or guest school",
        examples=["123456"],
    )
    agreed_on: Day | None = Field(
        default=None,
        title="Agreed on",
        description="The day the second school agreed",
        examples=["2026-09-07"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """Two schools, told by one that has the pupil on its roll."""
        place = before.place.id if before.place else None
        if place is None:
            yield Problem("school", "missing", "Say which school is the main one.")
        elif place == self.other_place:
            yield Problem("other_place", "same_place", "The second school must be another.")
        elif before.standing.roll_at(place) is None:
            yield Problem("on", "not_on_roll", "The pupil was not on this school's roll that day.")
        if any(self.other_place in e.named for e in before.standing.open_episodes(self.id)):
            yield Problem("other_place", "already_open", "This registration is held already.")

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Agreed late or not at all; not entered as the main school of two."""
        if self.agreed_on is None or self.agreed_on > self.on:
            yield Concern(
                "not_agreed",
                "No agreement of the second school before it began is recorded.",
                AGREED,
                field="agreed_on",
            )
        roll = before.standing.roll_at(before.place.id) if before.place else None
        if self.sort == "dual" and roll and roll.status != "M":
            yield Concern(
                "status_differs",
                "This school has the pupil as registered here only: send the roll with status M.",
                BOTH,
                level="note",
                field="sort",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"{said('DUAL_SORTS', self.sort).capitalize()}, at {names(self.other_place)}"
