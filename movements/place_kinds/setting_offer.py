"""What a setting offers: ages, tiers, subjects, needs met, cost and places."""

from datetime import date, timedelta
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from movements.basis import Basis
from movements.codes import CODE_SETS
from movements.copied import From
from movements.counted import counted
from movements.kind import Count, Day, Text
from movements.place_kind import PlaceKind
from movements.problems import Wrong
from movements.setting_law import DIRECTORY


def _split(value: object) -> list[str]:
    return [part for part in str(value).replace(",", " ").replace(";", " ").split() if part]


def _read_tiers(value: object) -> str:
    found = sorted(set(_split(value)))
    if not found or not set(found) <= {"1", "2", "3"}:
        raise ValueError("tiers|Give the tiers as numbers from 1 to 3, such as 1, 2.")
    return ", ".join(found)


def _read_needs(value: object) -> str:
    known = CODE_SETS["NEEDS_MET"]
    found = [known.clean(part) for part in _split(value)]
    if not found or not set(found) <= {code.code for code in known}:
        codes = ", ".join(code.code for code in known)
        raise ValueError(f"needs|Give the needs met as codes: any of {codes}.")
    return ", ".join(dict.fromkeys(found))


Tiers = Annotated[str, BeforeValidator(_read_tiers, json_schema_input_type=str)]
Needs = Annotated[str, BeforeValidator(_read_needs, json_schema_input_type=str)]


class SettingOffer(PlaceKind):
    """The offer from a day on; it takes the place of the one before."""

    id: ClassVar[str] = "setting_offer"
    title: ClassVar[str] = "What a setting offers"
    summary: ClassVar[str] = "Ages, tiers, subjects, needs met, cost and places of a setting."
    copies: ClassVar[tuple[From, ...]] = (
        From(
            "setting_offer",
            ("low_age", "high_age", "tiers", "offer", "needs", "cost_per_week", "places"),
        ),
    )
    basis: ClassVar[Basis] = DIRECTORY
    by_setting: ClassVar[bool] = True

    low_age: Count = Field(
        title="Youngest age", description="In years", examples=["11"], ge=3, le=25
    )
    high_age: Count = Field(
        title="Oldest age", description="In years", examples=["16"], ge=3, le=25
    )
    tiers: Tiers = Field(
        title="Tiers",
        description="1 targeted support in schools, 2 time-limited placement, 3 transitional",
        examples=["2, 3"],
    )
    offer: Text = Field(
        title="Subjects and offer",
        description="What is taught and how",
        examples=["English, mathematics, construction"],
    )
    needs: Needs | None = Field(
        default=None,
        title="Needs met",
        description="Codes of the types of need, such as SEMH, ASD",
        examples=["SEMH, ASD"],
    )
    cost_per_week: Count | None = Field(
        default=None,
        title="Cost per week, in pence",
        description="For one full-time place: 45000 is 450 pounds",
        examples=["45000"],
        ge=0,
        le=10_000_000,
    )
    places: Count | None = Field(
        default=None,
        title="Places commissioned",
        description="How many full-time places in each week",
        examples=["24"],
        ge=0,
        le=5000,
    )
    week_from: Day | None = Field(
        default=None,
        title="Places from the week of",
        description="The first week they are commissioned; the date of the offer unless said",
        examples=["2026-09-07"],
    )
    week_to: Day | None = Field(
        default=None,
        title="Places to the week of",
        description="The last week they are commissioned; left empty where no end is set",
        examples=["2027-07-19"],
    )

    @model_validator(mode="after")
    def _in_order(self) -> "SettingOffer":
        if self.high_age < self.low_age:
            raise Wrong("high_age", "before_start", "The oldest age is below the youngest.")
        if self.week_to and self.week_to < (self.week_from or self.on):
            raise Wrong("week_to", "before_start", "The last week is before the first.")
        if self.places is None and (self.week_from or self.week_to):
            raise Wrong("places", "missing", "Say how many places, or leave the weeks empty.")
        return self

    def covers(self, week: date) -> bool:
        """Whether the places are commissioned in the week of a Monday."""
        first = self.week_from or self.on
        return first < week + timedelta(days=7) and (self.week_to is None or week <= self.week_to)

    def sentence(self) -> str:
        """What was told."""
        cost = f"; {pounds(self.cost_per_week)} a week" if self.cost_per_week is not None else ""
        places = f"; {counted(self.places, 'place')}" if self.places is not None else ""
        ages = f"ages {self.low_age} to {self.high_age}, tiers {self.tiers}"
        return f"Offers {self.offer}: {ages}{places}{cost}"


def pounds(pence: int) -> str:
    """Pence as pounds: 45000 is £450.00."""
    return f"£{pence // 100:,}.{pence % 100:02d}"
