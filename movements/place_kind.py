"""What every kind of entry about a place fills in: typed answers, what they must fit, and words."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from movements.actor import Role
from movements.basis import Basis
from movements.clock import Clock
from movements.kind import EVERYONE, Answers
from movements.places import PlaceFacts
from movements.problems import Problem
from movements.setting_standing import SettingStanding


@dataclass(frozen=True)
class BeforePlace:
    """What an entry about a setting is judged against: its facts, and what is held of it.

    `standing` is the setting's on the entry's own day, without what the entry corrects.
    """

    setting: PlaceFacts
    standing: SettingStanding


class PlaceKind(Answers):
    """Something told of a setting, not of a pupil. Subclasses are on the list PLACE_KINDS."""

    id: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    basis: ClassVar[Basis]
    clocks: ClassVar[tuple[Clock, ...]] = ()
    """What it starts: each has its day in the entry itself, for a setting keeps no calendar."""
    identity: ClassVar[tuple[str, ...]] = ()
    recorded_by: ClassVar[frozenset[Role]] = EVERYONE
    by_setting: ClassVar[bool] = False
    """Whether the setting itself may tell it."""
    by_commissioner: ClassVar[bool] = False
    """Whether a school with a pupil there, now or before, may tell it."""
    of_any_place: ClassVar[bool] = False
    """Whether it is told of schools too: by the school itself, or by its authority."""

    def problems(self, before: BeforePlace) -> Iterator[Problem]:
        """What cannot be true, given what is held of the setting. Refuses the entry."""
        yield from ()

    @abstractmethod
    def sentence(self) -> str:
        """What was told, in one plain sentence."""


class BeforePlacing(PlaceKind):
    """What a school or authority may tell of a setting before it has had a pupil there."""

    @abstractmethod
    def without_a_pupil(self) -> Iterator[Problem]:
        """What cannot be told by those who have never had a pupil there. Refuses the entry."""
