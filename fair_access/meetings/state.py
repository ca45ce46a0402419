"""What the minute book comes to: a panel with its members, a meeting with all that was noted.

Frozen: each minute's apply() returns the next state.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from movements.school_days import school_year_start

Phase = Literal["primary", "secondary", "all"]
Attends = Literal["present", "apologies", "absent"]
Stage = Literal["called", "open", "closed"]

PHASES: dict[Phase, str] = {
    "primary": "Primary",
    "secondary": "Secondary",
    "all": "Primary and secondary",
}
STAGES: dict[Stage, str] = {"called": "Called", "open": "Open", "closed": "Closed"}


@dataclass(frozen=True)
class Spoke:
    """For whom a member spoke up to a day (included), before that changed."""

    until: date
    organisation: str
    delegated: bool


@dataclass(frozen=True)
class Member:
    """A person who sits on a panel for a school (its id) or another organisation (its name).

    `signs_in_as` is the sign-in name of the panel member's account, if there is one. `spoke` is for
    whom the person spoke before, the earliest first: a change does not rewrite earlier meetings.
    """

    id: str
    person: str
    organisation: str
    delegated: bool
    since: date
    until: date | None = None
    signs_in_as: str = ""
    spoke: tuple[Spoke, ...] = ()

    @property
    def organisations(self) -> set[str]:
        """Every organisation that the person speaks or spoke for."""
        return {self.organisation, *(one.organisation for one in self.spoke)}

    def as_on(self, day: date) -> "Member":
        """The member with the organisation spoken for on a day."""
        then = next((one for one in self.spoke if day <= one.until), None)
        if then is None:
            return self
        return replace(self, organisation=then.organisation, delegated=then.delegated)

    def serves(self, on: date) -> bool:
        """Whether the person is a member on a day (both ends included)."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Agreement:
    """An information-sharing agreement: for an organisation, in the year that begins on a day."""

    organisation: str
    year: date
    signed_on: date


@dataclass(frozen=True)
class Panel:
    """A panel: whom it is for, its terms of reference, its members. `schools` are its area.

    `were` are those of earlier days, each up to a day (included), the earliest first.
    """

    id: str = ""
    authority: str | None = None
    name: str = ""
    phase: Phase = "all"
    area: str = ""
    schools: tuple[str, ...] = ()
    terms: str = ""
    chair: str = ""
    members: tuple[Member, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    were: tuple[tuple[date, tuple[str, ...]], ...] = ()

    def area_on(self, day: date) -> tuple[str, ...]:
        """The schools of its area on a day."""
        return next((schools for until, schools in self.were if day <= until), self.schools)

    def member(self, member: str) -> Member | None:
        """The member of this id."""
        return next((one for one in self.members if one.id == member), None)

    def serving(self, on: date) -> tuple[Member, ...]:
        """Who is a member on a day, each for the organisation of then."""
        return tuple(one.as_on(on) for one in self.members if one.serves(on))

    def signed(self, organisation: str, on: date) -> bool:
        """Whether an organisation's agreement for the school year of a day is signed by then."""
        year = school_year_start(on, "1 September")
        held = (one for one in self.agreements if one.organisation == organisation)
        return any(one.year == year and one.signed_on <= on for one in held)


@dataclass(frozen=True)
class Item:
    """A case on an agenda, and why it is there; the entry that put it there, and its day."""

    case: str
    why: str
    entry: int
    on: date = date.min


@dataclass(frozen=True)
class Invitation:
    """Schools that were invited: how, when, and what shows it."""

    schools: tuple[str, ...]
    how: str
    on: date
    proof: str
    entry: int


@dataclass(frozen=True)
class Attended:
    """Whether a member came, who came instead, and whether authority to decide was shown."""

    member: str
    attends: Attends
    authority_shown: bool = False
    instead: str = ""


@dataclass(frozen=True)
class Conflict:
    """A member's conflict of interest in a case: the member leaves, and does not see the file.

    `stayed` where the member was there for the case all the same; `noted_on` is the day of the
    minute.
    """

    member: str
    case: str
    noted_on: date | None = None
    stayed: bool = False


@dataclass(frozen=True)
class Update:
    """An update promised on a case: by whom and by when; `given` where it has come."""

    entry: int
    case: str
    by: str
    due: date
    what: str
    given: date | None = None


@dataclass(frozen=True)
class Sealed:
    """A sealed pack: the file's SHA-256, and the number of the last entry that it knows of.

    `entry` is the number of the sealing itself. Where entries of it were redacted since, `kept` is
    the SHA-256 of the file that is kept instead.
    """

    entry: int
    on: date
    sha256: str
    upto: int
    cases: tuple[str, ...]
    kept: str = ""
    redacted: tuple[int, ...] = ()

    @property
    def file(self) -> str:
        """The SHA-256 of the file that is kept."""
        return self.kept or self.sha256


@dataclass(frozen=True)
class Meeting:
    """A meeting of a panel, from being called to being closed."""

    id: str = ""
    panel: str = ""
    authority: str | None = None
    day: date = date.min
    starts_at: str = ""
    place: str = ""
    papers_by: date | None = None
    items: tuple[Item, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    attended: tuple[Attended, ...] = ()
    chair: str = ""
    conflicts: tuple[Conflict, ...] = ()
    updates: tuple[Update, ...] = ()
    sealed: tuple[Sealed, ...] = ()
    opened_on: date | None = None
    closed_on: date | None = None

    @property
    def stage(self) -> Stage:
        """Whether it has been called, is open, or is closed."""
        return "closed" if self.closed_on else "open" if self.opened_on else "called"

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases on its agenda, in order."""
        return tuple(item.case for item in self.items)

    def is_late(self, item: Item) -> bool:
        """Whether a case was put on the agenda after the last day for papers, if one was set."""
        return self.papers_by is not None and item.on > self.papers_by

    @property
    def invited(self) -> frozenset[str]:
        """Every school that was invited."""
        return frozenset(school for one in self.invitations for school in one.schools)

    @property
    def present(self) -> frozenset[str]:
        """The members who came, or somebody in their place."""
        return frozenset(one.member for one in self.attended if one.attends == "present")

    def attendance(self, member: str) -> Attended | None:
        """What was noted of a member's attendance."""
        return next((one for one in self.attended if one.member == member), None)

    def left(self, case: str) -> frozenset[str]:
        """The members who leave for a case."""
        told = (one for one in self.conflicts if one.case == case and not one.stayed)
        return frozenset(one.member for one in told)

    def voices(self, case: str | None = None) -> int:
        """How many members are there; for a case, without those who have a conflict in it."""
        return len(self.present - {one.member for one in self.conflicts if one.case == case})
