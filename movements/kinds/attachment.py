"""A paper that supports an entry. The paper lies outside the register, which holds its hash."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from movements.basis import Basis
from movements.kind import Before, Coded, Count, FreeDay, Kind, Names
from movements.problems import Problem

MediaType = Literal[
    "application/pdf",
    "image/png",
    "image/jpeg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "text/plain",
]
_CALLED = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.oasis.opendocument.text": "ODT",
    "text/plain": "text",
}


class Attachment(Kind):
    """A paper sent with an entry: what it is, its SHA-256 and how long it is kept.

    It comes by an upload, which works out the hash, the size and the type: never by a row.
    """

    id: ClassVar[str] = "attachment"
    title: ClassVar[str] = "Paper attached"
    summary: ClassVar[str] = "A paper is attached to an entry as its evidence."
    basis: ClassVar[Basis] = Basis("ours", "Evidence is kept beside the entry it supports")
    identity: ClassVar[tuple[str, ...]] = ("about", "sha256", "title", "keep_until")
    by_doors: ClassVar[bool] = False

    about: Count = Field(
        title="Supports entry",
        description="Number of the entry that it is evidence for",
        examples=["12"],
        ge=1,
    )
    paper: Annotated[str, Field(max_length=200)] = Field(
        alias="title",
        title="Title of the paper",
        description="In a few words; name no child but the pupil",
        examples=["Signed agreement of the parent"],
        min_length=1,
    )
    letter: Annotated[str | None, Coded("REFERRAL_PAPERS")] = Field(
        default=None,
        title="Paper of a referral",
        description="A to G, where it goes with a referral to the fair access panel",
        examples=[""],
    )
    keep_until: FreeDay | None = Field(
        default=None,
        title="Keep until",
        description="The day after which it is deleted; with the pupil's file unless you say",
        examples=["2033-08-31"],
    )
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(
        title="SHA-256", description="Of the paper, in hex", examples=[""]
    )
    bytes: Count = Field(title="Size", description="In bytes", examples=["20480"], ge=1)
    media_type: MediaType = Field(
        title="Type", description="By what is in it", examples=["application/pdf"]
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """A paper that would be deleted before it was sent."""
        if self.keep_until and self.keep_until <= self.on:
            yield Problem(
                "keep_until",
                "in_past",
                f"It would be deleted at once: give a day after {self.on:%-d %B %Y}, or none.",
            )

    def sentence(self, names: Names) -> str:
        """To which entry it belongs. What it is stays in the details: it may tell a place."""
        size = f"{max(1, round(self.bytes / 1024)):,} KB"
        until = f", kept until {self.keep_until:%-d %B %Y}" if self.keep_until else ""
        return f"Paper attached to entry {self.about} ({_CALLED[self.media_type]}, {size}{until})"
