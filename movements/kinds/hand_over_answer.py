"""The other authority answers a hand-over."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import Field

from movements.actor import Role
from movements.basis import Basis
from movements.kind import Before, Coded, Names, Taken, Text, ThirdParty, said
from movements.milestone import Milestone
from movements.problems import Concern, Problem
from movements.standing import Episode, Standing

KEEPS = Basis(
    "ours", "No lost child: the sender answers for the child until the other authority accepts"
)


class HandOverAnswer(Milestone):
    """Accepted, and the child is the other authority's; refused, and the sender keeps the child.

    The other authority says so itself. Of one that does not use this register, the sender tells
    what it was answered, by whom and how: a child told of so stays in the sender's sight, and what
    the other says itself later counts instead.
    """

    id: ClassVar[str] = "hand_over_answer"
    title: ClassVar[str] = "Answer to a hand-over"
    summary: ClassVar[str] = "An authority accepts or refuses a child handed over to it."
    about: ClassVar[frozenset[str]] = frozenset({"hand_over"})
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = KEEPS
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})

    answer: Annotated[str, Coded("HAND_OVER_ANSWERS")] = Field(
        title="Answer", description="Accepted or refused", examples=["accepted"]
    )
    refusal: Annotated[str | None, Coded("HAND_OVER_REFUSALS")] = Field(
        default=None,
        title="Reason for refusing",
        description="Needed where it is refused",
        examples=[""],
    )
    how: Annotated[str | None, Coded("AGREEMENT_HOW")] = Field(
        default=None,
        title="How it answered",
        description="Only where it does not use this register and you tell what it answered; "
        "attach its paper to this entry",
        examples=[""],
    )
    said_by: Annotated[Text | None, ThirdParty()] = Field(
        default=None,
        title="Who answered",
        description="Only where you tell what it answered: the officer's name or post there",
        examples=[""],
    )

    @property
    def second_hand(self) -> bool:
        """Whether the sender tells what the other authority answered."""
        return bool(self.how or self.said_by)

    def problems(self, before: Before) -> Iterator[Problem]:
        """A refusal says why, and an acceptance has no reason for one."""
        yield from super().problems(before)
        if self.answer == "refused" and self.refusal is None:
            yield Problem("refusal", "missing", "Say why it is refused.")
        if self.answer == "accepted" and self.refusal is not None:
            yield Problem("refusal", "not_refused", "Leave the reason out: it is accepted.")
        if self.second_hand and not (self.how and self.said_by):
            words = "Of what the other authority answered, say both who said it and how."
            yield Problem("how" if self.said_by else "said_by", "missing", words)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Told by the sender."""
        if self.second_hand:
            yield Concern(
                "second_hand",
                "The other authority has not answered here itself. Attach its paper to this entry; "
                "if it answers here later, that counts instead.",
                KEEPS,
                field="said_by",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """On acceptance the child lives in, and on no roll is answered for by, the other one.

        Told by the sender, the child stays under the sender until the other authority tells
        anything of the child itself; and comes back where that refuses after all.
        """
        episode = self.meant(standing, taken.place)
        if episode is None:
            return standing
        to = episode.movement.to_authority
        if self.answer == "accepted":
            there = replace(_living_in(standing, to), taken_on=to)
            return there if self.second_hand or there.main_rolls else there.under(to)
        if standing.taken_on == to:
            standing = replace(standing, taken_on=None)
        if standing.details.get("home_la") != to or not _only_as_told(episode):
            return standing
        back = _living_in(standing, episode.authority)
        return back.under(episode.authority) if episode.authority and not back.main_rolls else back

    def sentence(self, names: Names) -> str:
        """What happened."""
        why = f": {said('HAND_OVER_REFUSALS', self.refusal)}" if self.refusal else ""
        told = f", as the sender was told {said('AGREEMENT_HOW', self.how)}" if self.how else ""
        return f"Hand-over {said('HAND_OVER_ANSWERS', self.answer)}{told}{why}"


def _living_in(standing: Standing, authority: str | None) -> Standing:
    details = MappingProxyType({**standing.details, "home_la": authority})
    return replace(standing, details=details)


def _only_as_told(episode: Episode) -> bool:
    """Whether it was accepted, and by nobody but in the sender's words."""
    accepted = [s.movement for s in episode.steps if s.movement.answer == "accepted"]
    return bool(accepted) and all(one.second_hand for one in accepted)
