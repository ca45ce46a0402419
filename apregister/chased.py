"""The follow-up list of a panel's places as each role may see it: one answer for every door."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from apregister.invented import holds_synthetic
from apregister.sight import WITHHELD
from fair_access.cases import SEES_CASES, may_see_case
from fair_access.meetings.sight import before_panel
from movements.actor import Actor
from movements.local_rules import local_rules
from movements.places import PlaceFacts, place_facts
from movements.record import today
from reports.panel.follow_up import BASIS, FollowUp, awaited
from reports.panel.stories import stories

WITHHELD_BY = "withheld"
COLUMNS = (
    *("case", "pupil", "school", "starts_on", "since", "days", "state", "chased_by"),
    *("next_step", "next_due", "last_step", "last_on", "last_by", "asked_on"),
)


@dataclass(frozen=True)
class Chased:
    """The list as one actor sees it, the longest first.

    `to_come` are those whose check is not due yet, the next one first.
    """

    on: date
    rows: tuple[FollowUp, ...]
    to_come: tuple[FollowUp, ...]
    places: Mapping[str, PlaceFacts]
    synthetic: bool

    def school(self, one: FollowUp) -> str:
        """The name of the school or setting where the child is to be."""
        return self._name(one.place) if one.place else WITHHELD

    def chaser(self, one: FollowUp) -> str:
        """Who owes the next step, and so chases the start: a school by its name."""
        owed = one.next
        if owed is None or owed.whose is None or owed.whose.startswith("la:"):
            return "The authority"
        return self._name(owed.whose)

    def last_by(self, one: FollowUp) -> str:
        """Who recorded the last step; of a protected child that may say where the child is."""
        return WITHHELD_BY if one.case.protected else one.last.recorded_by

    def _name(self, place: str) -> str:
        return self.places[place].name if place in self.places else place

    def told(self) -> dict[str, Any]:
        """The list as the API and --json show it."""
        return {
            "on": self.on.isoformat(),
            "synthetic": self.synthetic,
            "total": len(self.rows),
            **BASIS.told(),
            "items": [self._told(one) for one in self.rows],
            "to_come": [self._told(one) for one in self.to_come],
        }

    def _told(self, one: FollowUp) -> dict[str, Any]:
        return {
            "case": one.case.id,
            "pupil": one.case.pupil,
            "school": self.school(one),
            "starts_on": one.starts_on.isoformat(),
            "since": one.since.isoformat(),
            "days": one.days(self.on),
            "state": one.case.state.state,
            "chased_by": self.chaser(one),
            "next": one.next.as_dict() if one.next else None,
            "last_step": one.last.as_dict() | {"recorded_by": self.last_by(one)},
            "asked": one.contact.as_dict() if one.contact else None,
        }

    def cells(self, one: FollowUp) -> tuple[object, ...]:
        """A child as a row of a file, under COLUMNS."""
        owed, last, contact = one.next, one.last, one.contact
        return (
            one.case.id,
            one.case.pupil,
            self.school(one),
            one.starts_on,
            one.since,
            one.days(self.on),
            one.case.title,
            self.chaser(one),
            owed.clock.owes if owed else None,
            owed.due if owed else None,
            last.title,
            last.on,
            self.last_by(one),
            contact.on if contact else None,
        )


def chased(session: Session, by: Actor) -> Chased:
    """The children of the actor's cases who are not on roll a week after their starting day."""
    listed = before_panel(session, by, today()).cases
    authority = by.authority if by.role in SEES_CASES else None
    found = (
        one for one in stories(session, authority, today()) if may_see_case(one.case, by, listed)
    )
    every, on = awaited(found, local_rules(session)), today()
    rows = tuple(one for one in every if one.since <= on)
    to_come = tuple(one for one in every if one.since > on)
    return Chased(on, rows, to_come, _places(session, every), holds_synthetic(session))


def _places(session: Session, rows: Iterable[FollowUp]) -> Mapping[str, PlaceFacts]:
    named = {one.place for one in rows} | {one.next.whose for one in rows if one.next}
    return place_facts(session, [place for place in named if place])
