"""What one place or authority owes, as text ready for e-mail: with ids, and no pupil's name."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pydantic import BaseModel
from sqlmodel import Session

from apregister.invented import SAID, holds_synthetic
from apregister.owed import clocks_owed, exceptions_owed
from movements.actor import Actor
from movements.codes import CODE_SETS
from movements.counted import counted
from movements.due_item import DueItem
from movements.escalation import WITHIN, escalation
from movements.exception import owner_role
from movements.ledger import owner_name
from movements.local_rules import local_rules
from movements.places import place_facts
from movements.proposals import proposals_awaiting
from movements.school_days import calendars

AHEAD = timedelta(days=14)
"""So far ahead a digest tells what is due."""


class OwedShown(BaseModel):
    """One thing owed, or waiting. `days_over`: school days past its day, 0 where it has not passed.

    `cause` is the id of its clock or question, or `agreement` of a proposed move. `escalated`: so
    long overdue that the person named is to be told.
    """

    what: str
    cause: str
    pupil: str | None
    entry: int
    day: date
    days_over: int = 0
    escalated: bool = False


class DigestShown(BaseModel):
    """What an owner has overdue, due within 14 days, and waiting for its answer."""

    on: date
    owner: str
    owner_name: str
    synthetic: bool
    escalates_after: int
    escalates_to: str | None
    overdue: list[OwedShown]
    due: list[OwedShown]
    waiting: list[OwedShown]

    @property
    def subject(self) -> str:
        """The subject of the e-mail."""
        counts = f"{len(self.overdue)} overdue, {len(self.due)} due, {len(self.waiting)} waiting"
        return f"Register of pupil movements, {self.owner_name}: {counts}"

    def text(self) -> str:
        """The e-mail, a thing owed on each line."""
        return "\n".join(self._lines())

    def as_email(self) -> dict[str, str]:
        """Its subject and text, as the API and --json show them beside the rest."""
        return {"subject": self.subject, "text": self.text()}

    def _lines(self) -> Iterator[str]:
        yield f"Subject: {self.subject}"
        yield ""
        if self.synthetic:
            yield SAID
        yield f"{self.owner_name}, {self.on:%-d %B %Y}."
        yield "No name is here: sign in to see whose each is."
        yield from self._part("Overdue", self.overdue, "was due")
        yield from self._part("Due within 14 days", self.due, "due")
        yield from self._part("Waiting for your answer", self.waiting, "since")
        if any(one.escalated for one in self.overdue):
            whom = self.escalates_to or "nobody: no person is named yet (apregister escalation set)"
            after = counted(self.escalates_after, "school day")
            yield ""
            yield f"Marked * is overdue by {after} or more, and is told to {whom}."

    def _part(self, title: str, items: Sequence[OwedShown], when: str) -> Iterator[str]:
        if not items:
            return
        yield ""
        yield f"{title} ({len(items)})"
        for one in items:
            over = f", {counted(one.days_over, 'school day')} over" if one.days_over else ""
            about = f"; pupil {one.pupil}" if one.pupil else ""
            star = "*" if one.escalated else "-"
            yield f"{star} {one.what}: {when} {one.day:%-d %B %Y}{over}{about}; entry {one.entry}"


def digest_of(session: Session, by: Actor, on: date) -> list[DigestShown]:
    """The digest of each owner an actor speaks for: its places, or its authority.

    Made as that owner sees the register, so that none tells more than its own lists would.
    """
    owners = sorted(by.places) or ([f"la:{by.authority}"] if by.authority else [])
    return [_digest(session, by, owner, on) for owner in owners]


def _digest(session: Session, by: Actor, owner: str, on: date) -> DigestShown:
    places = place_facts(session, by.places)
    authority = by.authority or (places[owner].la_code if owner in places else None)
    (after,) = local_rules(session).of(authority, WITHIN, on).values
    days = calendars(session).of(owner)
    mine = [one for one in clocks_owed(session, on, by).items if one.whose == owner]
    person = escalation(session, on).get(owner)

    def told(item: DueItem) -> OwedShown:
        over = max(0, days.count(item.due, on))
        return OwedShown(
            what=item.clock.title,
            cause=item.clock.id,
            pupil=item.pupil,
            entry=item.entry,
            day=item.due,
            days_over=over,
            escalated=item.state == "missed" and over >= after,
        )

    return DigestShown(
        on=on,
        owner=owner,
        owner_name=owner_name(owner, places),
        synthetic=holds_synthetic(session),
        escalates_after=after,
        escalates_to=person.words if person else None,
        overdue=[told(one) for one in mine if one.state == "missed"],
        due=[told(one) for one in mine if one.state == "running" and one.due <= on + AHEAD],
        waiting=[*_asked(session, by, owner, on), *_proposed(session, owner, on)],
    )


def _asked(session: Session, by: Actor, owner: str, on: date) -> Iterator[OwedShown]:
    """What the owner is asked; an authority also what another is of a child who lives with it."""
    owed = exceptions_owed(session, on, by)
    for one in owed.items:
        whose = {one.owner}
        if owner_role(one.owner) == "authority":
            whose.add(f"la:{owed.seen[one.pupil].home_authority}")
        if owner in whose:
            yield OwedShown(
                what=one.exception.title,
                cause=one.cause,
                pupil=one.pupil,
                entry=one.entry,
                day=one.since,
            )


def _proposed(session: Session, owner: str, on: date) -> Iterator[OwedShown]:
    for one in proposals_awaiting(session, owner, on):
        party = CODE_SETS["AGREEMENT_PARTIES"].label(one.party)
        yield OwedShown(
            what=f"Answer to a proposed managed move ({party})",
            cause="agreement",
            pupil=one.pupil,
            entry=one.entry,
            day=one.proposed_on,
        )
