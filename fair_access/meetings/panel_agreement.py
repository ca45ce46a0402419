"""A member organisation signs the year's information-sharing agreement."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from pydantic import Field

from fair_access.meetings.law import AGREED_YEARLY
from fair_access.meetings.minute import Before, PanelMinute, Taken
from fair_access.meetings.state import Agreement, Panel
from movements.actor import Actor
from movements.basis import Basis
from movements.kind import Count, Names, PlaceRef, Text
from movements.problems import Problem
from movements.school_days import school_year_start


class PanelAgreement(PanelMinute):
    """Signed for the school year of the day it was signed, unless another year is named."""

    id: ClassVar[str] = "panel_agreement"
    title: ClassVar[str] = "Information-sharing agreement signed"
    does: ClassVar[str] = "Record a signed agreement"
    basis: ClassVar[Basis] = AGREED_YEARLY

    school: PlaceRef | None = Field(
        default=None, title="School", description="The school that signed", examples=["123456"]
    )
    organisation: Text | None = Field(
        default=None,
        title="Other organisation",
        description="Where no school signed: who, as the member's organisation is written",
        examples=["Inclusion service"],
    )
    year_from: Count | None = Field(
        default=None,
        title="School year that begins in",
        description="The year of its September; that of the day it was signed unless you say",
        examples=["2026"],
        ge=2000,
        le=2100,
    )

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """One organisation, with a member on the panel."""
        yield from super().problems(before, by, today)
        held = {one for member in before.panel.members for one in member.organisations}
        if (self.school or self.organisation) not in held:
            words = "Name an organisation that has a member on the panel, as it is written there."
            yield Problem("organisation", "no_member", words)

    def apply(self, state: Panel, taken: Taken) -> Panel:
        """Signed, beside those of other years."""
        year = date(self.year_from, 9, 1) if self.year_from else None
        signed = Agreement(
            self.school or self.organisation or "",
            year or school_year_start(self.on, "1 September"),
            self.on,
        )
        return replace(state, agreements=(*state.agreements, signed))

    def sentence(self, names: Names) -> str:
        """What was noted."""
        whose = names(self.school) if self.school else self.organisation
        begins = self.year_from or school_year_start(self.on, "1 September").year
        return f"{whose} signed for the school year {begins}-{(begins + 1) % 100:02d}"
