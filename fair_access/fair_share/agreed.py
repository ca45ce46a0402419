"""What is agreed or known besides the scheme: exemptions, matters, journeys, what is taken back."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from fair_access.fair_share.kind import FAIR_SHARE, About, ShareKind
from movements.basis import Basis
from movements.kind import Coded, Count, FreeDay, PlaceRef, Text
from movements.problems import Problem
from movements.superseded import SHARE_WITHDRAWN


class FairShareExemption(ShareKind):
    """A school is asked for no child for a time, in one year group or in all, as was agreed."""

    id: ClassVar[str] = "fair_share_exemption"
    title: ClassVar[str] = "Exemption of a school"
    summary: ClassVar[str] = "A panel agrees that a school is asked for no child for a time."
    basis: ClassVar[Basis] = FAIR_SHARE
    about: ClassVar[About] = "place"
    identity: ClassVar[tuple[str, ...]] = ("school", "year_group")

    school: PlaceRef = Field(
        title="School", description="URN of the school exempted", examples=["123456"]
    )
    year_group: Annotated[str | None, Coded("NC_YEARS")] = Field(
        default=None,
        title="Year group",
        description="Left empty where the whole school is exempted",
        examples=["9"],
    )
    until: FreeDay = Field(
        title="Until", description="The last day it holds", examples=["2026-12-18"]
    )
    reason: Text = Field(
        title="Reason",
        description="Why it was agreed; name no child",
        examples=["The year group took four children since October"],
    )
    agreed_by: Text = Field(
        title="Agreed by",
        description="The panel or person who agreed it, and when",
        examples=["Panel of 12 November 2026"],
    )

    def problems(self) -> Iterator[Problem]:
        """It ends no earlier than it begins."""
        yield from self.ends_wrong(self.until)

    def sentence(self) -> str:
        """What was agreed."""
        which = f"year group {self.year_group}" if self.year_group else "every year group"
        until = f"{self.until:%-d %B %Y}"
        return f"Exempt in {which} until {until}: {self.reason} (agreed by {self.agreed_by})"


class FairShareMatter(ShareKind):
    """A serious matter between one child and one school: it is not asked for this child."""

    id: ClassVar[str] = "fair_share_matter"
    title: ClassVar[str] = "Serious matter between a child and a school"
    summary: ClassVar[str] = "A complaint or police matter for which a school is not asked."
    history_words: ClassVar[str] = "A serious matter with a school was noted for fair access"
    about: ClassVar[About] = "pupil"
    identity: ClassVar[tuple[str, ...]] = ("to_place",)

    to_place: PlaceRef = Field(
        title="School", description="URN of the school concerned", examples=["123456"]
    )
    until: FreeDay | None = Field(
        default=None,
        title="Until",
        description="The last day it holds, if one is set",
        examples=[""],
    )
    reason: Text = Field(
        title="Reason",
        description="What the matter is, in few words; the panel sees that there is one, not this",
        examples=["A police matter with a pupil of the school"],
    )
    agreed_by: Text = Field(
        title="Agreed by",
        description="The panel or person who agreed it, and when",
        examples=["Panel of 12 November 2026"],
    )

    def problems(self) -> Iterator[Problem]:
        """It ends no earlier than it begins."""
        yield from self.ends_wrong(self.until)

    def sentence(self) -> str:
        """What was agreed."""
        return f"A serious matter with a school (agreed by {self.agreed_by})"


class FairShareJourney(ShareKind):
    """How far one school is for one child, and who says so."""

    id: ClassVar[str] = "fair_share_journey"
    title: ClassVar[str] = "Journey of a child to a school"
    summary: ClassVar[str] = "Distance or travel time from a child's home to a school."
    history_words: ClassVar[str] = "The journey to a school was noted for fair access"
    about: ClassVar[About] = "pupil"
    identity: ClassVar[tuple[str, ...]] = ("to_place",)

    to_place: PlaceRef = Field(title="School", description="URN of the school", examples=["123456"])
    metres: Count | None = Field(
        default=None,
        title="Distance in metres",
        description="From the child's home",
        examples=["2300"],
        ge=0,
        le=500_000,
    )
    minutes: Count | None = Field(
        default=None,
        title="Travel time in minutes",
        description="One way, at the times of the school day",
        examples=["25"],
        ge=0,
        le=600,
    )
    by: Literal["straight_line", "walking", "public_transport", "car"] = Field(
        title="Measured",
        description="straight_line, walking, public_transport or car",
        examples=["walking"],
    )
    source: Text = Field(
        title="Source",
        description="Who or what measured it, and when",
        examples=["Authority's route planner, 2 November 2026"],
    )

    def problems(self) -> Iterator[Problem]:
        """At least one of the two is known."""
        if self.metres is None and self.minutes is None:
            yield Problem("metres", "missing", "Give the distance, the travel time, or both.")

    @property
    def words(self) -> str:
        """2.3 km, 25 minutes, walking (source)."""
        far = f"{self.metres / 1000:.1f} km" if self.metres is not None else ""
        long = f"{self.minutes} minutes" if self.minutes is not None else ""
        how = self.by.replace("_", " ")
        return f"{', '.join(part for part in (far, long, how) if part)} ({self.source})"

    def sentence(self) -> str:
        """What is known."""
        return f"Journey to a school: {self.words}"


class FairShareWithdrawn(ShareKind):
    """Something told of fair share is taken back: it counts no more, and stays in the register."""

    id: ClassVar[str] = SHARE_WITHDRAWN
    title: ClassVar[str] = "Fair-share entry withdrawn"
    summary: ClassVar[str] = "Something told of a fair-share scheme is taken back."
    history_words: ClassVar[str] = "An entry for fair access was withdrawn"
    about: ClassVar[About] = "authority"

    because: Text = Field(
        title="Why", description="Why it is taken back", examples=["Entered for the wrong school"]
    )

    def sentence(self) -> str:
        """What was taken back."""
        return f"Taken back: {self.because}"
