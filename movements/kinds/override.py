"""The authority goes ahead without something that is missing, and says why."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from movements.actor import Role
from movements.basis import Basis
from movements.kind import Before, Coded, Names, Text, ThirdParty, said
from movements.milestone import Milestone
from movements.problems import Problem, Wrong
from movements.signatures import PROPOSED, signatures

ALLOWED = Basis("ours", "An override is recorded with its reason and who permitted it")


class Override(Milestone):
    """What is overridden, why, and by whose permission. Only the authority records one."""

    id: ClassVar[str] = "override"
    title: ClassVar[str] = "Override"
    summary: ClassVar[str] = "The authority goes ahead without a signature or a condition."
    about: ClassVar[frozenset[str]] = frozenset(
        {
            PROPOSED,
            "direction_decided",
            "off_site_direction",
            "ap_placement",
            "part_time_timetable",
            "reintegration_planned",
        }
    )
    basis: ClassVar[Basis] = ALLOWED
    identity: ClassVar[tuple[str, ...]] = ("episode", "started_on", "what", "party")
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})

    what: Annotated[str, Coded("OVERRIDDEN")] = Field(
        title="What is overridden",
        description="signature, eligibility, notice, evidence or other",
        examples=["signature"],
    )
    party: Annotated[str | None, Coded("AGREEMENT_PARTIES")] = Field(
        default=None,
        title="Whose signature",
        description="Where a signature is overridden",
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

    @model_validator(mode="after")
    def _whose(self) -> "Override":
        if self.what == "signature" and self.party is None:
            raise Wrong("party", "missing", "Say whose signature is overridden.")
        if self.what != "signature" and self.party is not None:
            words = "Leave it empty: only a signature is somebody's."
            raise Wrong("party", "not_for_this", words)
        return self

    def problems(self, before: Before) -> Iterator[Problem]:
        """A signature that is needed, and is not there already."""
        yield from super().problems(before)
        episode = self.meant(before.standing, before.place.id if before.place else None)
        if episode is None or self.what != "signature":
            return
        found = signatures(episode, before.standing).of(str(self.party))
        if found is None or not found.in_the_way:
            yield Problem(
                "party",
                "nothing_to_override",
                "That signature is not needed here, or is there already.",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        whose = f" ({said('AGREEMENT_PARTIES', self.party)})" if self.party else ""
        return f"Overridden by the authority: {said('OVERRIDDEN', self.what)}{whose}"
