"""Where a pupil went after Year 11, for a span of time."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.kind import Before, Coded, Day, Kind, Names
from movements.problems import Concern, Wrong

SUSTAINED = Basis(
    "ours", "Post-16 measure P16-1: in education, training or work from October to March"
)


class Destination(Kind):
    """What a leaver was doing between two days."""

    id: ClassVar[str] = "destination"
    title: ClassVar[str] = "Destination"
    summary: ClassVar[str] = "What a pupil went on to after Year 11."
    basis: ClassVar[Basis] = SUSTAINED
    identity: ClassVar[tuple[str, ...]] = ("from",)

    destination: Annotated[str, Coded("DESTINATIONS")] = Field(
        title="Destination",
        description="education, apprenticeship, employment, training, neet or unknown",
        examples=["education"],
    )
    since: Day = Field(
        alias="from", title="First day", description="The day it began", examples=["2026-10-01"]
    )
    until: Day | None = Field(
        default=None,
        alias="to",
        title="Last day",
        description="Empty while it goes on",
        examples=["2027-03-31"],
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Destination":
        if self.until and self.until < self.since:
            words = "The last day is before the first: check the two dates."
            raise Wrong("from", "order", words)
        return self

    def concerns(self, before: Before) -> Iterator[Concern]:
        """A destination for a pupil who is not yet fifteen."""
        dob = before.standing.details.get("dob")
        if dob and self.since.isoformat() < f"{int(dob[:4]) + 15}{dob[4:]}":
            yield Concern(
                "under_15",
                "The pupil was under 15 on that day: a destination is for leavers of Year 11.",
                SUSTAINED,
                field="from",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        until = f" to {self.until:%-d %B %Y}" if self.until else ""
        return f"Destination: {self.destination} from {self.since:%-d %B %Y}{until}"
