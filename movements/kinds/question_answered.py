"""A question of the ledger is answered by a person, with the reason."""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from movements.basis import Basis
from movements.exception import FACTS
from movements.exceptions import EXCEPTIONS
from movements.kind import Before, Kind, Names, PlannedDay, Taken, Text
from movements.problems import Problem
from movements.standing import Standing
from movements.unconfirmed import UNCONFIRMED, confirmed


def _read_facts(value: object) -> object:
    text = str(value).strip().lower()
    if re.fullmatch(FACTS, text):
        return text
    raise ValueError(
        "facts|Give the facts as the ledger does: the letter q and sixteen figures and letters."
    )


class QuestionAnswered(Kind):
    """The answer holds while the facts are those it was given on, and until its day if it has one.

    Without a day, where the child may be out of sight, it lapses after a local number of days.
    Only the owner's answer, or an authority's, counts: `movements.ledger` sees to that.
    """

    id: ClassVar[str] = "question_answered"
    title: ClassVar[str] = "Question of the ledger answered"
    summary: ClassVar[str] = "A question that the ledger asks about a pupil is answered."
    basis: ClassVar[Basis] = Basis(
        "ours", "A signal is a question for a person; the answer stands until the facts change"
    )
    identity: ClassVar[tuple[str, ...]] = ("question", "facts")

    question: Annotated[str, Field(max_length=60)] = Field(
        title="Question",
        description="The exception of the ledger that is answered, by its name there",
        examples=["no_roll"],
    )
    facts: Annotated[str, BeforeValidator(_read_facts, json_schema_input_type=str)] = Field(
        title="Facts",
        description="The mark of the facts it was asked on, as the ledger gives it",
        examples=["q0123456789abcdef"],
    )
    because: Text = Field(
        title="Answer",
        description="What was found, and how it is known; name no other child and no address",
        examples=["Taught at home; visited by the authority on 3 November"],
    )
    until: PlannedDay | None = Field(
        default=None,
        title="Ask again after",
        description="The last day the answer holds; empty while the facts stay as they are, and "
        "of a child who may be out of sight for twenty school days unless set locally",
        examples=["2026-12-18"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """The ledger must ask the question."""
        if self.question not in EXCEPTIONS:
            yield Problem(
                "question",
                "unknown_question",
                f'"{self.question}" is no question of the ledger: one of {", ".join(EXCEPTIONS)}.',
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """An authority's answer that it is the child who was entered unasked confirms the roll."""
        is_officers = self.question == UNCONFIRMED and taken.place is None
        return confirmed(standing, taken.authority) if is_officers else standing

    def sentence(self, names: Names) -> str:
        """What was answered."""
        asked = EXCEPTIONS.get(self.question)
        until = f" (until {self.until:%-d %B %Y})" if self.until else ""
        return f"Asked “{asked.title if asked else self.question}”{until}: {self.because}"
