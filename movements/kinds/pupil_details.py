"""What a school's roll says of a pupil: names, date of birth, needs, residence."""

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from movements.basis import Basis
from movements.kind import Before, Coded, FreeDay, Kind, Names, Taken, Text
from movements.la_codes import lived_in
from movements.problems import Concern, Problem
from movements.remade import remade
from movements.school_age import COHORT, cohort_of, differs_by_years, is_past
from movements.standing import Standing
from movements.unconfirmed import told_by

ROLL_CONTENTS = Basis(
    "statute",
    "School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208) reg 8",
)


def _read_authority(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{3}", value.strip()):
        raise ValueError(
            f'string|"{value.strip()}" is no code of an authority: give its three digits, such as '
            "330."
        )
    return value


AuthorityCode = Annotated[
    str,
    BeforeValidator(
        _read_authority, json_schema_input_type=Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    ),
]


class PupilDetails(Kind):
    """Details as they stood on a day. Later details add to earlier ones; nothing is overwritten."""

    id: ClassVar[str] = "pupil_details"
    title: ClassVar[str] = "Pupil details"
    summary: ClassVar[str] = "Names, date of birth, year group, needs and home authority changed."
    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("Name", ("surname", "forename", "preferred_name")),
        ("Language", ("language", "interpreter")),
    )
    basis: ClassVar[Basis] = ROLL_CONTENTS
    may_be_first: ClassVar[bool] = True

    surname: Text | None = Field(
        default=None,
        title="Surname",
        description="As the admission register has it",
        examples=["Example"],
    )
    forename: Text | None = Field(
        default=None,
        title="Forename",
        description="As the admission register has it",
        examples=["Sam"],
    )
    preferred_name: Text | None = Field(
        default=None,
        title="Preferred name",
        description="What the pupil is called, where it is not the forename",
        examples=["Sammy"],
    )
    dob: FreeDay | None = Field(
        default=None,
        title="Date of birth",
        description="Must be in the past",
        examples=["2012-03-05"],
    )
    sex: Annotated[str | None, Coded("SEX")] = Field(
        default=None, title="Sex", description="The school census code", examples=["F"]
    )
    nc_year: Annotated[str | None, Coded("NC_YEARS")] = Field(
        default=None,
        title="National curriculum year",
        description="The year group, a school census code: N1, N2, R, 1 to 14 or X",
        examples=["9"],
    )
    sen_provision: Annotated[str | None, Coded("SEN_PROVISION")] = Field(
        default=None,
        title="SEN provision",
        description="N none, K SEN support, E education, health and care plan",
        examples=["K"],
    )
    fsm: Literal["Y", "N"] | None = Field(
        default=None,
        title="Free school meals",
        description="Y where the pupil is eligible, N where not",
        examples=["N"],
    )
    ethnicity: Annotated[str | None, Coded("ETHNICITY")] = Field(
        default=None,
        title="Ethnicity",
        description="The school census code, four letters",
        examples=["WBRI"],
    )
    language: Text | None = Field(
        default=None,
        title="First language",
        description="What is spoken at home, where it is not English",
        examples=["Polish"],
    )
    interpreter: Literal["Y", "N"] | None = Field(
        default=None,
        title="Interpreter needed",
        description="Y where the family needs one at meetings",
        examples=["N"],
    )
    home_la: AuthorityCode | None = Field(
        default=None,
        title="Authority of residence",
        description="Three-digit code of the local authority where the child lives",
        examples=["330"],
    )
    looked_after: Literal["Y", "N"] | None = Field(
        default=None,
        title="Looked after",
        description="Y where a local authority looks after the child",
        examples=["N"],
    )
    social_care: Annotated[str | None, Coded("SOCIAL_CARE")] = Field(
        default=None,
        title="Social care",
        description="none, early_help, in_need or protection; what it was before stays in the "
        "history",
        examples=["none"],
    )
    protected: Literal["Y", "N"] | None = Field(
        default=None,
        title="Protected",
        description="Y withholds place and address (refuge, adoption, police)",
        examples=["N"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """A date of birth lies in the past and, once held, is changed only by a correction."""
        held = before.standing.details.get("dob")
        if self.dob and self.dob > self.on:
            yield Problem(
                "dob",
                "in_future",
                f"The date of birth {self.dob:%-d %B %Y} is in the future. Check the year.",
            )
        elif self.dob and held and held != self.dob.isoformat():
            yield Problem(
                "dob",
                "another_child",
                "This UPN is held for a child with another date of birth. Check the UPN; if the "
                "date held is wrong, send a correction naming the entry.",
            )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """An age at which nobody is at school is more likely a slip, and so is an unknown code."""
        if self.home_la and not lived_in(self.home_la):
            yield Concern(
                "unknown_authority",
                f"{self.home_la} is the code of no authority: until it is put right, the authority "
                "of the pupil's last school is asked about the pupil.",
                ROLL_CONTENTS,
                field="home_la",
            )
        if self.dob and not 2 <= (self.on - self.dob).days / 365.25 < 20:
            yield Concern(
                "unlikely_age", "The pupil would be under 2 or over 19: check.", ROLL_CONTENTS
            )
        born = self.dob or before.standing.born
        if self.nc_year and differs_by_years(self.nc_year, born, self.on):
            yield Concern(
                "year_and_birth_differ",
                "The year group and the date of birth are years apart: one of them is wrong, and "
                "what is owed and asked by the child's age with it. Check both.",
                ROLL_CONTENTS,
                field="dob",
            )
        began = [roll.since for roll in before.standing.rolls]
        began += [spell.since for spell in before.standing.former]
        if self.dob and any(since < self.dob for since in began):
            yield Concern(
                "on_roll_unborn",
                "The pupil was on a roll, or placed, before this date of birth: check which is so.",
                ROLL_CONTENTS,
                field="dob",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """Later details add to earlier ones; a birth or a year group may show who is not over age.

        Another authority of residence has not taken the child on by that.
        """
        told = self.details()
        if self.nc_year:
            told[COHORT] = cohort_of(self.nc_year, self.on)
        merged = MappingProxyType(told_by(standing, taken.place, told))
        young = bool(self.dob or self.nc_year) and not is_past(merged, self.on)
        traced = None if young and standing.traced == "over_age" else standing.traced
        taken_on = standing.taken_on if self.home_la in (None, standing.taken_on) else None
        hidden_by = standing.hidden_by
        if self.protected == "Y" and not standing.protected:
            hidden_by = min((taken.number, *taken.earlier))
        more = {"traced": traced, "taken_on": taken_on, "hidden_by": hidden_by}
        return remade(standing, details=merged, known=True, **more)

    def sentence(self, names: Names) -> str:
        """Which details were given, never their values beyond what a history needs."""
        titles = self.titles()
        given = [titles[name].lower() for name in self.details()]
        return f"Details given: {', '.join(given)}" if given else "Details confirmed"
