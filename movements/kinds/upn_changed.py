"""A pupil is given another UPN."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from movements.basis import Basis
from movements.identifiers import clean_upn, is_temporary_upn, upn_problem
from movements.kind import Before, Coded, Kind, Names, said
from movements.problems import Concern
from movements.rule import Rule, Version

ONE_UPN = Basis(
    "guidance",
    "DfE guide to UPNs: a pupil keeps one permanent UPN; a temporary one is replaced once it is "
    "known",
    confirmed=False,
)


def _read_upn(value: object) -> object:
    wrong = upn_problem(str(value))
    if wrong:
        raise ValueError(f"not_a_upn|{wrong}")
    return clean_upn(str(value))


class UpnChanged(Kind):
    """From that day the pupil is known by another UPN. Whoever knows the old one finds the pupil.

    The UPN stands among the answers alone: the words of the entry never hold it.
    """

    id: ClassVar[str] = "upn_changed"
    title: ClassVar[str] = "UPN changed"
    summary: ClassVar[str] = "A pupil is given a permanent UPN, or one that was wrong is put right."
    basis: ClassVar[Basis] = ONE_UPN
    identity: ClassVar[tuple[str, ...]] = ("new_upn",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("one_upn", "One permanent UPN", (Version("A temporary UPN gives way", ONE_UPN),)),
    )

    new_upn: Annotated[str, BeforeValidator(_read_upn, json_schema_input_type=str)] = Field(
        title="New UPN", description="13 characters", examples=["B801200005001"]
    )
    why: Annotated[str, Coded("UPN_CHANGES")] = Field(
        title="Why", description="Why the pupil has another UPN", examples=["permanent"]
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Said to be permanent, and is not."""
        if self.why == "permanent" and is_temporary_upn(self.new_upn):
            yield Concern(
                "still_temporary",
                "The new UPN ends in a letter: it is a temporary one too.",
                ONE_UPN,
                field="new_upn",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Another UPN: {said('UPN_CHANGES', self.why)}"
