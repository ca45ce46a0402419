"""One organisation asks another to correct, or to withdraw, an entry that it recorded."""

from typing import Any, ClassVar

from pydantic import Field, field_validator

from movements.basis import Basis
from movements.clock import Clock, stepped
from movements.kind import Count, Kind, Names, Text
from movements.proposed import read_proposed

ANSWERED = Basis("ours", "Who asks for a correction is answered: it is made, or refused and why")


class CorrectionRequested(Kind):
    """The entry stands as it is until whoever recorded it, or the authority, has answered."""

    id: ClassVar[str] = "correction_requested"
    title: ClassVar[str] = "Correction asked for"
    summary: ClassVar[str] = "An entry that another organisation recorded is said to be wrong."
    basis: ClassVar[Basis] = ANSWERED
    opens: ClassVar[bool] = True
    identity: ClassVar[tuple[str, ...]] = ("entry",)
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="correction_answer",
            title="Answer to a correction asked for",
            owes="Whoever recorded the entry makes the correction, or says why not",
            owner="school",
            named="entry",
            unit="school_days",
            local="correction_answer_days",
            basis=ANSWERED,
            stops=stepped("correction_answered"),
        ),
    )

    entry: Count = Field(
        title="Entry that is wrong",
        description="Its number in the pupil's history",
        examples=["12"],
        ge=1,
    )
    proposed: dict[str, Any] | None = Field(
        default=None,
        title="What it should say",
        description="Each answer that is wrong, by its name, with what it should be; in a file as "
        "name=value, with ; between them. Empty asks for the entry to be withdrawn",
        examples=["on=2026-09-15; days=20"],
    )
    because: Text = Field(
        title="Why",
        description="How it is known to be wrong; name no other child",
        examples=["Our register shows the pupil present that day"],
    )

    @field_validator("proposed", mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        return read_proposed(value)

    def sentence(self, names: Names) -> str:
        """What was asked; the values are told beside it, as far as they may be."""
        wanted = "to be withdrawn"
        if self.proposed:
            answers = ", ".join(name.replace("_", " ") for name in self.proposed)
            wanted = f"to say otherwise ({answers})"
        return f"Entry {self.entry} was asked {wanted}: {self.because}"
