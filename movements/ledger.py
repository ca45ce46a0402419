"""No lost child: every pupil has exactly one responsible place; the ledger lists who has not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlmodel import Session

from movements.entry import Entry
from movements.places import PlaceFacts
from movements.register import by_pupil, entries, fold, known_until
from movements.school_days import Calendars, calendars
from movements.standing import Standing

Cause = Literal["no_roll", "two_rolls", "claim", "nobody"]

TITLES: dict[Cause, str] = {
    "no_roll": "On no school's roll",
    "two_rolls": "On the roll of two schools",
    "claim": "Claimed by a second school",
    "nobody": "Nobody is responsible",
}
NEXT_STEPS: dict[Cause, str] = {
    "no_roll": "Find where the child is educated; record the next roll, placement or destination",
    "two_rolls": "The school the child has left removes the name, or one becomes subsidiary",
    "claim": "Confirm the move with both schools, then record the roll or withdraw the claim",
    "nobody": "Find the authority where the child lives and record it",
}


@dataclass(frozen=True)
class OutOfSight:
    """A pupil without exactly one responsible place on a day, and what is owed next."""

    pupil: str
    cause: Cause
    since: date
    school_days: int
    owner: str | None
    places: tuple[str, ...]
    entry: int
    assumed: bool

    def as_dict(self) -> dict[str, object]:
        """The exception as the API and --json show it."""
        return {
            "pupil": self.pupil,
            "cause": self.cause,
            "title": TITLES[self.cause],
            "since": self.since.isoformat(),
            "school_days": self.school_days,
            "owner": self.owner,
            "places": list(self.places),
            "next_step": NEXT_STEPS[self.cause],
            "entry": self.entry,
            "built_in_calendar": self.assumed,
        }


def ledger(
    session: Session,
    on: date,
    *,
    pupil_ids: Iterable[str] | None = None,
    as_known_on: date | None = None,
) -> list[OutOfSight]:
    """Pupils without exactly one responsible place at the end of a day, longest first."""
    days = calendars(session, known_at=known_until(as_known_on) if as_known_on else None)
    grouped = by_pupil(entries(session, pupil_ids, as_known_on))
    found = [exception_of(pupil, of_one, on, days) for pupil, of_one in grouped]
    return sorted((e for e in found if e), key=lambda e: (e.since, e.entry))


def cause_of(standing: Standing) -> Cause | None:
    """Why a standing has not exactly one responsible place; None when it has."""
    if not standing.known or standing.left_education:
        return None
    if len(standing.main_rolls) > 1:
        return "two_rolls"
    if not standing.main_rolls:
        return "no_roll" if standing.responsible else "nobody"
    return "claim" if standing.claims else None


def exception_of(
    pupil: str, of_one: Sequence[Entry], on: date, days: Calendars
) -> OutOfSight | None:
    """The exception one pupil is on a day, dated from the entry that brought it about."""
    cause, since, last = None, None, Standing()
    for entry, _, _, after in fold(of_one):
        if entry.on > on:
            break
        last = after
        if cause_of(after) != cause:
            cause, since = cause_of(after), entry
    if cause is None or since is None:
        return None
    calendar = days.of(f"la:{last.home_authority or ''}")
    return OutOfSight(
        pupil=pupil,
        cause=cause,
        since=since.on,
        school_days=calendar.count(since.on, on),
        owner=_owner(last),
        places=_places(last),
        entry=since.number,
        assumed=calendar.assumed_between(since.on, on),
    )


def _owner(standing: Standing) -> str | None:
    return f"la:{standing.home_authority}" if standing.home_authority else None


def _places(standing: Standing) -> tuple[str, ...]:
    rolls = (*standing.main_rolls, *standing.claims)
    return tuple(dict.fromkeys(roll.place for roll in rolls))


def owner_name(owner: str | None, places: Mapping[str, PlaceFacts]) -> str:
    """The owner in words: an authority's code or a place's name."""
    if owner is None:
        return "nobody yet"
    if owner.startswith("la:"):
        return f"authority {owner[3:]}"
    return places[owner].name if owner in places else owner
