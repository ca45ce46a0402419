"""Reviews of episodes: what can be reviewed, and what of a review meets a clock."""

from dataclasses import replace
from datetime import date
from typing import Any

from movements.clock import Clock, Later, Started, stepped
from movements.milestone import Milestone
from movements.standing import Episode, Standing

DIRECTION = "off_site_direction"
REVIEWED = frozenset(
    {
        DIRECTION,
        "ap_placement",
        "managed_move",
        "part_time_timetable",
        "reintegration_planned",
        "safeguarding_separation",
    }
)
"""Kinds of opening entry that are reviewed."""
HEARD = REVIEWED | {"managed_move_proposed", "direction_decided"}
"""Kinds of opening entry at which the pupil is heard and advice is offered."""

reviewed = stepped("review_held")
"""Met once reviewed as often as the clock's turn asks."""


def episode_with(standing: Standing, entry: int) -> Episode | None:
    """The episode that an entry opened or is a milestone of."""
    for episode in standing.episodes:
        if episode.opened_by(entry):
            return episode
        # A plain loop: asked of every entry for every clock, it takes half the time of any().
        for step in episode.steps:
            if step.entry == entry:
                return episode
    return None


def over(start: Started, later: Later) -> bool:
    """Whether the episode of the entry that started a clock has ended."""
    episode = episode_with(later.standing, start.number)
    return episode is None or episode.ended is not None


def set_again(start: Started, later: Later) -> bool:
    """Whether a review since has set another last day, or the episode is over."""
    return _set_again(start, later) or over(start, later)


def _set_again(start: Started, later: Later) -> bool:
    movement = later.movement
    if movement.id != "review_held" or movement.until is None:
        return False
    episode = episode_with(later.standing, start.number)
    steps = episode.steps_of("review_held") if episode else ()
    return any(step.movement is movement and step.entry != start.number for step in steps)


def review_of(movement: Milestone, before: Standing) -> Episode | None:
    """The episode a milestone is about, whichever place told of it; the latest that fits."""
    found = movement.fitting(before, None)
    return found[-1] if found else None


def owed_again(first: Clock, kind: str) -> Clock:
    """The same review once more, after each that is held of an episode of a kind.

    Counted from a review after which it goes on, where that set no day for the next.
    """

    def goes_on(movement: Any) -> bool:
        return movement.outcome != "return" and movement.next_review_on is None

    return replace(
        first,
        id=f"{first.id}ed_again",
        title=f"Next {first.title[0].lower()}{first.title[1:]}",
        of=frozenset({kind}),
        applies=goes_on,
    )


def last_review(episode: Episode) -> date | None:
    """The day of the latest review held."""
    return max((step.movement.on for step in episode.steps_of("review_held")), default=None)
