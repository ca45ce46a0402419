"""A pupil or a parent is given a link by which to say, once, what a setting is like."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from movements.actor import Role
from movements.basis import Basis
from movements.kind import Before, Coded, FreeDay, Kind, Names, PlaceRef, said
from movements.problems import Problem

VOICE = Basis("ours", "Voice measures VOI-1 and VOI-2: one-time links, given and answered")


class VoiceAsked(Kind):
    """A one-time link: whom it is for, about which setting, until when. Never the link itself."""

    id: ClassVar[str] = "voice_asked"
    title: ClassVar[str] = "Asked what it is like"
    summary: ClassVar[str] = "A pupil or a parent is given a link to say what a setting is like."
    basis: ClassVar[Basis] = VOICE
    identity: ClassVar[tuple[str, ...]] = ("token_hash",)
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"setting", "la_officer"})
    by_doors: ClassVar[bool] = False

    of: Annotated[str, Coded("VOICE_OF")] = Field(
        title="Person asked", description="pupil or parent", examples=["pupil"]
    )
    setting: PlaceRef = Field(
        title="Setting", description="The setting they are asked about", examples=["123456"]
    )
    token_hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] = Field(
        title="Hash of the link", description="SHA-256 of the link's secret part", examples=["0"]
    )
    until: FreeDay = Field(
        title="Last day of the link",
        description="The last day on which the link can be used",
        examples=["2026-10-31"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """Only of a setting where the pupil is or was."""
        standing = before.standing
        there = standing.provision_at(self.setting) or standing.roll_at(self.setting)
        if not there and not standing.was_at(self.setting):
            words = "The pupil was not at this setting by that day. Check the setting."
            yield Problem("setting", "not_there", words)

    def sentence(self, names: Names) -> str:
        """What happened."""
        who = said("VOICE_OF", self.of)
        until = f"{self.until:%-d %B %Y}"
        return f"A link was given to {who} to say what {names(self.setting)} is like, until {until}"
