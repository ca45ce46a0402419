"""Written notice of an off-site direction, with the contents the regulations ask for."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from movements.basis import Basis
from movements.direction_law import (
    CONTENTS_ACADEMY,
    CONTENTS_MAINTAINED,
    CONTENTS_RULE,
    by_law,
    directing_school,
)
from movements.kind import Before, Coded, Names, said
from movements.milestone import Milestone
from movements.problems import Concern
from movements.rule import Rule, Version

PROOF = Basis("ours", "Of every notice a proof is kept that it was given")
_CONTENTS = {
    "has_address": "the address",
    "has_report_to": "the person to report to",
    "has_days": "the number of days",
    "has_reasons": "the reasons",
    "has_objectives": "the objectives",
    "has_times": "the times of the sessions",
}
YesNo = Literal["Y", "N"]


class DirectionNotice(Milestone):
    """The day notice was given, to whom, what it said, and the proof of it."""

    id: ClassVar[str] = "direction_notice"
    title: ClassVar[str] = "Notice of an off-site direction"
    summary: ClassVar[str] = "Written notice of an off-site direction is given."
    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        (
            "What the notice says",
            (
                *("has_address", "has_report_to", "has_days"),
                *("has_reasons", "has_objectives", "has_times"),
            ),
        ),
    )
    about: ClassVar[frozenset[str]] = frozenset({"direction_decided", "off_site_direction"})
    basis: ClassVar[Basis] = CONTENTS_MAINTAINED
    identity: ClassVar[tuple[str, ...]] = ("episode", "started_on", "to")
    rules: ClassVar[tuple[Rule, ...]] = (
        CONTENTS_RULE,
        Rule("notice_proof", "Proof of notice", (Version("A proof is kept", PROOF),)),
    )

    to: Annotated[str, Coded("NOTICE_TO")] = Field(
        title="To", description="parent, pupil (18 or over) or authority", examples=["parent"]
    )
    has_address: YesNo | None = Field(
        default=None, title="States the address", description="Where to go", examples=["Y"]
    )
    has_report_to: YesNo | None = Field(
        default=None,
        title="States the person to report to",
        description="To whom the pupil reports on the first day",
        examples=["Y"],
    )
    has_days: YesNo | None = Field(
        default=None,
        title="States the number of days",
        description="For how many days the pupil must attend there",
        examples=["Y"],
    )
    has_reasons: YesNo | None = Field(
        default=None, title="States the reasons", description="Why it was decided", examples=["Y"]
    )
    has_objectives: YesNo | None = Field(
        default=None,
        title="States the objectives",
        description="What it is to achieve",
        examples=["Y"],
    )
    has_times: YesNo | None = Field(
        default=None,
        title="States the times of sessions",
        description="Morning start, afternoon end and the break between",
        examples=["Y"],
    )
    proof: Annotated[str | None, Coded("NOTICE_PROOF")] = Field(
        default=None,
        title="Proof",
        description="signed, handed, post, email or none",
        examples=["post"],
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """What the notice lacks, by the law of the school; no proof that it was given."""
        episode = self.meant(before.standing, before.place.id if before.place else None)
        school = directing_school(before, episode)
        basis = by_law(school, CONTENTS_MAINTAINED, CONTENTS_ACADEMY)
        lacks = [words for name, words in _CONTENTS.items() if getattr(self, name) != "Y"]
        if lacks and basis is not None and basis.in_force(self.on):
            yield Concern(
                "notice_lacks",
                f"The notice is not recorded as stating {', '.join(lacks)}.",
                basis,
                field=next(name for name in _CONTENTS if getattr(self, name) != "Y"),
            )
        if self.proof in (None, "none"):
            yield Concern(
                "no_proof", "No proof of the notice is recorded.", PROOF, "note", field="proof"
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Notice of the off-site direction given to {said('NOTICE_TO', self.to)}"
