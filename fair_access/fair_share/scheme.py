"""An authority's scheme: points, weightings or rotation, in versions with the day each begins."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from fair_access.fair_share.kind import About, ShareKind
from fair_access.fair_share.measures import MEASURES
from movements.kind import Text
from movements.problems import Problem

MOST = Decimal(1000)
_NO_WEIGHT = f"weight|Give a number from -{MOST} to {MOST} with at most two decimals, as -0.5."


def _read_weight(value: object) -> Decimal:
    try:
        read = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise ValueError(_NO_WEIGHT) from error
    if not read.is_finite() or abs(read) > MOST or read != round(read, 2):
        raise ValueError(_NO_WEIGHT)
    return read


def plain(number: Decimal) -> str:
    """A number without noughts at its end: 2, -0.5."""
    # Adding nought makes of minus nought a plain one.
    text = f"{number + 0:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


Weight = Annotated[
    Decimal,
    BeforeValidator(_read_weight, json_schema_input_type=str | float),
    PlainSerializer(plain, return_type=str, when_used="json"),
]


def _weight(measure: str) -> Decimal | None:
    counted = MEASURES[measure]
    field: Decimal | None = Field(
        default=None, title=counted.title, description=counted.about, examples=["1"]
    )
    return field


class FairShareScheme(ShareKind):
    """How places are shared from a day on; it takes the place of the version before.

    By points, each school's counts are multiplied and added: the lowest sum is asked next. By
    weightings the sum is divided by pupils, for each 100 of them. By rotation the school that has
    waited longest is next. A negative weight asks a school sooner: for those it has excluded.
    """

    id: ClassVar[str] = "fair_share_scheme"
    title: ClassVar[str] = "Fair-share scheme"
    summary: ClassVar[str] = "Points, weightings or rotation, from a day on."
    about: ClassVar[About] = "authority"

    method: Literal["points", "weightings", "rotation"] = Field(
        title="Method",
        description="points: counts by their weights, added; weightings: the same for each 100 "
        "pupils; rotation: the school that has waited longest is next",
        examples=["weightings"],
    )
    counted_in: Literal["year_group", "school"] = Field(
        default="year_group",
        title="Counted in",
        description="Whether a school's counts, and the pupils they are divided by, are those of "
        "the child's year group or of the whole school",
        examples=["year_group"],
    )
    turn: Literal["admitted", "excluded_taken"] = Field(
        default="admitted",
        title="What takes a turn",
        description="By rotation: any fair access admission, or a permanently excluded child "
        "taken (excluded_taken)",
        examples=["admitted"],
    )
    admitted: Weight | None = _weight("admitted")
    admitted_last_year: Weight | None = _weight("admitted_last_year")
    excluded_taken: Weight | None = _weight("excluded_taken")
    excluded_lost: Weight | None = _weight("excluded_lost")
    moves_in: Weight | None = _weight("moves_in")
    moves_out: Weight | None = _weight("moves_out")
    looked_after: Weight | None = _weight("looked_after")
    plans: Weight | None = _weight("plans")
    schools_see: Literal["own", "all"] = Field(
        default="own",
        title="What a school sees",
        description="own: its own line and the authority's totals; all: the lines of all schools",
        examples=["own"],
    )
    cite: Text = Field(
        title="Where it was decided",
        description="The protocol and paragraph, or the meeting",
        examples=["Fair access protocol 2026, section 7"],
    )

    @property
    def weights(self) -> dict[str, Decimal]:
        """The measures that count, with their weights, in the order shown."""
        given = {measure: getattr(self, measure) for measure in MEASURES}
        return {measure: weight for measure, weight in given.items() if weight}

    def problems(self) -> Iterator[Problem]:
        """Points and weightings need weights; a rotation has none."""
        if self.method == "rotation" and self.weights:
            words = "A rotation has no weights: leave them empty, or choose points or weightings."
            yield Problem(next(iter(self.weights)), "not_asked", words)
        if self.method != "rotation" and not self.weights:
            yield Problem("admitted", "missing", "Give at least one measure a weight.")

    def sentence(self) -> str:
        """What was set."""
        where = "year group" if self.counted_in == "year_group" else "school"
        if self.method == "rotation":
            return f"Rotation by {where}: {_TURNS[self.turn]} takes a turn ({self.cite})"
        weights = ", ".join(
            f"{MEASURES[measure].title.lower()} {plain(weight)}"
            for measure, weight in self.weights.items()
        )
        return f"{self.method.capitalize()} by {where}: {weights} ({self.cite})"


_TURNS = {
    "admitted": "a fair access admission",
    "excluded_taken": "a permanently excluded child taken",
}
