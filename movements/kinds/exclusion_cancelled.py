"""A head teacher cancels a suspension or a permanent exclusion."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, stepped
from movements.counted import counted
from movements.exclusion_law import (
    CANCEL,
    CAP_SESSIONS,
    EXCLUSIONS,
    WITHDRAW,
    carried_on,
    most_in_a_year,
)
from movements.kind import Before, Count, Day, Names, Taken, Text
from movements.milestone import Milestone
from movements.problems import Concern, Problem
from movements.rule import Rule, Version
from movements.standing import Episode, Standing, Suspension


class ExclusionCancelled(Milestone):
    """The pupil is back at once. Sessions already missed still count to the year's 45 days."""

    id: ClassVar[str] = "exclusion_cancelled"
    title: ClassVar[str] = "Exclusion cancelled"
    summary: ClassVar[str] = "A head teacher cancels an exclusion."
    about: ClassVar[frozenset[str]] = EXCLUSIONS
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = CANCEL
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="cancellation_told",
            title="Those concerned told of a cancellation",
            owes="The school tells the parent, the governors, the authority, and any social worker "
            "and virtual school head, in writing with reasons",
            owner="school",
            unit="school_days",
            local="exclusion_told_days",
            basis=CANCEL,
            dated="told_on",
            stops=stepped("exclusion_notice"),
        ),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "cancelling",
            "When an exclusion can be cancelled",
            (
                Version("Before the governors have met", WITHDRAW, "head teachers"),
                Version(
                    "Before the governors have begun to meet, and not past 45 days in the school "
                    "year",
                    CANCEL,
                    "head teachers",
                ),
            ),
        ),
    )

    reasons: Text = Field(
        title="Reasons", description="Why it was cancelled", examples=["New evidence came to light"]
    )
    sessions_served: Count = Field(
        title="Sessions missed",
        description="Sessions missed by then, two to a day; 0 where it had not begun: date that "
        "cancellation on the day the exclusion was to begin",
        examples=["4"],
        ge=0,
        le=190,
    )
    told_on: Day | None = Field(
        default=None,
        title="Told on",
        description="The day by which all who must be told of it had been",
        examples=["2026-09-21"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """No more can have been missed than it lasted, and it is cancelled once."""
        yield from super().problems(before)
        episode = carried_on(self, before)
        if episode is None:
            return
        if episode.steps_of("exclusion_cancelled"):
            yield Problem("episode", "already_cancelled", "This exclusion is cancelled already.")
        elif episode.kind == "suspension" and self.sessions_served > episode.movement.sessions:
            most = counted(episode.movement.sessions, "session")
            words = f"It was for {most}: no more can have been missed."
            yield Problem("sessions_served", "too_many", words)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Cancelled when it could no longer be."""
        episode = carried_on(self, before)
        if episode is None:
            return
        if episode.steps_of("governors_met"):
            yield Concern(
                "governors_begun",
                "The governors had met about it: it could no longer be cancelled.",
                CANCEL if CANCEL.in_force(self.on) else WITHDRAW,
                field="on",
            )
        if CANCEL.in_force(self.on) and self._missed_in_year(episode, before) > CAP_SESSIONS:
            yield Concern(
                "past_45_days",
                "With it the pupil has missed more than 45 school days in the school year: it "
                "could not be cancelled.",
                CANCEL,
                field="sessions_served",
            )

    def _missed_in_year(self, episode: Episode, before: Before) -> int:
        others = (s for s in before.standing.suspensions if s.entry != episode.entry)
        return most_in_a_year(others, self._missed(episode, before.standing), before.days).sessions

    def _missed(self, episode: Episode, standing: Standing) -> Suspension:
        """What it comes to: as a suspension of the sessions missed, from lunchtimes if it was."""
        held = next((s for s in standing.suspensions if s.entry == episode.entry), None)
        opened = episode.movement
        spell = held or Suspension(episode.entry, opened.on, opened.session, 0, episode.place)
        return replace(spell, sessions=self.sessions_served)

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """It stands no more, but for the sessions already missed."""
        episode = self.meant(standing, taken.place)
        if episode is None:
            return standing
        rest = tuple(s for s in standing.suspensions if s.entry != episode.entry)
        missed = (self._missed(episode, standing),) if self.sessions_served else ()
        return replace(standing.without_exclusion(episode.entry), suspensions=(*rest, *missed))

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Exclusion cancelled, {counted(self.sessions_served, 'session')} missed"
