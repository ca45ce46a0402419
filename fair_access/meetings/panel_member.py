"""A member of a panel is named, or what was said of the member changes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar, Literal

from pydantic import Field

from fair_access.meetings.minute import Before, PanelMinute, Taken, no_member
from fair_access.meetings.state import Member, Panel, Spoke
from movements.actor import Actor
from movements.kind import FreeDay, Names, PlaceRef, Text
from movements.problems import Problem


class PanelMember(PanelMinute):
    """A person sits on the panel for an organisation, from this day; to another, if it is known."""

    id: ClassVar[str] = "panel_member"
    title: ClassVar[str] = "Member named"
    does: ClassVar[str] = "Name a member"

    member: Text | None = Field(
        default=None,
        title="Member",
        description="Only to change what was said of a member: the member's id",
        examples=[""],
    )
    person: Text = Field(title="Name", description="The person", examples=["Jo Example"])
    school: PlaceRef | None = Field(
        default=None,
        title="School",
        description="The school the person speaks for, if it is a school",
        examples=["123456"],
    )
    organisation: Text | None = Field(
        default=None,
        title="Other organisation",
        description="Where the person speaks for no school: for whom",
        examples=["Inclusion service"],
    )
    delegated: Literal["Y", "N"] = Field(
        title="Delegated authority",
        description="Y where the person may decide for the organisation, N where not",
        examples=["Y"],
    )
    until: FreeDay | None = Field(
        default=None, title="Until", description="The last day, if it is known", examples=[""]
    )
    signs_in_as: Text | None = Field(
        default=None,
        title="Signs in as",
        description="The sign-in name of the person's account as a panel member: it opens the "
        "cases on the panel's agendas, and no others",
        examples=["jo.example"],
    )

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """For one organisation; the end is no earlier than the beginning."""
        # Named from a day to come is planned, and no mistake.
        if self.member is not None:
            yield from no_member(before, self.member)
            yield from self._of_change(before.panel.member(self.member), today)
        if (self.school is None) == (self.organisation is None):
            words = "Name the school or the other organisation, and not both."
            yield Problem("school", "one_organisation", words)
        if self.until is not None and self.until < self.on:
            yield Problem("until", "before_start", "Give the first day or a later one.")

    def _of_change(self, known: Member | None, today: date) -> Iterator[Problem]:
        """What may not change of a member: whose sight of cases it is, and not from a day ahead."""
        if known is None:
            return
        if self.on != known.since if known.since > today else self.on > today:
            words = (
                "A change counts at once: give today or an earlier day, or for a member who is "
                "still to begin the day on which the member begins."
            )
            yield Problem("on", "in_future", words)
        other = (self.signs_in_as or known.signs_in_as).lower() != known.signs_in_as
        if known.signs_in_as and other:
            words = "The member signs in by another name: end this member and name a new one."
            yield Problem("signs_in_as", "another_person", words)

    def apply(self, state: Panel, taken: Taken) -> Panel:
        """The member as it says, in the place of what was said before."""
        known = state.member(taken.member)
        named = Member(
            id=taken.member,
            person=self.person,
            organisation=self.school or self.organisation or "",
            delegated=self.delegated == "Y",
            # A change does not begin the membership anew.
            since=known.since if known else self.on,
            until=self.until,
            signs_in_as=self._signs_in_as(known),
            spoke=self._spoke(known),
        )
        others = tuple(one for one in state.members if one.id != taken.member)
        return replace(state, members=(*others, named))

    def _signs_in_as(self, known: Member | None) -> str:
        """Left empty, a change leaves the name as it was: it does not make room for another."""
        return (self.signs_in_as or (known.signs_in_as if known else "")).lower()

    def _spoke(self, known: Member | None) -> tuple[Spoke, ...]:
        """For whom the member spoke until a change of that."""
        if known is None or self.on <= known.since:
            return ()
        before = Spoke(self.on - timedelta(days=1), known.organisation, known.delegated)
        same = (self.school or self.organisation, self.delegated == "Y")
        changed = same != (known.organisation, known.delegated)
        return (*known.spoke, before) if changed else known.spoke

    def sentence(self, names: Names) -> str:
        """What was noted."""
        whose = names(self.school) if self.school else self.organisation
        may = "may" if self.delegated == "Y" else "may not"
        until = f", until {self.until:%-d %B %Y}" if self.until else ""
        return f"{self.person} for {whose}, who {may} decide for it{until}"
