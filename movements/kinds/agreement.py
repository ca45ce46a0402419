"""A party agrees to what is proposed, refuses, or takes its agreement back."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.kind import Before, Coded, Names, Text, ThirdParty, said
from movements.milestone import Milestone
from movements.move_law import AGREEMENT, AGREEMENT_RULE, EACH_SCHOOL, EACH_SCHOOL_RULE
from movements.problems import Concern, Wrong
from movements.rule import Rule, Version
from movements.signatures import PROPOSED, SCHOOLS, is_own_answer

ADVICE = Basis("ours", "Impartial advice is offered before a parent agrees, and noted")
_ADVICE_RULE = Rule(
    "advice_before_agreement",
    "Advice before a parent agrees",
    (Version("Impartial advice is offered first, and noted", ADVICE),),
)
Person = Annotated[str, Field(max_length=200), ThirdParty()]


class Agreement(Milestone):
    """One party's answer. The latest of each party counts; the others stay to be read."""

    id: ClassVar[str] = "agreement"
    title: ClassVar[str] = "Agreement"
    summary: ClassVar[str] = "A party agrees to what is proposed, refuses, or withdraws."
    about: ClassVar[frozenset[str]] = frozenset(
        {PROPOSED, "part_time_timetable", "reintegration_planned"}
    )
    by_named: ClassVar[bool] = True
    basis: ClassVar[Basis] = AGREEMENT
    identity: ClassVar[tuple[str, ...]] = ("episode", "started_on", "party")
    rules: ClassVar[tuple[Rule, ...]] = (AGREEMENT_RULE, EACH_SCHOOL_RULE, _ADVICE_RULE)

    party: Annotated[str, Coded("AGREEMENT_PARTIES")] = Field(
        title="Party", description="Whose answer it is", examples=["receiving_school"]
    )
    answer: Annotated[str, Coded("AGREEMENT_ANSWERS")] = Field(
        title="Answer", description="agreed, refused or withdrawn", examples=["agreed"]
    )
    how: Annotated[str | None, Coded("AGREEMENT_HOW")] = Field(
        default=None,
        title="How it was said",
        description="letter, email, meeting, telephone or form",
        examples=["meeting"],
    )
    said_by: Person | None = Field(
        default=None,
        title="Said by",
        description="Name of the person; of a school, its head or who speaks for the head",
        examples=["J. Example, head"],
    )
    on_behalf_of: Person | None = Field(
        default=None,
        title="On behalf of",
        description="Where the person speaks for another",
        examples=[""],
    )
    reason: Annotated[str | None, Coded("REFUSAL_REASONS")] = Field(
        default=None,
        title="Reason for refusing",
        description="Needed where the answer is refused",
        examples=[""],
    )
    words: Annotated[Text, ThirdParty()] | None = Field(
        default=None,
        title="Their words",
        description="As the party said or wrote it",
        examples=["We agree, and would like to visit first"],
    )

    @model_validator(mode="after")
    def _reasoned(self) -> "Agreement":
        if self.answer == "refused" and self.reason is None:
            raise Wrong("reason", "missing", "Give the reason for refusing.")
        return self

    def concerns(self, before: Before) -> Iterator[Concern]:
        """An answer told by who may not, or of a school with no name to it; no advice offered."""
        episode = self.meant(before.standing, before.place.id if before.place else None)
        if episode is None:
            return
        if not is_own_answer(episode, self.party, before.place.id if before.place else None):
            yield Concern(
                "second_hand",
                "A school's or the authority's own answer counts when it records it, and what "
                "others say when the pupil's school or the authority does: ask it to.",
                EACH_SCHOOL,
                field="party",
            )
        if self.party in SCHOOLS and self.answer == "agreed" and not self.said_by:
            yield Concern(
                "nobody_named",
                "Name the head, or who speaks for the head, at the school that agrees.",
                EACH_SCHOOL,
                field="said_by",
            )
        if self._by_parent and not episode.steps_of("advice_offered"):
            yield Concern(
                "no_advice",
                "Impartial advice is not noted as offered before the parent agreed.",
                ADVICE,
                level="note",
            )

    @property
    def _by_parent(self) -> bool:
        return self.party in ("parent", "second_parent") and self.answer == "agreed"

    def ends(self) -> bool:
        """What a school proposed is proposed no longer once it takes its own agreement back."""
        return self.party == "sending_school" and self.answer == "withdrawn"

    def sentence(self, names: Names) -> str:
        """What happened. Names and words stay in the details: they may tell a place."""
        how = f" {said('AGREEMENT_HOW', self.how)}" if self.how else ""
        reason = f" ({said('REFUSAL_REASONS', self.reason)})" if self.reason else ""
        party = said("AGREEMENT_PARTIES", self.party)
        return f"Answer of {party}: {said('AGREEMENT_ANSWERS', self.answer)}{how}{reason}"
