"""To whom an authority has said that what is long overdue is told: by name, for each who owes.

Each is an entry, with the day from which it holds. How long is the local rule `escalate_days`.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col

from movements.actor import Actor
from movements.basis import Basis
from movements.entry import ENTRIES, EntryRow, read_entries
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.record import Recorded, Source, append

KIND = "escalates_to"
WITHIN = "escalate_days"
"""The local rule: school days overdue from which the person named is told."""
TOLD = Basis("ours", "What is long overdue is told to a person whom the authority has named")
_LONGEST = 200


@dataclass(frozen=True)
class EscalatesTo:
    """The person, by name or post, who is told of what a place or authority owes, long overdue."""

    owner: str
    name: str
    email: str
    since: date
    entry: int

    @property
    def words(self) -> str:
        """The person on one line."""
        return f"{self.name} <{self.email}>" if self.email else self.name


def escalation(session: Session, on: date) -> dict[str, EscalatesTo]:
    """By who owes (a place's id or `la:330`), the person named for the day: whom it named last."""
    query = ENTRIES.where(
        col(EntryRow.kind) == KIND, col(EntryRow.on) <= on, col(EntryRow.details).is_not(None)
    ).order_by(col(EntryRow.on), col(EntryRow.number))
    found: dict[str, EscalatesTo] = {}
    for entry in read_entries(session, query):
        told = entry.answers()
        owner = str(told["owner"])
        found[owner] = EscalatesTo(owner, told["name"], told["email"], entry.on, entry.number)
    return found


def name_person(
    session: Session,
    place: PlaceFacts | None,
    name: str,
    email: str,
    *,
    on: date,
    by: Actor,
    source: Source,
) -> Recorded:
    """Say who is told of what a place of the actor's authority, or the authority itself, owes.

    Raises Refused with every problem found.
    """
    _refuse(place, name.strip(), email.strip(), by)
    owner = place.id if place else f"la:{by.authority}"
    held = escalation(session, on).get(owner)
    if held and (held.name, held.email, held.since) == (name.strip(), email.strip(), on):
        return Recorded(held.entry, "already_held", "")
    entry = append(
        session,
        kind=KIND,
        on=on,
        by=by,
        source=source,
        details={"owner": owner, "name": name.strip(), "email": email.strip()},
        subjects={},
        authority=by.authority,
    )
    return Recorded(entry.number, "accepted", "")


def _refuse(place: PlaceFacts | None, name: str, email: str, by: Actor) -> None:
    problems = []
    if by.role != "la_officer" or (place is not None and place.la_code != by.authority):
        words = "An authority names the person for itself and for the places of its own area."
        problems.append(Problem("place", "not_yours", words))
    if not name or len(name) > _LONGEST:
        words = "Give the name or post of the person, in at most 200 characters."
        problems.append(Problem("name", "missing" if not name else "too_long", words))
    if email and ("@" not in email.strip("@") or " " in email or len(email) > _LONGEST):
        words = "Give an e-mail address, such as office@example.org, or leave it out."
        problems.append(Problem("email", "email", words))
    if problems:
        raise Refused(problems)
