"""A wellbeing score, as answers or a total: the register never holds an instrument's wording."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from movements.basis import Basis
from movements.copied import From
from movements.kind import Before, Coded, Count, Kind, Names
from movements.problems import Concern, Wrong
from movements.scales import SCALES, Scale, metric, read_answers, total_of

VALIDATED = Basis(
    "guidance", "CORC: SWEMWBS is for ages 13 and over; SDQ for 4 to 17; Rosenberg for adolescents"
)
_OTHER = "OTHER"
_DECLARED = ("scale_name", "lowest", "highest", "better")


class Wellbeing(Kind):
    """A raw total on a scale, on the day it was answered."""

    id: ClassVar[str] = "wellbeing"
    title: ClassVar[str] = "Wellbeing score"
    summary: ClassVar[str] = "A pupil's wellbeing is measured on a scale."
    copies: ClassVar[tuple[From, ...]] = (
        From("wellbeing", ("scale", "scale_name", "lowest", "highest", "better", "answered_by")),
    )
    basis: ClassVar[Basis] = Basis("ours", "Wellbeing measures WEL-1 and WEL-2")
    identity: ClassVar[tuple[str, ...]] = ("scale", "scale_name", "answered_by")

    scale: Annotated[str, Coded("WELLBEING_SCALES")] = Field(
        default="SWEMWBS",
        title="Scale",
        description="SWEMWBS, WEMWBS, SDQ, RSES (Rosenberg) or OTHER, which is then named",
        examples=["SWEMWBS"],
    )
    score: Count | None = Field(
        default=None,
        title="Score",
        description="The raw total: SWEMWBS 7 to 35, WEMWBS 14 to 70, SDQ 0 to 40, RSES 0 to 30. "
        "All items must be answered. Leave it out where you give the answers",
        examples=["21"],
    )
    answers: Annotated[str, BeforeValidator(read_answers)] | None = Field(
        default=None,
        title="Answers",
        description="Of SWEMWBS or WEMWBS: each answer from 1 to 5 in the order asked, in the "
        "place of a score",
        examples=["3,3,2,3,4,2,4"],
    )
    answered_by: Annotated[str | None, Coded("ANSWERED_BY")] = Field(
        default=None,
        title="Answered by",
        description="pupil, parent or staff",
        examples=["pupil"],
    )
    scale_name: Annotated[str, Field(max_length=80)] | None = Field(
        default=None,
        title="Name of the other scale",
        description="For OTHER: its name, always the same",
        examples=["Leuven"],
    )
    lowest: Count | None = Field(
        default=None,
        title="Lowest total",
        description="For OTHER: the lowest total there is",
        examples=["0"],
    )
    highest: Count | None = Field(
        default=None,
        title="Highest total",
        description="For OTHER: the highest total there is",
        examples=["20"],
    )
    better: Annotated[str | None, Coded("BETTER")] = Field(
        default=None,
        title="Which is better",
        description="For OTHER: higher or lower",
        examples=["higher"],
    )

    @model_validator(mode="before")
    @classmethod
    def _added_up(cls, given: Any) -> Any:
        """Answers make the total, so that whoever reads an entry finds one."""
        if not isinstance(given, dict) or not given.get("answers") or given.get("score"):
            return given
        try:
            digits = str(read_answers(given["answers"]))
        except ValueError:
            return given
        return {**given, "score": total_of([int(digit) for digit in digits])}

    @model_validator(mode="after")
    def _whole(self) -> "Wellbeing":
        scale = self._scale()
        if self.answers is not None:
            self._check_answers(self.answers, scale)
        if self.score is None:
            raise Wrong("score", "missing", "Enter the score, or the answers of SWEMWBS.")
        if not scale.low <= self.score <= scale.high:
            words = f"A {self._called} total lies between {scale.low} and {scale.high}."
            raise Wrong("score", "out_of_range", words)
        return self

    def _scale(self) -> Scale:
        """The scale as known, or as declared. Raises Wrong where too much or too little is told."""
        told = [name for name in _DECLARED if getattr(self, name) is not None]
        if self.scale != _OTHER:
            if told:
                words = f"{self.scale} is a scale we know: leave out what is asked of another."
                raise Wrong(told[0], "not_asked", words)
            return SCALES.get(self.scale, Scale(0, 1000, 0))
        missing = next((name for name in _DECLARED if name not in told), None)
        if missing:
            words = "Of another scale give its name, its lowest and highest total, and which is "
            raise Wrong(missing, "missing", f"{words}better.")
        low, high = self.lowest or 0, self.highest or 0
        if low >= high:
            raise Wrong("lowest", "order", "The lowest total is below the highest: check the two.")
        return Scale(low, high, 0)

    def _check_answers(self, answers: str, scale: Scale) -> None:
        if not scale.items:
            words = f"Of {self._called} give the total alone, in score."
            raise Wrong("answers", "not_asked", words)
        if len(answers) != scale.items:
            words = (
                f"{self.scale} has {scale.items} answers and {len(answers)} are given: without all "
                "of them there is no score. Give them all, or leave the row out."
            )
            raise Wrong("answers", "not_all", words)
        total = total_of([int(digit) for digit in answers])
        if self.score != total:
            words = f"The answers add up to {total}, not {self.score}: give one of the two."
            raise Wrong("score", "differs", words)

    @property
    def _called(self) -> str:
        return self.scale_name or self.scale

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Answered by a pupil younger than the scale was validated for."""
        dob = before.standing.details.get("dob")
        scale = SCALES.get(self.scale)
        youngest = scale.youngest if scale else 0
        if dob and self.on.isoformat() < f"{int(dob[:4]) + youngest}{dob[4:]}":
            yield Concern(
                "too_young",
                f"{self.scale} was not validated for pupils under {youngest}.",
                VALIDATED,
                level="note",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        score = f", metric score {metric(self.score):.2f}" if self.scale == "SWEMWBS" else ""
        return f"Wellbeing measured: {self._called} total {self.score}{score}"
