"""A managed move is proposed: what all parties are asked to agree to."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock
from movements.copied import From
from movements.episode_end import NO_END
from movements.kind import (
    Before,
    Coded,
    Kind,
    Names,
    PlaceRef,
    PlannedDay,
    Text,
    ThirdParty,
    not_on_roll,
)
from movements.kind import said as in_words
from movements.move_law import (
    AGREEMENT,
    AGREEMENT_RULE,
    PLAN_RULE,
    SUPPORT,
    SUPPORT_RULE,
    mainstream_and_plan,
)
from movements.problems import Concern, Problem
from movements.reviews import over
from movements.rule import Rule

SETTLED = Basis("ours", "A proposal comes to something, or is taken back")


class ManagedMoveProposed(Kind):
    """The pupil's school asks another to take the pupil for good; nothing has moved yet."""

    id: ClassVar[str] = "managed_move_proposed"
    title: ClassVar[str] = "Managed move proposed"
    summary: ClassVar[str] = "A pupil's school proposes a managed move, for all to agree or refuse."
    copies: ClassVar[tuple[From, ...]] = (
        From("managed_move_proposed", ("reason", "support", "parents")),
    )
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = AGREEMENT
    identity: ClassVar[tuple[str, ...]] = ("to_place",)
    rules: ClassVar[tuple[Rule, ...]] = (AGREEMENT_RULE, PLAN_RULE, SUPPORT_RULE)
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="proposal_settled",
            title="What came of a proposed managed move",
            owes="The school begins the move, or takes its own agreement back",
            owner="school",
            unit="school_days",
            local=NO_END,
            basis=SETTLED,
            stops=over,
        ),
    )

    to_place: PlaceRef = Field(
        title="Receiving school",
        description="URN of the school that is asked to take the pupil",
        examples=["123456"],
    )
    reason: Annotated[str, Coded("MOVE_REASONS")] = Field(
        title="Main reason", description="Why a move is proposed", examples=["relationships"]
    )
    planned_start: PlannedDay | None = Field(
        default=None,
        title="Planned start",
        description="The day the pupil would move, once all have agreed",
        examples=["2026-10-05"],
    )
    interests: Text | None = Field(
        default=None,
        title="Why it is in the pupil's interests",
        description="In plain English, as the parent and the other school will read it",
        examples=["A fresh start near a friend of the family"],
    )
    support: Text | None = Field(
        default=None,
        title="Support given so far",
        description="What the school has tried, and what came of it",
        examples=["Mentoring since March; a reduced timetable did not help"],
    )
    parents: Literal["one", "two"] = Field(
        default="one",
        title="Parents to agree",
        description="two where separated parents share responsibility: both agree",
        examples=["one"],
    )
    authority_asked: Literal["Y", "N"] | None = Field(
        default=None,
        title="Authority's agreement needed",
        description="Y where the local protocol asks it; with a plan it is always needed",
        examples=["N"],
    )
    head: Annotated[str, Field(max_length=200), ThirdParty()] | None = Field(
        default=None,
        title="Head who proposes it",
        description="By name: it stands as the school's own signature",
        examples=["J. Example, head"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """From the school whose pupil it is, to another; once at a time."""
        place = before.place
        if place is None or before.standing.roll_at(place.id) is None:
            yield not_on_roll(self.on)
            return
        if self.to_place == place.id:
            yield Problem("to_place", "same_place", "Name a school other than the pupil's own.")
        open_here = (e for e in before.standing.open_episodes(self.id) if e.place == place.id)
        if any(self.to_place in e.named for e in open_here):
            yield Problem(
                "to_place",
                "already_open",
                "A proposal to this school is open already. Withdraw your agreement to it first.",
            )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Not mainstream; a plan; no word of the pupil's interests or of earlier support."""
        yield from mainstream_and_plan(before, self.to_place)
        if not self.interests:
            yield Concern(
                "no_interests",
                "Say why it is in the pupil's interests.",
                SUPPORT,
                field="interests",
            )
        if not self.support:
            yield Concern(
                "no_support", "Say what support was given first.", SUPPORT, field="support"
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        start = f", from {self.planned_start:%-d %B %Y}" if self.planned_start else ""
        why = in_words("MOVE_REASONS", self.reason)
        return f"Managed move to {names(self.to_place)} proposed{start} ({why})"
