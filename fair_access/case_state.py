"""What the steps of a case come to. Frozen: each step's apply() returns the next state."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["not_open", "referred", "agreed", "allocated", "withdrawn"]
OPEN: frozenset[State] = frozenset({"referred", "agreed"})

TITLES: dict[State, str] = {
    "not_open": "Not open",
    "referred": "Referred",
    "agreed": "Agreed: a place is to be found",
    "allocated": "Place allocated",
    "withdrawn": "Withdrawn",
}


@dataclass(frozen=True)
class Allocation:
    """The place found, the day the pupil is to start, and the movement it was recorded as."""

    to_place: str
    starts_on: date
    movement: str
    movement_entry: int


@dataclass(frozen=True)
class CaseState:
    """A case as its steps leave it. `agreed_entry` is the entry that started the clock."""

    state: State = "not_open"
    category: str = ""
    referred_by: str | None = None
    referred_on: date | None = None
    agreed_on: date | None = None
    agreed_entry: int | None = None
    allocated_on: date | None = None
    allocation: Allocation | None = None
    withdrawn_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether the case still waits for a place or an end."""
        return self.state in OPEN

    @property
    def last_on(self) -> date | None:
        """The day of the last step."""
        days = (self.referred_on, self.agreed_on, self.allocated_on, self.withdrawn_on)
        return max((day for day in days if day), default=None)
