"""A visit to a setting: by whom, what was found, and what is to be done by when."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.counted import counted
from movements.kind import Coded, Day, Text, ThirdParty, said
from movements.place_kind import BeforePlacing
from movements.problems import Problem, Wrong
from movements.school_days import SchoolDays
from movements.setting_law import COMMISSIONING, KEPT_UP
from movements.setting_standing import ACTIONS

_WHAT = "What the setting is to do; left empty where nothing more is asked"
_DUE = "The last day for it"
BEFORE_PLACING = "before_placing"
_NTH = {1: "First", 2: "Second", 3: "Third"}


def _asked(number: int) -> Clock:
    """The clock of one of the actions that a visit asks for."""

    def day(movement: Any, days: SchoolDays) -> date | None:
        due: date | None = getattr(movement, f"action{number}_due")
        return due

    def done(start: Started, later: Later) -> bool:
        told = later.movement
        return told.id == "setting_action_done" and (told.visit, told.action) == (
            start.number,
            number,
        )

    return Clock(
        id=f"visit_action_{number}",
        title=f"{_NTH[number]} action of a visit",
        owes="The setting does what a visit asked for",
        owner="setting",
        unit="stated",
        basis=KEPT_UP,
        due_day=day,
        stops=done,
        about=_what(number),
    )


def _what(number: int) -> Callable[[Any], str]:
    return lambda movement: getattr(movement, f"action{number}") or ""


class SettingVisit(BeforePlacing):
    """Somebody visited; up to three actions, each with its day."""

    id: ClassVar[str] = "setting_visit"
    title: ClassVar[str] = "Visit to a setting"
    summary: ClassVar[str] = (
        "A setting was visited: findings, and actions with the day each is due."
    )
    basis: ClassVar[Basis] = COMMISSIONING
    identity: ClassVar[tuple[str, ...]] = ("visited_by",)
    by_commissioner: ClassVar[bool] = True
    clocks: ClassVar[tuple[Clock, ...]] = tuple(map(_asked, ACTIONS))

    visited_by: Annotated[Text, ThirdParty()] = Field(
        title="Visited by", description="By post", examples=["AP commissioning officer"]
    )
    reason: Annotated[str, Coded("VISIT_REASONS")] = Field(
        title="Reason", description="Why the visit was made", examples=["monitoring"]
    )
    findings: Text = Field(
        title="Findings",
        description="What was found; name no pupil",
        examples=["Registers kept session by session"],
    )
    action1: Text | None = Field(
        default=None, title="First action", description=_WHAT, examples=["Renew the fire check"]
    )
    action1_due: Day | None = Field(
        default=None, title="First action due", description=_DUE, examples=["2026-10-30"]
    )
    action2: Text | None = Field(
        default=None, title="Second action", description=_WHAT, examples=[""]
    )
    action2_due: Day | None = Field(
        default=None, title="Second action due", description=_DUE, examples=[""]
    )
    action3: Text | None = Field(
        default=None, title="Third action", description=_WHAT, examples=[""]
    )
    action3_due: Day | None = Field(
        default=None, title="Third action due", description=_DUE, examples=[""]
    )

    @model_validator(mode="after")
    def _each_with_its_day(self) -> "SettingVisit":
        for number in ACTIONS:
            what, due = f"action{number}", f"action{number}_due"
            if getattr(self, what) and not getattr(self, due):
                raise Wrong(due, "missing", "Say by which day the action is to be done.")
            if getattr(self, due) and not getattr(self, what):
                raise Wrong(what, "missing", "Say what is to be done by that day.")
            if getattr(self, due) and getattr(self, due) < self.on:
                raise Wrong(due, "before_start", "The action is due before the visit.")
        return self

    def without_a_pupil(self) -> Iterator[Problem]:
        """Who has had no pupil there visits before one is placed, and for no other reason."""
        if self.reason != BEFORE_PLACING:
            yield Problem(
                "reason",
                "no_pupil_there",
                "You have had no pupil at this setting: until you have, record a visit with the "
                f"reason {BEFORE_PLACING}.",
            )

    def sentence(self) -> str:
        """What was told."""
        asked = sum(getattr(self, f"action{number}") is not None for number in ACTIONS)
        more = f" {counted(asked, 'action')} asked for." if asked else ""
        why = said("VISIT_REASONS", self.reason)
        return f"Visited by {self.visited_by} ({why}): {self.findings.rstrip('.')}.{more}"
