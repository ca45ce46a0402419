"""An authority tells of a child whom another authority has: held until it is settled."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, ClassVar

from pydantic import Field

from movements.actor import Role
from movements.authority_claims import CLAIM, is_with
from movements.basis import Basis
from movements.kind import Before, Kind, Names, Taken, ThirdParty
from movements.problems import Problem
from movements.standing import Episode, Standing

KEEPS = Basis(
    "ours", "A child whom another authority claims stays with its own until that hands it over"
)


class AuthorityClaim(Kind):
    """What the other authority told, kept for it. Only that it claims the child is in force.

    It is settled once that authority has the child, and gone once it is withdrawn.
    """

    id: ClassVar[str] = CLAIM
    title: ClassVar[str] = "Claim of another authority"
    summary: ClassVar[str] = "An authority tells of a child whom another authority has."
    basis: ClassVar[Basis] = KEEPS
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})
    by_doors: ClassVar[bool] = False

    told: str = Field(
        title="What was told", description="The kind of movement", examples=["pupil_details"]
    )
    answers: Annotated[dict[str, Any], ThirdParty()] = Field(
        title="Its answers", description="For the authority that told it alone", examples=[{}]
    )

    def all_problems(self, before: Before, born: date | None) -> Iterator[Problem]:
        """Never refused by what is held: it was judged by what the authority that tells knows."""
        yield from ()

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """The claim stands; and a child whom it says to be in refuge is so whoever knows it."""
        if is_with(standing, taken.authority):
            return standing
        claim = Episode(taken.number, None, taken.authority, self, earlier=taken.earlier)
        if self.answers.get("protected") == "Y":
            details = MappingProxyType({**standing.details, "protected": "Y"})
            hidden_by = standing.hidden_by if standing.protected else taken.number
            standing = replace(standing, details=details, hidden_by=hidden_by)
        return replace(standing, episodes=(*standing.episodes, claim))

    def sentence(self, names: Names) -> str:
        """What happened: neither which authority it is nor what it told."""
        return "Another authority told the register of this child as its own: a claim"
