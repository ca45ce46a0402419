"""A child was last seen: by whom and how. Never at which address."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from movements.asked_and_seen import LastSeen
from movements.basis import Basis
from movements.clock import Clock
from movements.kind import Before, Coded, Kind, Names, Taken, Text, ThirdParty, said
from movements.last_seen import SEEN, SPOKEN, here_again, seen_again
from movements.problems import Concern
from movements.rule import Rule, Version
from movements.standing import Standing


class ContactMade(Kind):
    """Somebody has seen or spoken to the child on this day."""

    id: ClassVar[str] = "contact_made"
    title: ClassVar[str] = "Last seen"
    summary: ClassVar[str] = "Somebody has seen a pupil, or spoken to the pupil."
    basis: ClassVar[Basis] = SEEN
    identity: ClassVar[tuple[str, ...]] = ("how",)
    clocks: ClassVar[tuple[Clock, ...]] = (
        seen_again("seen_again", "A child without a school seen again"),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "last_seen",
            "How often a child without a school is seen",
            (Version("After 5, 10 and 15 school days", SEEN, "the authority"),),
        ),
    )

    how: Annotated[str, Coded("SEEN_HOW")] = Field(
        title="How",
        description="in_person, video, telephone, or other_agency where another body told us",
        examples=["in_person"],
    )
    source: Annotated[str, Coded("SEEN_BY")] = Field(
        title="Seen by", description="Which body saw the pupil", examples=["authority"]
    )
    by: Annotated[Text | None, ThirdParty()] = Field(
        default=None,
        title="Who",
        description="Who saw the pupil, by post",
        examples=["Education welfare officer"],
    )
    where: Annotated[str | None, Coded("SEEN_WHERE")] = Field(
        default=None,
        title="Where",
        description="What sort of place: never an address",
        examples=["home"],
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """A voice is not a sight."""
        if self.how == SPOKEN:
            yield Concern(
                "not_in_sight",
                "Spoken to but not seen: see the pupil in person where you can.",
                SEEN,
                level="note",
                field="how",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """The latest sight of the pupil."""
        if self.how == SPOKEN:
            return standing
        seen = LastSeen(taken.number, self.on, self.how)
        return replace(here_again(standing), last_seen=seen)

    def sentence(self, names: Names) -> str:
        """What happened."""
        where = f", {said('SEEN_WHERE', self.where)}" if self.where else ""
        return f"{_HOW[self.how]} by {said('SEEN_BY', self.source)}{where}"


_HOW = {
    "in_person": "Seen in person",
    "video": "Seen by video",
    "telephone": "Spoken to by telephone",
    "other_agency": "Seen, as another agency told us,",
}
