"""The end of an AP placement or an off-site direction."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.counted import counted
from movements.episode_end import back_by
from movements.episodes import episode_problems, open_episodes, told_where, within_reach
from movements.kind import Before, Coded, Count, FreeDay, Kind, Names, PlaceRef, Taken, Text
from movements.problems import Concern, Problem
from movements.rule import Rule, Version
from movements.standing import Provision, Standing
from movements.voice import (
    OWN_WORDS_RULE,
    one_or_the_other,
    own_words,
    unheard_at_end,
    why_no_words,
)

RECORD = Basis(
    "guidance",
    "Arranging alternative provision: the commissioner keeps a full record of every placement",
    confirmed=False,
)


ENDS = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance, 2026: a managed move has no trial; a direction "
    "may lead to one that all agree to",
    in_force_from=date(2026, 7, 26),
    confirmed=False,
)


class PlacementEnd(Kind):
    """A placement or direction ends. It names the episode by its entry, or by place and start."""

    id: ClassVar[str] = "placement_end"
    title: ClassVar[str] = "End of a placement"
    summary: ClassVar[str] = "An AP placement or an off-site direction ends."
    basis: ClassVar[Basis] = RECORD
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "direction_leads",
            "What a direction may end in",
            (Version("A return, a post-16 place, or a managed move that all agree to", ENDS),),
        ),
        OWN_WORDS_RULE,
    )
    identity: ClassVar[tuple[str, ...]] = ("episode", "place", "started_on")

    episode: Count | None = Field(
        default=None,
        title="Entry that opened it",
        description="Number of the entry that began it; or give place and start",
        examples=[""],
    )
    place: PlaceRef | None = Field(
        default=None,
        title="Setting",
        description="URN, ukprn: and number, or id of the setting",
        examples=["123456"],
    )
    started_on: FreeDay | None = Field(
        default=None,
        title="Started on",
        description="The day it began, where one place has two",
        examples=["2026-09-14"],
    )
    outcome: Annotated[str | None, Coded("PLACEMENT_OUTCOMES")] = Field(
        default=None,
        title="Outcome",
        description="returned, moved_on, ended_early or leaver",
        examples=["returned"],
    )
    words: Text | None = own_words()
    not_given: Annotated[str | None, Coded("WORDS_NOT_GIVEN")] = why_no_words()

    @model_validator(mode="after")
    def _words_or_why(self) -> "PlacementEnd":
        one_or_the_other(self.words, self.not_given)
        return self

    def problems(self, before: Before) -> Iterator[Problem]:
        """Exactly one open episode must be meant."""
        by = before.place.id if before.place else None
        standing = within_reach(before.standing, by)
        standing = told_where(standing, by) if self.place else standing
        yield from episode_problems(standing, self.episode, self.place, self.started_on, self.on)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """An end after the planned end; an end with no outcome, or unheard."""
        standing = within_reach(before.standing, before.place.id if before.place else None)
        ended = open_episodes(standing, self.episode, self.place, self.started_on)
        for episode in ended:
            if episode.planned_end and self.on > back_by(episode.planned_end, before.days):
                late = counted((self.on - episode.planned_end).days, "day")
                yield Concern(
                    "ended_late",
                    f"It ended {late} after its planned end with no decision to extend it.",
                    RECORD,
                )
            yield from self._no_lawful_end(episode, standing)
        if self.outcome is None:
            yield Concern("no_outcome", "Say what came of the placement.", RECORD, field="outcome")
        episodes = [standing.episode(one.entry) for one in ended]
        yield from unheard_at_end(self.words, self.not_given, episodes)

    def _no_lawful_end(self, episode: Provision, standing: Standing) -> Iterator[Concern]:
        """A direction leads elsewhere for good by an agreed managed move only."""
        if episode.kind != "off_site_direction" or self.outcome != "moved_on":
            return
        if ENDS.in_force(self.on) and not standing.open_episodes("managed_move_proposed"):
            yield Concern(
                "no_move_agreed",
                "A direction ends in a return, a post-16 place or an agreed managed move: none of "
                "them is recorded.",
                ENDS,
                field="outcome",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """The episode is closed."""
        ours = within_reach(standing, taken.place)
        for episode in open_episodes(ours, self.episode, self.place, self.started_on):
            standing = standing.without_provision(episode.entry, self.on)
        return standing

    def sentence(self, names: Names) -> str:
        """What happened."""
        where = f" at {names(self.place)}" if self.place else ""
        outcome = f": {self.outcome.replace('_', ' ')}" if self.outcome else ""
        return f"Placement{where} ended{outcome}"
