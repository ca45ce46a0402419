"""Who has a place from a panel and is not there: a week after the starting day, or before it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fair_access.case_reader import Case, StepLine
from fair_access.case_state import Allocation
from fair_access.steps import CaseChased
from movements.basis import Basis
from movements.due_item import DueItem
from movements.local_rules import LocalRules
from movements.standing import Standing
from reports.panel.stories import TO_SCHOOL, Story

BASIS = Basis(
    "ours",
    "Whoever decides a place checks within a week that the child is on roll, and chases it "
    "(Leicestershire's partnerships do); after how many days is set locally",
)
CHECKED = "on_roll_check_days"
"""The local rule that says after how many calendar days it is checked."""


@dataclass(frozen=True)
class FollowUp:
    """A child to be chased. `since` is the day on which the check fell due, or falls.

    `place` is where the child is to be on roll; None where it is withheld.
    """

    case: Case
    place: str | None
    starts_on: date
    since: date

    @property
    def next(self) -> DueItem | None:
        """The next step owed, with who owes it: who chases the child's start."""
        return self.case.next

    @property
    def last(self) -> StepLine:
        """The last step that anybody took."""
        return self.case.steps[-1]

    @property
    def contact(self) -> StepLine | None:
        """The last time that anybody asked after the start."""
        asked = (line for line in reversed(self.case.steps) if line.kind == CaseChased.id)
        return next(asked, None)

    def days(self, today: date) -> int:
        """Calendar days since the check fell due."""
        return (today - self.since).days


def follow_up(found: Iterable[Story], rules: LocalRules, today: date) -> list[FollowUp]:
    """Whoever has a place and is not there so many days after its starting day; longest first.

    Not those past school age, nor those who have gone on another school's roll since.
    """
    return [one for one in awaited(found, rules) if one.since <= today]


def awaited(found: Iterable[Story], rules: LocalRules) -> list[FollowUp]:
    """The same, and whoever has a place and is not due there yet; the first due first."""
    every = (one for story in found for one in _awaited(story, rules))
    return sorted(every, key=lambda one: (one.since, one.case.id))


def _awaited(story: Story, rules: LocalRules) -> Iterator[FollowUp]:
    state = story.steps[-1].after
    place = state.allocation
    if place is None or not state.is_open or _there(story.now, place) or story.now.left_education:
        return
    decided = state.allocated_on or place.starts_on
    days = rules.of(story.case.authority, CHECKED, decided).values[0]
    since = max(decided, place.starts_on) + timedelta(days=days)
    elsewhere = any(r.place != place.to_place and r.since > decided for r in story.now.main_rolls)
    if not elsewhere:
        shown = story.case.state.allocation
        yield FollowUp(
            story.case, (shown.to_place if shown else "") or None, place.starts_on, since
        )


def _there(now: Standing, place: Allocation) -> bool:
    """On the roll of the school; in alternative provision, placed there or on its roll."""
    if now.roll_at(place.to_place) is not None:
        return True
    return place.movement not in TO_SCHOOL and bool(now.provision_at(place.to_place))
