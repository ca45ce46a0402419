"""An authority asks another to take over a child."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from movements.actor import Role
from movements.authority_code import AnAuthority
from movements.basis import Basis
from movements.clock import Clock, stepped
from movements.kind import Before, Coded, Kind, Names, Text, said
from movements.la_codes import LA_NAMES
from movements.problems import Problem
from movements.rule import Rule, Version

KEEPS = Basis(
    "ours", "No lost child: the sender answers for the child until the other authority accepts"
)


class HandOver(Kind):
    """The other authority may see this and answer it. Until it accepts, nothing has changed."""

    id: ClassVar[str] = "hand_over"
    title: ClassVar[str] = "Hand-over to another authority"
    summary: ClassVar[str] = "An authority asks another to take over responsibility for a child."
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = KEEPS
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})
    identity: ClassVar[tuple[str, ...]] = ("to_authority",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "hand_over_keeps",
            "Who keeps a child that is handed over",
            (Version("The sender, until the other authority accepts", KEEPS, "authorities"),),
        ),
    )
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="hand_over_answered",
            title="Answer to a hand-over",
            owes="The other authority accepts or refuses; the sender asks again",
            owner="authority",
            unit="school_days",
            local="hand_over_days",
            basis=KEEPS,
            stops=stepped("hand_over_answer"),
        ),
    )

    to_authority: AnAuthority = Field(
        title="To authority", description="Three-digit code of the authority", examples=["331"]
    )
    why: Annotated[str, Coded("HAND_OVERS")] = Field(
        title="Why", description="Why the child is handed over", examples=["moved"]
    )
    note: Text | None = Field(
        default=None,
        title="What the other authority must know",
        description="All that it sees of the child before it accepts",
        examples=["The family moved in August"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """Not to itself, and one at a time."""
        if self.to_authority == before.standing.answering:
            yield Problem(
                "to_authority",
                "same_authority",
                "The child is this authority's already: give the code of the other.",
            )
        if before.standing.open_episodes(self.id):
            yield Problem(
                "on",
                "already_open",
                "A hand-over of this child waits for its answer. Withdraw it before another.",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        to = LA_NAMES.get(self.to_authority, self.to_authority)
        return f"Handing over to {to}: {said('HAND_OVERS', self.why)}"
