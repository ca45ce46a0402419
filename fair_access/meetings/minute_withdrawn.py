"""A line of the minute book entered by mistake is taken away; both lines stay to be read."""

from typing import Any, ClassVar

from pydantic import Field

from fair_access.meetings.minute import Minute, Taken
from movements.kind import Names, Text
from movements.superseded import MINUTE_WITHDRAWN


class MinuteWithdrawn(Minute[Any]):
    """A minute counts no more; what it had corrected holds again."""

    id: ClassVar[str] = MINUTE_WITHDRAWN
    title: ClassVar[str] = "Minute withdrawn"
    does: ClassVar[str] = "Withdraw a minute"
    history_words: ClassVar[str] = "What was minuted of this case was withdrawn"

    because: Text = Field(
        title="Reason",
        description="Why it was entered by mistake; name no child",
        examples=["Entered for the wrong meeting"],
    )

    def apply(self, state: Any, taken: Taken) -> Any:
        """Nothing of its own: the line it takes away is passed over."""
        return state

    def sentence(self, names: Names) -> str:
        """What was noted."""
        return f"Withdrawn: {self.because}"
