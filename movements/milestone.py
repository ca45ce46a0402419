"""Milestones: entries that carry an episode on - agreements, notices, reviews, ends.

An opening entry starts an episode; a milestone names it by the number of that entry, or by the
day it began. None or two that fit are refused.
"""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from movements.kind import Before, Count, FreeDay, Kind, Placed, Taken
from movements.problems import Problem
from movements.standing import Episode, Standing, Step


class Milestone(Kind):
    """A step of an episode that another entry opened; subclasses say of which kinds."""

    about: ClassVar[frozenset[str]]
    """The kinds of opening entries it may be a step of."""
    closes: ClassVar[bool] = False
    """Whether the episode has ended with it."""
    by_named: ClassVar[bool] = False
    """Whether a place that the episode names may record it, though the pupil is not its own."""
    identity: ClassVar[tuple[str, ...]] = ("episode", "started_on")

    episode: Count | None = Field(
        default=None,
        title="Entry that opened it",
        description="Number of the entry this carries on; or give the day it began",
        examples=[""],
        ge=1,
    )
    started_on: FreeDay | None = Field(
        default=None,
        title="Began on",
        description="The day of the opening entry, where more than one is open",
        examples=["2026-09-14"],
    )

    def fitting(self, standing: Standing, place: str | None) -> tuple[Episode, ...]:
        """The episodes it may mean, among those a place may carry on (all, for the authority).

        One that has ended is meant only where it is named.
        """
        named = self.episode is not None or self.started_on is not None
        return tuple(
            e
            for e in standing.episodes
            if e.kind in self.about
            and (named or e.ended is None)
            and (self.episode is None or e.opened_by(self.episode))
            and (self.started_on is None or e.on == self.started_on)
            and _concerns(e, standing, place)
        )

    def meant(self, standing: Standing, place: str | None) -> Episode | None:
        """The one episode it carries on; None where none or several fit."""
        found = self.fitting(standing, place)
        return found[0] if len(found) == 1 else None

    def problems(self, before: Before) -> Iterator[Problem]:
        """Exactly one episode must be meant, and begun by then."""
        found = self.fitting(before.standing, before.place.id if before.place else None)
        field = "episode" if self.episode is not None else "started_on"
        if not found:
            yield Problem(
                field,
                "no_open_episode",
                f"Nothing that this could carry on was open on {self.on:%-d %B %Y}. "
                "Check the entry it names and the dates.",
            )
        elif len(found) > 1:
            entries = ", ".join(str(e.entry) for e in found)
            yield Problem(
                field,
                "two_open_episodes",
                f"It could carry on more than one entry ({entries}). Name the one meant.",
            )

    def ends(self) -> bool:
        """Whether the episode is over with these answers."""
        return self.closes


def _concerns(episode: Episode, standing: Standing, place: str | None) -> bool:
    """A place carries on what it began, what names it, and what befalls a pupil on its roll."""
    if place is None or place in (episode.place, *episode.named):
        return True
    return standing.roll_at(place) is not None


def noted(before: Standing, after: Standing, movement: Kind, taken: Taken) -> Standing:
    """The standing after a movement, with what it began, carried on or brought to an end."""
    open_still = {p.entry for p in after.provision}
    for gone in (p.entry for p in before.provision if p.entry not in open_still):
        after = after.without_episode(gone, movement.on)
    if isinstance(movement, Milestone):
        episode = movement.meant(before, taken.place)
        if episode is None:
            return after
        step = Step(taken.number, taken.place, movement, taken.authority)
        return after.with_step(episode.entry, step, ends=movement.ends())
    if movement.opens:
        return after.with_episode(_opened(movement, taken))
    return after


def _opened(movement: Kind, taken: Taken) -> Episode:
    values = (movement.value(name) for name in movement.marked(Placed))
    named = tuple(ref for ref in values if ref and ref != taken.place)
    return Episode(taken.number, taken.place, taken.authority, movement, named, taken.earlier)
