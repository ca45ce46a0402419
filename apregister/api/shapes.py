"""What the API answers, as its description shows it."""

from typing import Literal

from pydantic import BaseModel

from apregister.told import ConcernShown
from movements.record import Recorded


class RecordedShown(BaseModel):
    """What became of a movement: the entry that holds it, and what it raises."""

    entry: int
    result: Literal["accepted", "already_held"]
    pupil: str
    concerns: list[ConcernShown]

    @classmethod
    def of(cls, recorded: Recorded) -> "RecordedShown":
        """What recording it came to."""
        return cls(
            entry=recorded.entry,
            result=recorded.result,
            pupil=recorded.pupil,
            concerns=[ConcernShown.of(concern) for concern in recorded.concerns],
        )


class PupilFound(BaseModel):
    """The pupil's id, the key to everything else."""

    pupil: str
