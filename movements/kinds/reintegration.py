"""Reintegration: a pupil returns to a mainstream school from AP or from a direction."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.clock import Clock, Later, Started, stepped
from movements.copied import From
from movements.episodes import open_episodes, within_reach
from movements.kind import Before, Coded, Count, Kind, Names, PlaceRef, Taken, Text
from movements.problems import Concern, Problem
from movements.returning import away_again, plan_meant
from movements.reviews import over
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.standing import Standing
from movements.voice import (
    OWN_WORDS_RULE,
    one_or_the_other,
    own_words,
    unheard_at_end,
    why_no_words,
)

RETURN = Basis(
    "guidance",
    "Arranging alternative provision: a reintegration plan and return to mainstream",
    in_force_from=date(2025, 2, 5),
    confirmed=False,
    earlier=Basis(
        "guidance",
        "Alternative provision, statutory guidance of January 2013: return to mainstream planned",
        date(2013, 1, 1),
        date(2025, 2, 4),
        confirmed=False,
    ),
)
LASTING = Basis(
    "ours", "A return lasts: looked at after 6 and 12 school weeks, unless set otherwise locally"
)
_checked = stepped("return_checked")


def _not_held(start: Started, later: Later) -> bool:
    """Broken down, or the pupil is away again."""
    return over(start, later) or away_again(start, later)


def _is_held(movement: Any, before: Standing) -> bool:
    """Whether the same return is held already, as both schools tell of it."""
    main = before.main_roll.place if before.main_roll else None
    held = (e.movement for e in before.open_episodes("reintegration") if e.on == movement.on)
    return any((one.to_place or main) == (movement.to_place or main) for one in held)


def _first_told(movement: Any, before: Standing, days: SchoolDays) -> date | None:
    """Counted from the return; none where its checks are owed already."""
    on: date = movement.on
    return None if _is_held(movement, before) else on


class Reintegration(Kind):
    """The first day back at a mainstream school; it ends every open placement, or the one named."""

    id: ClassVar[str] = "reintegration"
    title: ClassVar[str] = "Reintegration"
    summary: ClassVar[str] = "A pupil returns from alternative provision to a mainstream school."
    copies: ClassVar[tuple[From, ...]] = (From("reintegration_planned", ("to_place",)),)
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = RETURN
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="return_sustained",
            title="Check that a return holds",
            owes="Somebody looks whether the pupil is still there and attends",
            owner="school",
            unit="school_days",
            local="sustained_check_days",
            basis=LASTING,
            counted_from=_first_told,
            stops=_checked,
            over=_not_held,
        ),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("reintegration", "Return to a mainstream school", (Version("As planned", RETURN),)),
        OWN_WORDS_RULE,
    )

    to_place: PlaceRef | None = Field(
        default=None,
        title="School returned to",
        description="Leave empty for the pupil's own main school",
        examples=["123456"],
    )
    episode: Count | None = Field(
        default=None,
        title="Entry that opened the placement",
        description="Only where the pupil has two and returns from one",
        examples=[""],
    )

    plan: Count | None = Field(
        default=None,
        title="Entry of the plan",
        description="Number of the entry that planned it, where more than one plan is open",
        examples=[""],
    )
    words: Text | None = own_words()
    not_given: Annotated[str | None, Coded("WORDS_NOT_GIVEN")] = why_no_words()

    @model_validator(mode="after")
    def _words_or_why(self) -> "Reintegration":
        one_or_the_other(self.words, self.not_given)
        return self

    def problems(self, before: Before) -> Iterator[Problem]:
        """There must be something to return from, and a school to return to."""
        standing = within_reach(before.standing, before.place.id if before.place else None)
        found = open_episodes(standing, self.episode)
        if not found and (self.episode is not None or not _was_away(before)):
            yield Problem(
                "on" if self.episode is None else "episode",
                "no_open_episode",
                f"No placement or direction is known before {self.on:%-d %B %Y}.",
            )
        if self.to_place is None and before.standing.main_roll is None:
            yield Problem(
                "to_place", "missing", "The pupil has no main school: say which school it is."
            )
        if self.plan is not None and plan_meant(before.standing, self.plan) is None:
            yield Problem("plan", "no_open_plan", "No open plan of a return is that entry.")

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Told by another already; not on the roll there, or not mainstream; unheard at the end."""
        within = within_reach(before.standing, before.place.id if before.place else None)
        ended = [within.episode(one.entry) for one in open_episodes(within, self.episode)]
        yield from unheard_at_end(self.words, self.not_given, ended)
        if _is_held(self, before.standing):
            yield Concern(
                "told_twice",
                "This return is held already, as another told it: its checks are owed once.",
                LASTING,
                level="note",
            )
        withheld = before.standing.protected and before.place is not None
        if self.to_place and not withheld and before.standing.roll_at(self.to_place) is None:
            yield Concern(
                "not_on_roll_there",
                "The pupil is not yet on the roll of the school returned to.",
                RETURN,
                field="to_place",
            )
        school = before.facts(self.to_place)
        if school and not school.is_mainstream:
            yield Concern(
                "not_mainstream",
                f"{school.name} is not a mainstream school: this is a move, not a reintegration.",
                RETURN,
                field="to_place",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """The placement returned from is closed, and the plan carried out."""
        for episode in open_episodes(within_reach(standing, taken.place), self.episode):
            standing = standing.without_provision(episode.entry, self.on)
        plan = plan_meant(standing, self.plan)
        return standing.without_episode(plan.entry, self.on) if plan else standing

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Returned to {names(self.to_place) if self.to_place else 'the main school'}"


def _was_away(before: Before) -> bool:
    """On the roll of a place that is not mainstream, or away at some time before."""
    rolls = [before.facts(roll.place) for roll in before.standing.rolls]
    return bool(before.standing.former) or any(r and not r.is_mainstream for r in rolls)
