"""An entry about the wrong setting, or of something that never was, is withdrawn."""

from typing import ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Text
from movements.place_kind import PlaceKind
from movements.setting_law import DIRECTORY
from movements.superseded import PLACE_WITHDRAWN


class SettingWithdrawn(PlaceKind):
    """The entry named as corrected no longer counts; both stay to be read."""

    id: ClassVar[str] = PLACE_WITHDRAWN
    title: ClassVar[str] = "Entry about a setting withdrawn"
    summary: ClassVar[str] = "An entry about the wrong setting, or of what never was, is withdrawn."
    basis: ClassVar[Basis] = DIRECTORY
    by_setting: ClassVar[bool] = True
    by_commissioner: ClassVar[bool] = True

    because: Text = Field(
        title="Reason",
        description="Why the entry does not hold",
        examples=["Entered for the wrong setting"],
    )

    def sentence(self) -> str:
        """What was told."""
        return f"Entry withdrawn: {self.because}"
