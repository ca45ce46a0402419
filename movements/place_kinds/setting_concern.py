"""A concern about a setting, for everybody with a child there."""

from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Coded, Text, ThirdParty, said
from movements.place_kind import PlaceKind
from movements.setting_law import COMMISSIONING


class SettingConcernRaised(PlaceKind):
    """Shown to every school and authority with a child there until it is closed."""

    id: ClassVar[str] = "setting_concern"
    title: ClassVar[str] = "Concern about a setting"
    summary: ClassVar[str] = "A concern about a setting, told to all who have a child there."
    basis: ClassVar[Basis] = COMMISSIONING
    identity: ClassVar[tuple[str, ...]] = ("level", "what")
    by_commissioner: ClassVar[bool] = True

    level: Annotated[str, Coded("CONCERN_LEVELS")] = Field(
        title="Level", description="advice, concern or serious", examples=["concern"]
    )
    what: Annotated[Text, ThirdParty()] = Field(
        title="What the concern is",
        description="What was seen or heard; name no pupil: every commissioner reads it",
        examples=["Attendance is not taken each session"],
    )

    def sentence(self) -> str:
        """What was told."""
        return f"Concern about the setting ({said('CONCERN_LEVELS', self.level)}): {self.what}"
