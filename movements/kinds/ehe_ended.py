"""Home education comes to an end."""

from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Coded, Names, said
from movements.milestone import Milestone
from movements.missing_law import NOTICE


class EheEnded(Milestone):
    """The child is educated at home no longer. A new registration ends it by itself."""

    id: ClassVar[str] = "ehe_ended"
    title: ClassVar[str] = "Home education ended"
    summary: ClassVar[str] = "A child is no longer educated at home."
    about: ClassVar[frozenset[str]] = frozenset({"elective_home_education"})
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = NOTICE

    because_of: Annotated[str, Coded("HOME_EDUCATION_ENDS")] = Field(
        title="How it ended", description="What came instead", examples=["school"]
    )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Home education ended: {said('HOME_EDUCATION_ENDS', self.because_of)}"
