"""What the steps of a case come to. Frozen: each step's apply() returns the next state."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

State = Literal[
    "not_open",
    "referred",
    "sent_back",
    "agreed",
    "scheduled",
    "heard",
    "allocated",
    "accepted",
    "refused",
    "consulted",
    "served",
    "with_adjudicator",
    "academy_asked",
    "academy_refused",
    "secretary_asked",
    "determined",
    "directed",
    "started",
    "supported",
    "settled",
    "not_eligible",
    "withdrawn",
    "broke_down",
]

TITLES: dict[State, str] = {
    "not_open": "Not open",
    "referred": "Referred",
    "sent_back": "Sent back for information",
    "agreed": "Agreed: a place is to be found",
    "scheduled": "On the agenda of a meeting",
    "heard": "Heard: to be decided",
    "allocated": "Place allocated",
    "accepted": "Place accepted by the parent",
    "refused": "Refused by the school",
    "consulted": "Direction: consultation",
    "served": "Direction: notice served",
    "with_adjudicator": "Direction: referred, to be determined",
    "academy_asked": "Direction: academy asked to admit",
    "academy_refused": "Direction: academy gave reasons not to admit",
    "secretary_asked": "Direction: Secretary of State asked",
    "determined": "Direction: determined, to be given",
    "directed": "School directed to admit",
    "started": "Started",
    "supported": "Stays with support",
    "settled": "Settled",
    "not_eligible": "Not eligible",
    "withdrawn": "Withdrawn",
    "broke_down": "Broke down",
}

CLOSED: frozenset[State] = frozenset({"settled", "not_eligible", "withdrawn", "broke_down"})
"""Nothing more is owed."""
OPEN: frozenset[State] = frozenset(TITLES) - CLOSED - {"not_open"}
PANEL: frozenset[State] = frozenset({"agreed", "scheduled", "heard"})
"""The panel is to decide; the 20 school days run from agreement."""
BEFORE_A_PLACE: frozenset[State] = PANEL | {"referred", "sent_back"}
DIRECTING: frozenset[State] = frozenset(
    {
        "refused",
        "consulted",
        "served",
        "with_adjudicator",
        "academy_asked",
        "academy_refused",
        "secretary_asked",
        "determined",
    }
)
"""A school has refused: the authority accepts that, or is on the way to a direction."""
OFFERED: frozenset[State] = frozenset({"allocated", "accepted", "directed"})
"""A place is to be taken up."""


LOOKED_AFTER_ROUTE = "looked_after_direction"
"""The right route of a child whom no panel places, and whose school is directed all the same."""


@dataclass(frozen=True)
class Allocation:
    """The place found, the day the pupil is to start, and the movement it was recorded as."""

    to_place: str
    starts_on: date
    movement: str
    movement_entry: int


@dataclass(frozen=True)
class CaseState:
    """A case as its steps leave it. `agreed_entry` is the entry that started the clock.

    `meeting` is the day on whose agenda it is. `overridden`: why the child was out of scope when
    an override was recorded; for that alone a place may be allocated all the same. `ruled_out` is
    why the case was recorded as not eligible, by code: a direction may go on from there. `route`,
    `consulted_on` and `served_on` are of a direction. `told` are those notified of the place.
    `checks` counts those after 6 and 12 school weeks. `letters` are the entries of letters made,
    each with its reader. `refused_by` are the schools that refused, with the day and the entry.
    """

    state: State = "not_open"
    category: str = ""
    in_year: str | None = None
    referred_by: str | None = None
    referred_on: date | None = None
    agreed_on: date | None = None
    agreed_entry: int | None = None
    meeting: date | None = None
    allocated_on: date | None = None
    allocation: Allocation | None = None
    overridden: frozenset[str] = frozenset()
    ruled_out: str | None = None
    route: str | None = None
    consulted_on: date | None = None
    served_on: date | None = None
    told: frozenset[str] = frozenset()
    started_on: date | None = None
    checks: int = 0
    withdrawn_on: date | None = None
    last_on: date | None = None
    letters: frozenset[tuple[int, str]] = frozenset()
    refused_by: tuple[tuple[str, date, int], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is owed yet: a decision, a place, a start, a check."""
        return self.state in OPEN

    @property
    def waits_for_a_place(self) -> bool:
        """Whether the pupil has neither started nor been turned away: no second case is opened."""
        return self.state in BEFORE_A_PLACE | DIRECTING | OFFERED

    @property
    def is_to_be_directed(self) -> bool:
        """Whether no panel places the child, and a looked-after child's school is yet to be found.

        The case is closed but for that.
        """
        return self.state == "not_eligible" and self.route == LOOKED_AFTER_ROUTE

    def lapses(self, before: "CaseState") -> bool:
        """Whether the place that was allocated before is none any more."""
        return before.allocation is not None and (
            self.allocation is None or self.state == "broke_down"
        )

    def refused(self, on: date, entry: int) -> "CaseState":
        """With the refusal, on a day, of the school of the place."""
        found = self.allocation
        own = ((found.to_place, on, entry),) if found else ()
        return replace(self, refused_by=(*self.refused_by, *own))

    def recorded_as(self, entry: int) -> "CaseState":
        """The allocation with the entry that a later step recorded, where it had none."""
        found = self.allocation
        if found is None or found.movement_entry or not entry:
            return self
        return replace(self, allocation=replace(found, movement_entry=entry))
