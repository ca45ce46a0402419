"""Two records that look alike are found to be of two children."""

from typing import Annotated, ClassVar

from pydantic import Field

from movements.actor import Role
from movements.basis import Basis
from movements.kind import Kind, Names, Text, ThirdParty
from movements.record_ref import RecordRef
from movements.rule import Rule, Version

TWO_CHILDREN = Basis(
    "ours",
    "Two records looked at and found to be of two children are not asked about again, until the "
    "name or the birthday of either is another",
)


class RecordsOfTwo(Kind):
    """The answer to a pair that looks alike. To ask again, withdraw the entry."""

    id: ClassVar[str] = "records_of_two"
    title: ClassVar[str] = "Records of two children"
    summary: ClassVar[str] = "Two records that look alike are found to be of two children."
    basis: ClassVar[Basis] = TWO_CHILDREN
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})
    identity: ClassVar[tuple[str, ...]] = ("not_same_as",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "two_children",
            "Two records of two children",
            (Version("Asked again once a name or birthday is another", TWO_CHILDREN),),
        ),
    )

    not_same_as: Annotated[RecordRef, ThirdParty()] = Field(
        title="The other record",
        description="A UPN of the other child's record, or its id here; held as the id",
        examples=["B801200005001"],
    )
    because: Text = Field(
        title="How it is known",
        description="How it is known that they are two children",
        examples=["Cousins; both schools have seen both"],
    )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return "Found to be another child than the one of a record that looks alike"
