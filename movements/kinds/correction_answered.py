"""A correction that another organisation asked for is made, or refused with the reason."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from movements.basis import Basis
from movements.kind import Before, Coded, Names, Text
from movements.milestone import Milestone
from movements.problems import Problem
from movements.standing import Episode, Standing


class CorrectionAnswered(Milestone):
    """Approved, the correction is recorded with it; rejected, the entry stands. Both are shown."""

    id: ClassVar[str] = "correction_answered"
    title: ClassVar[str] = "Correction answered"
    summary: ClassVar[str] = "A correction that was asked for is made, or refused and why."
    basis: ClassVar[Basis] = Basis("ours", "Nobody corrects another's entry without its answer")
    about: ClassVar[frozenset[str]] = frozenset({"correction_requested"})
    closes: ClassVar[bool] = True

    answer: Literal["approved", "rejected"] = Field(
        title="Answer",
        description="approved or rejected",
        examples=["approved"],
    )
    rejected_as: Annotated[str | None, Coded("REJECTIONS")] = Field(
        default=None,
        title="Why it is rejected",
        description="entry_is_right, no_evidence, already_corrected or other; only to reject",
        examples=[""],
    )
    because: Text | None = Field(
        default=None,
        title="In words",
        description="What was looked at; name no other child",
        examples=[""],
    )

    def fitting(self, standing: Standing, place: str | None) -> tuple[Episode, ...]:
        """Whoever recorded the entry may answer, though it neither asked nor has the pupil now."""
        return super().fitting(standing, None)

    def problems(self, before: Before) -> Iterator[Problem]:
        """A rejection has its reason; an approval has none."""
        yield from super().problems(before)
        if self.answer == "rejected" and self.rejected_as is None:
            yield Problem("rejected_as", "missing", "Say why the correction is rejected.")
        if self.answer == "approved" and self.rejected_as is not None:
            words = "Leave this empty: the correction is approved."
            yield Problem("rejected_as", "not_rejected", words)

    def sentence(self, names: Names) -> str:
        """What was answered."""
        reason = f" ({self.rejected_as.replace('_', ' ')})" if self.rejected_as else ""
        words = f": {self.because}" if self.because else ""
        return f"Correction {self.answer}{reason}{words}"
