"""The places that a case was given, one after another, and what came of each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from fair_access.steps import CaseAllocated, TakenStep
from reports.panel.stories import TO_SCHOOL


@dataclass(frozen=True)
class Offer:
    """A place that was allocated, or to which a direction was begun, with the days that followed.

    `admitted` is the first day on roll: a parent's acceptance enters the child from the day agreed,
    else the start does. None where the place was given up before the child started. `by_panel`: not
    where a looked-after child's school was directed or asked, whom no panel places.
    """

    place: str
    movement: str
    on: date
    by_panel: bool
    refused: date | None = None
    directed: date | None = None
    admitted: date | None = None
    started: date | None = None

    @property
    def to_school(self) -> bool:
        """Whether it is a place on a school's roll, and not alternative provision."""
        return self.movement in TO_SCHOOL


def offers_of(steps: Iterable[TakenStep]) -> tuple[Offer, ...]:
    """Every place of a case, the earliest first."""
    found: list[Offer] = []
    for one in steps:
        place = one.after.allocation
        by_panel = one.step.id == CaseAllocated.id
        if place and (by_panel or one.before.allocation is None):
            found.append(Offer(place.to_place, place.movement, one.step.on, by_panel))
        elif found and one.before.allocation:
            found[-1] = _after(found[-1], one)
    return tuple(found)


def _after(offer: Offer, one: TakenStep) -> Offer:
    on, place = one.step.on, one.after.allocation
    match one.step.id:
        case "case_refused":
            return replace(_given_up(offer), refused=offer.refused or on)
        case "case_directed":
            return replace(offer, directed=on)
        case "case_accepted" if place:
            return replace(offer, admitted=place.starts_on)
        case "case_started":
            return replace(offer, admitted=min(offer.admitted or on, on), started=on)
    return _given_up(offer) if one.after.lapses(one.before) else offer


def _given_up(offer: Offer) -> Offer:
    """Before the child started, nobody was admitted; after it, somebody was."""
    return offer if offer.started else replace(offer, admitted=None)
