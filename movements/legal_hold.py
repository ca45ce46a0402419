"""Legal holds: while one stands, nothing held on a pupil, or on anybody, is redacted.

An inquiry, a court or a claim may ask that records be kept beyond their time. A hold is an entry,
and so is its release: both by an administrator, and never by a door that schools use.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from pydantic import Field
from sqlmodel import Session, col

from movements.actor import Actor
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.kind import Answers, Count, FreeDay, Text
from movements.linked import Links, links
from movements.problems import Problem, Refused
from movements.record import append, today

HOLD = "legal_hold"
RELEASED = "legal_hold_released"


class LegalHold(Answers):
    """What a hold says. Its subject is a pupil, or nobody: then it is on the whole register."""

    id: ClassVar[str] = HOLD

    because: Text = Field(
        title="Reason",
        description="The inquiry, court or claim that asks for it; name no child",
        examples=["IICSA: records of residential provision"],
        min_length=1,
    )
    until: FreeDay | None = Field(
        default=None,
        title="Until",
        description="The last day it stands, if it is known",
        examples=["2035-12-31"],
    )


class HoldReleased(Answers):
    """The end of a hold, named by its entry."""

    id: ClassVar[str] = RELEASED

    hold: Count = Field(title="Hold", description="Number of its entry", examples=["12"], ge=1)
    because: Text = Field(
        title="Reason",
        description="Who released it; name no child",
        examples=["Released by the inquiry's letter of 3 March"],
        min_length=1,
    )


@dataclass(frozen=True)
class Hold:
    """One hold; `pupil` is None where it is on the whole register."""

    entry: int
    pupil: str | None
    on: date
    because: str
    until: date | None


@dataclass(frozen=True)
class Holds:
    """The holds that stand on a day; one on a record is on every record of that child."""

    standing: tuple[Hold, ...]
    linked: Links = field(default_factory=Links)

    @property
    def on_all(self) -> Hold | None:
        """The hold on the whole register, if there is one."""
        return next((hold for hold in self.standing if hold.pupil is None), None)

    @property
    def pupils(self) -> dict[str, Hold]:
        """The pupils held, each with the first hold."""
        return {
            record: hold
            for hold in reversed(self.standing)
            if hold.pupil
            for record in self.linked.records(hold.pupil)
        }

    def on_pupil(self, pupil: str | None) -> Hold | None:
        """What keeps a pupil's record (that of nobody, for what is about no pupil)."""
        return self.on_all or (self.pupils.get(pupil) if pupil else None)


def place_hold(session: Session, pupil: str | None, answers: LegalHold, by: Actor) -> Entry:
    """Record a hold on a pupil, or on the whole register. Raises Refused for all but the role."""
    _check_role(by)
    return append(
        session,
        kind=HOLD,
        on=answers.on,
        by=by,
        source="register",
        details=answers.details(),
        subjects={"pupil_id": pupil},
    )


def release_hold(session: Session, answers: HoldReleased, by: Actor) -> Entry:
    """Record that a hold has ended. Raises Refused where no such hold stands."""
    _check_role(by)
    found = next((h for h in holds(session, today()).standing if h.entry == answers.hold), None)
    if found is None:
        words = f"No hold that stands has the entry {answers.hold}: see `retention holds`."
        raise Refused([Problem("hold", "no_such_hold", words)])
    return append(
        session,
        kind=RELEASED,
        on=answers.on,
        by=by,
        source="register",
        details=answers.details(),
        subjects={"pupil_id": found.pupil},
    )


def _check_role(by: Actor) -> None:
    if by.role != "administrator":
        words = "Only an administrator may place or release a legal hold."
        raise Refused([Problem("kind", "not_allowed", words)])


def holds(session: Session, on: date) -> Holds:
    """The holds that stand on a day, the first one first. One begins to stand when it is told."""
    query = ENTRIES.where(col(EntryRow.kind).in_([HOLD, RELEASED])).order_by(col(EntryRow.number))
    told = [entry for entry in read_entries(session, query) if entry.details is not None]
    released = {
        int(entry.answers()["hold"]) for entry in told if entry.kind == RELEASED and entry.on <= on
    }
    standing = tuple(h for h in _told(told) if h.entry not in released and _stands(h, on))
    return Holds(standing, links(session))


def _told(told: list[Entry]) -> Iterator[Hold]:
    for entry in told:
        if entry.kind == HOLD:
            answers = entry.answers()
            until = answers.get("until")
            yield Hold(
                entry.number,
                entry.pupil_id,
                entry.on,
                str(answers["because"]),
                date.fromisoformat(until) if until else None,
            )


def _stands(hold: Hold, on: date) -> bool:
    return hold.until is None or on <= hold.until
