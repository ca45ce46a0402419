"""One thing owed by a day: a clock, who owes it, and how it stands."""

from dataclasses import dataclass
from datetime import date
from typing import get_args

from movements.clock import Clock, Owner, State

EVERY_STATE: frozenset[State] = frozenset(get_args(State))
OPEN_STATES: frozenset[State] = frozenset({"running", "missed", "warning"})


@dataclass(frozen=True)
class DueItem:
    """One clock that one entry started. `assumed`: school days of the built-in calendar count.

    `pupil` is None where the entry is about a setting: the place. Where attendance marks started it
    (`by_marks`), the entry is the submission that last told of the day.
    """

    clock: Clock
    owner: Owner
    entry: int
    pupil: str | None
    place: str | None
    authority: str | None
    started: date
    due: date
    met: date | None
    state: State
    assumed: bool
    about: str = ""
    named: str | None = None
    """The place that owes it, where `clock` says that another does than who recorded the entry."""
    by_marks: bool = False

    @property
    def concerned(self) -> str | None:
        """The place concerned: the one named to act, else that of the entry."""
        return self.named or self.place

    @property
    def whose(self) -> str | None:
        """Who owes it: a place's id or an authority (`la:330`); None for a parent's right."""
        if self.owner == "parent":
            return None
        place = self.named if self.clock.named else self.place
        if self.owner != "authority" and place:
            return place
        return f"la:{self.authority}" if self.authority else None

    def as_dict(self) -> dict[str, object]:
        """The item as the API and --json show it."""
        return {
            "clock": self.clock.id,
            "title": self.clock.title,
            "owes": self.clock.owes,
            "about": self.about or None,
            "owner": self.whose,
            "owner_role": self.owner,
            **self.clock.basis.told(),
            "pupil": self.pupil,
            "place": self.place,
            "entry": self.entry,
            "by_marks": self.by_marks,
            "started": self.started.isoformat(),
            "due": self.due.isoformat(),
            "met": self.met.isoformat() if self.met else None,
            "state": self.state,
            "built_in_calendar": self.assumed,
        }
