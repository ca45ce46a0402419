"""What a pupil or a parent says of a setting, by a link that is good for once.

It is for the authority to read and for scorecards to count; the setting, and the pupil's school,
see that an answer came and never what it was, but for words of which who said them agreed.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from movements.actor import Role
from movements.basis import Basis
from movements.kind import Coded, Kind, Names, PlaceRef, Text, ThirdParty, said

ASKED = Basis("ours", "Voice measures VOI-1, VOI-2 and WEL-3: five things a pupil is asked")
BY_LINK = "one-time link"
"""Who is noted as having recorded what came by a link."""
Agrees = Annotated[str | None, Coded("VOICE_AGREES")]


def _item(title: str) -> Any:
    """One thing to agree with, or not."""
    return Field(
        default=None,
        title=title,
        description="strongly_agree, agree, neither, disagree or strongly_disagree",
        examples=["agree"],
    )


class VoiceGiven(Kind):
    """One set of answers. No question but the first need be answered."""

    id: ClassVar[str] = "voice_given"
    title: ClassVar[str] = "Said what it is like"
    summary: ClassVar[str] = "A pupil or a parent says what a setting is like."
    basis: ClassVar[Basis] = ASKED
    identity: ClassVar[tuple[str, ...]] = ("asked",)
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})
    by_doors: ClassVar[bool] = False

    asked: int = Field(
        title="Entry of the link",
        description="The entry that gave the link",
        examples=["123"],
        ge=1,
    )
    of: Annotated[str, Coded("VOICE_OF")] = Field(
        title="Person who says it", description="pupil or parent", examples=["pupil"]
    )
    setting: PlaceRef = Field(
        title="Setting", description="The setting it is said of", examples=["123456"]
    )
    overall: Annotated[str, Coded("VOICE_OVERALL")] = Field(
        title="Answer overall",
        description="very_good, good, neither, poor, very_poor or dont_know",
        examples=["good"],
    )
    safe: Agrees = _item("I feel safe there")
    listened: Agrees = _item("Staff listen to me")
    learning: Agrees = _item("I am learning things that will help me")
    self_esteem: Agrees = _item("I feel good about myself there")
    opportunity: Agrees = _item("I get chances to try new things")
    activity: Agrees = _item("I do things that matter to me")
    recommend: Agrees = _item("I would recommend it to another family")
    words: Annotated[Text | None, ThirdParty()] = Field(
        default=None,
        title="Anything you want to add",
        description="In their own words; please name nobody else",
        examples=["I like the workshop"],
    )
    may_show: Literal["Y", "N"] | None = Field(
        default=None,
        title="Your words may be shown",
        description="Y where the words may be shown beside what others say of the setting, without "
        "a name; N, or nothing, where not",
        examples=["Y"],
    )

    def sentence(self, names: Names) -> str:
        """What happened. The answers stay in the details."""
        return f"What {names(self.setting)} is like was told by {said('VOICE_OF', self.of)}"
