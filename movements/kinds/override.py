"""The authority goes ahead without a signature that is missing, and says why."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from movements.actor import Role
from movements.basis import Basis
from movements.kind import Before, Coded, Names, Text, ThirdParty, said
from movements.milestone import Milestone
from movements.problems import Problem
from movements.signatures import PART_TIME, PROPOSED, signatures

ALLOWED = Basis("ours", "An override is recorded with its reason and who permitted it")


class Override(Milestone):
    """Whose signature, why, and by whose permission. Only the authority records one.

    Only a signature can be overridden: notice, evidence and eligibility are the law's or a panel's.
    """

    id: ClassVar[str] = "override"
    title: ClassVar[str] = "Override"
    summary: ClassVar[str] = "The authority goes ahead without a party's signature."
    about: ClassVar[frozenset[str]] = frozenset({PROPOSED, PART_TIME, "reintegration_planned"})
    basis: ClassVar[Basis] = ALLOWED
    identity: ClassVar[tuple[str, ...]] = ("episode", "started_on", "what", "party")
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})

    what: Annotated[str, Coded("OVERRIDDEN")] = Field(
        default="signature",
        title="What is overridden",
        description="signature: nothing else that is missing can be overridden",
        examples=["signature"],
    )
    party: Annotated[str | None, Coded("AGREEMENT_PARTIES")] = Field(
        default=None,
        title="Whose signature",
        description="The party without whose agreement the authority goes ahead",
        examples=["second_parent"],
    )
    because: Text = Field(
        title="Reason",
        description="Why it is right to go ahead; name no other child and no address",
        examples=["The second parent cannot be found; the court was told"],
    )
    permitted_by: Annotated[str, Field(max_length=200), ThirdParty()] = Field(
        title="Permitted by",
        description="Name and post of who permitted it",
        examples=["A. Example, head of inclusion"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """A signature that is needed, and is not there already."""
        yield from super().problems(before)
        if self.party is None:
            yield Problem("party", "missing", "Say whose signature is overridden.")
            return
        episode = self.meant(before.standing, before.place.id if before.place else None)
        found = signatures(episode, before.standing).of(self.party) if episode else None
        if episode and (found is None or not found.in_the_way):
            yield Problem(
                "party",
                "nothing_to_override",
                "That signature is not needed here, or is there already.",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        whose = f" ({said('AGREEMENT_PARTIES', self.party)})" if self.party else ""
        return f"Overridden by the authority: {said('OVERRIDDEN', self.what)}{whose}"
