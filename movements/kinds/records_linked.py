"""Two records are found to be one child's."""

from typing import ClassVar

from pydantic import Field

from movements.actor import Role
from movements.basis import Basis
from movements.kind import Kind, Names, Text
from movements.record_ref import RecordRef
from movements.rule import Rule, Version

ONE_CHILD = Basis("ours", "Two records of one child are read as one, and none is destroyed")


class RecordsLinked(Kind):
    """From now on both are read as one history. To part them again, withdraw the entry."""

    id: ClassVar[str] = "records_linked"
    title: ClassVar[str] = "Records linked"
    summary: ClassVar[str] = "Two records are found to be of one child, and are read as one."
    basis: ClassVar[Basis] = ONE_CHILD
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})
    identity: ClassVar[tuple[str, ...]] = ("same_as",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "one_child",
            "Two records of one child",
            (Version("Linked by the authority, read as one, parted by withdrawal", ONE_CHILD),),
        ),
    )

    same_as: RecordRef = Field(
        title="The other record",
        description="A UPN of the other record, or its id here; held as the id",
        examples=["B801200005001"],
    )
    because: Text = Field(
        title="How it is known",
        description="How it is known that both are one child",
        examples=["Same name, birthday and address; the school confirmed"],
    )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return "Found to be one child with another record held here: read as one from now on"
