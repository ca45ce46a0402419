"""Outreach: an AP setting supports a pupil who stays in a mainstream school.

Those who know where the pupil is begin it: the school, or the authority, names the setting. The
setting may then record what it gives; by trying it could otherwise learn who is on a roll.
"""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field, model_validator

from movements.asked_and_seen import Invitation
from movements.basis import Basis
from movements.copied import From
from movements.kind import Before, Count, Day, Kind, Names, PlaceRef, Taken, Text, not_on_roll
from movements.places import PlaceFacts
from movements.problems import Concern, Problem, Wrong
from movements.standing import Standing

TIER_ONE = Basis(
    "guidance", "Arranging alternative provision: tier one, targeted support in mainstream"
)


class Outreach(Kind):
    """An episode of outreach support begins; three contacts or more count as one."""

    id: ClassVar[str] = "outreach"
    title: ClassVar[str] = "Outreach"
    summary: ClassVar[str] = "An AP setting supports a pupil in a mainstream school."
    copies: ClassVar[tuple[From, ...]] = (From("outreach", ("setting", "staff", "objectives")),)
    basis: ClassVar[Basis] = TIER_ONE
    identity: ClassVar[tuple[str, ...]] = ("setting",)

    setting: PlaceRef | None = Field(
        default=None,
        title="Setting",
        description="The AP setting that gives the support: URN, ukprn: and number, or id. "
        "Needed where the school or the authority records it; a setting leaves it empty",
        examples=["123456"],
    )
    contacts: Count = Field(
        title="Contacts",
        description="Meetings with the pupil or the school's staff planned or held",
        examples=["6"],
        ge=1,
        le=400,
    )
    referred_on: Day | None = Field(
        default=None,
        title="Asked for on",
        description="The day on which the school asked for the support",
        examples=["2026-09-01"],
    )
    first_contact_on: Day | None = Field(
        default=None,
        title="First contact",
        description="The day of the first meeting",
        examples=["2026-09-08"],
    )
    staff: Count | None = Field(
        default=None,
        title="Staff of the school",
        description="Members of the school's staff trained or advised",
        examples=["2"],
        ge=0,
        le=400,
    )
    objectives: Text | None = Field(
        default=None,
        title="Objectives",
        description="What it is to achieve",
        examples=["Stay in class; calmer starts"],
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Outreach":
        asked, met = self.referred_on, self.first_contact_on
        if asked and met and met < asked:
            words = "The first contact is before the day it was asked for: check the two dates."
            raise Wrong("referred_on", "order", words)
        return self

    def problems(self, before: Before) -> Iterator[Problem]:
        """The pupil is on a school's roll; who asks names a setting, and a setting was asked."""
        if before.place is not None and before.place.is_ap_setting:
            yield from self._by_a_setting(before.standing, before.place)
        else:
            yield from self._by_who_asks(before)

    def _by_who_asks(self, before: Before) -> Iterator[Problem]:
        if before.place is None:
            if not before.standing.main_rolls:
                yield _on_no_roll()
        elif before.standing.roll_at(before.place.id) is None:
            yield not_on_roll(self.on)
        setting = before.facts(self.setting)
        if setting is None:
            yield Problem(
                "setting", "missing", "Enter the setting: the one that gives the support."
            )
        elif not setting.is_ap_setting:
            yield Problem(
                "setting",
                "not_ap_setting",
                f"{setting.name} is not an AP setting: name the setting that gives the support.",
            )

    def _by_a_setting(self, standing: Standing, place: PlaceFacts) -> Iterator[Problem]:
        """It is told no more than it knows: one it has left behind may be on any roll or none."""
        if self.setting not in (None, place.id):
            yield Problem(
                "setting",
                "another_setting",
                "A setting records the support it gives itself: leave the setting empty.",
            )
        if _is_with(standing, place.id):
            if not standing.main_rolls:
                yield _on_no_roll()
        elif not (standing.was_at(place.id) or standing.is_invited(place.id)):
            yield Problem(
                "on",
                "not_asked",
                "The setting had not been asked to support the pupil on that day. The pupil's "
                "school, or the authority, first records the outreach and names the setting.",
            )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """A pupil placed away is not being supported in mainstream; too few contacts to count."""
        # A setting that only gives outreach is not told whether the pupil is placed elsewhere.
        at = before.place
        if before.standing.provision and (at is None or _is_with(before.standing, at.id)):
            yield Concern(
                "placed_away", "The pupil was placed away from school at the time.", TIER_ONE
            )
        if self.contacts < 3:
            yield Concern(
                "few_contacts",
                "Fewer than three contacts: not counted as outreach on a scorecard.",
                Basis("ours", "Outreach measure OUT-1: three contacts or more"),
                level="note",
                field="contacts",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """The setting named may record from now on, while the pupil is on that school's roll."""
        asking = standing.roll_at(taken.place) if taken.place else standing.main_roll
        if self.setting is None or self.setting == taken.place or asking is None:
            return standing
        return standing.with_invitation(Invitation(self.setting, asking.place))

    def sentence(self, names: Names) -> str:
        """What happened."""
        by = f" by {names(self.setting)}" if self.setting else ""
        return f"Outreach support{by} began ({self.contacts} contacts)"


def _is_with(standing: Standing, place: str) -> bool:
    return bool(standing.roll_at(place) or standing.provision_at(place))


def _on_no_roll() -> Problem:
    return Problem(
        "on",
        "not_on_roll",
        "The pupil was on no school's roll on that day; outreach supports a pupil in school. "
        "Check the date.",
    )
