"""What every kind of entry fills in: typed answers, what they must be judged against, and words."""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from movements.actor import Role
from movements.basis import Basis
from movements.clock import Clock
from movements.codes import CODE_SETS
from movements.copied import From
from movements.dates import read_date
from movements.day_bounds import Dated, NamedDay, doubted, impossible, unreadable
from movements.places import PlaceFacts
from movements.problems import (
    Concern,
    Problem,
    Refused,
    by_the_law_of,
    in_a_sentence,
    problems_of,
)
from movements.rule import Rule
from movements.school_days import SchoolDays
from movements.setting_standing import SettingStanding
from movements.standing import Standing

Names = Callable[[str], str]
"""Turns a place id into the name to show; withholds it where it must be withheld."""


@dataclass(frozen=True)
class Coded:
    """Marks a field whose value must be in a code set on the day of the movement."""

    code_set: str


@dataclass(frozen=True)
class Placed:
    """Marks a field that names a place by URN, `ukprn:...` or place id."""


@dataclass(frozen=True)
class SeveralPlaced:
    """Marks a field that names several places, each as one is named."""


@dataclass(frozen=True)
class ThirdParty:
    """Marks a field that names somebody other than the pupil, or holds what such a person said.

    Whoever makes up a pupil's record for the pupil is told to check it first.
    """


def _read_day(value: object) -> object:
    return read_date(value) if isinstance(value, str) else value


def _read_week(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"[01]{10}", value.strip()) or "1" not in value:
        raise ValueError(
            "week|Write the week as ten 0s and 1s, Monday morning first: "
            "1111100000 is Monday to Wednesday morning."
        )
    return value.strip()


def _read_place(value: object) -> object:
    text = str(value).strip()
    if re.fullmatch(r"\d{6}|ukprn:\d{8}|s_[0-9a-f]{8,}", text, re.IGNORECASE):
        return text.lower()
    raise ValueError(
        "place|No place is found by this. Give its URN (six digits), ukprn: and eight digits, or "
        "its id here; on a page, its whole name as the list there has it."
    )


def _read_places(value: object) -> object:
    parts = re.split(r"[\s,;]+", value) if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        return value
    return tuple(dict.fromkeys(_read_place(part) for part in parts if part))


def _read_half(value: object) -> object:
    halves = {"am": "AM", "pm": "PM", "1": "AM", "2": "PM", "": "AM"}
    return halves.get(str(value).strip().lower(), value)


def _whole(value: object) -> object:
    """Counts arrive from spreadsheets as '5.0'."""
    if isinstance(value, str) and re.fullmatch(r"\d+\.0+", value.strip()):
        return value.strip().partition(".")[0]
    return value


_Read = BeforeValidator(_read_day, json_schema_input_type=str)
Day = Annotated[date, _Read, Dated()]
PlannedDay = Annotated[date, _Read, Dated("planned")]
FreeDay = Annotated[date, _Read, Dated("free")]
Half = Annotated[Literal["AM", "PM"], BeforeValidator(_read_half, json_schema_input_type=str)]
Week = Annotated[str, BeforeValidator(_read_week, json_schema_input_type=str)]
PlaceRef = Annotated[str, BeforeValidator(_read_place, json_schema_input_type=str), Placed()]
PlaceRefs = Annotated[
    tuple[str, ...], BeforeValidator(_read_places, json_schema_input_type=str), SeveralPlaced()
]
"""Several places, with spaces, commas or new lines between them; each once."""
Count = Annotated[int, BeforeValidator(_whole, json_schema_input_type=int | str)]
Text = Annotated[str, Field(max_length=2000)]

EVERYONE: frozenset[Role] = frozenset({"school", "setting", "la_officer"})


@dataclass(frozen=True)
class Before:
    """What a movement is judged against: the standing the moment before, places and calendars.

    `place` is the place the movement is recorded for; None where the authority acts for a child
    who has no school. `places` holds the facts of every place named, by id, on that day, and
    `settings` what had been told of them as settings.
    """

    standing: Standing
    place: PlaceFacts | None
    places: Mapping[str, PlaceFacts]
    days: SchoolDays
    settings: Mapping[str, SettingStanding] = field(default_factory=dict)

    def facts(self, place: str | None) -> PlaceFacts | None:
        """The facts of a place the movement names, if it names one."""
        return self.places.get(place) if place else None


def not_on_roll(on: date) -> Problem:
    """The problem of a movement for a pupil who was not on this school's roll on that day."""
    return Problem(
        "on",
        "not_on_roll",
        f"The pupil was not on this school's roll on {on:%-d %B %Y}. "
        "Check the date, or send the roll first.",
    )


@dataclass(frozen=True)
class Taken:
    """Where and as what a movement was entered: all of the entry that apply() may look at.

    `earlier` are the entries that this one corrects: it still answers to their numbers.
    """

    number: int
    place: str | None
    authority: str | None
    earlier: tuple[int, ...] = ()


def _marks(info: FieldInfo) -> Iterator[Any]:
    """What a field is annotated with, also where it may be left empty."""
    yield from info.metadata
    for choice in get_args(info.annotation):
        yield from getattr(choice, "__metadata__", ())


@cache
def _marked(kind: "type[Answers]", mark: type) -> dict[str, Any]:
    return {
        name: found
        for name, info in kind.fields().items()
        for found in _marks(info)
        if isinstance(found, mark)
    }


@cache
def _attributes(kind: "type[Answers]") -> dict[str, str]:
    """The name doors use -> the attribute that holds it."""
    return {info.alias or key: key for key, info in kind.model_fields.items()}


class Answers(BaseModel):
    """Typed answers of one day that become an entry: movements here, other acts above."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    copies: ClassVar[tuple[From, ...]] = ()
    """The answers that its form may begin with, and of which kinds of entry."""

    on: Day = Field(
        title="Date",
        description="The day it took effect",
        examples=["2026-09-14"],
    )

    def details(self) -> dict[str, Any]:
        """The kind's own answers as stored: all but the day and session, empties left out."""
        return self.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude={"on", "session"}
        )

    @classmethod
    def fields(cls) -> dict[str, Any]:
        """Pydantic's fields by the name doors use (the alias where there is one)."""
        return {info.alias or name: info for name, info in cls.model_fields.items()}

    @classmethod
    def titles(cls) -> dict[str, str]:
        """Field name -> the words shown to people."""
        return {name: info.title or name for name, info in cls.fields().items()}

    @classmethod
    def marked(cls, mark: type) -> dict[str, Any]:
        """Fields that carry a mark (Coded or Placed), with the mark itself."""
        return _marked(cls, mark)

    def value(self, name: str) -> Any:
        """The answer under the name that doors use."""
        return getattr(self, _attributes(type(self))[name])

    def named_days(self) -> Iterator[NamedDay]:
        """Every day given besides that of the entry."""
        titles = self.titles()
        for name, mark in self.marked(Dated).items():
            day = self.value(name)
            if name != "on" and day is not None:
                yield NamedDay(name, titles[name], day, mark.lies)

    def shape_problems(self) -> Iterator[Problem]:
        """Days out of the register's time, and codes not in their set on the day."""
        yield from unreadable(self.on, self.named_days())
        yield from self.code_problems()

    def code_problems(self) -> Iterator[Problem]:
        """Codes not in their set on the day of the movement."""
        for name, mark in self.marked(Coded).items():
            value = self.value(name)
            wrong = CODE_SETS[mark.code_set].problem(value, self.on) if value is not None else None
            if wrong:
                yield Problem(name, "unknown_code", wrong)


Typed = TypeVar("Typed", bound=Answers)


def typed(model: type[Typed], answers: Mapping[str, Any]) -> Typed:
    """The typed answers. Empty ones count as not given.

    Raises Refused with one problem for each field that is missing, unreadable, unknown or not a
    code on that day.
    """
    given = {name: value for name, value in answers.items() if not _is_empty(value)}
    try:
        filled = model.model_validate(given)
    except ValidationError as error:
        problems = problems_of(error, model.titles())
        raise Refused([*problems, *_codes_besides(model, given, problems)]) from error
    wrong = list(filled.shape_problems())
    if wrong:
        raise Refused(wrong)
    return filled


def _codes_besides(
    model: type[Answers], given: Mapping[str, Any], problems: Iterable[Problem]
) -> Iterator[Problem]:
    """Codes that are wrong beside what could not be read, so that a row is mended in one go."""
    wrong = {problem.field for problem in problems}
    if "on" in wrong or "on" not in given:
        return
    on = _read_day(given["on"])
    for name, mark in model.marked(Coded).items():
        value = given.get(name)
        if name in wrong or not isinstance(value, str) or not isinstance(on, date):
            continue
        sentence = CODE_SETS[mark.code_set].problem(value.strip(), on)
        if sentence:
            yield Problem(name, "unknown_code", sentence)


def said(code_set: str, *codes: str | None) -> str:
    """What codes mean, inside a sentence: drug and alcohol related; theft."""
    labels = (CODE_SETS[code_set].label(code) for code in codes if code)
    return "; ".join(in_a_sentence(label) for label in labels)


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


class Kind(Answers):
    """A movement or milestone as somebody reports it. Subclasses are the kinds of the register."""

    id: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    basis: ClassVar[Basis]
    clocks: ClassVar[tuple[Clock, ...]] = ()
    rules: ClassVar[tuple[Rule, ...]] = ()
    """The rules its concerns rest on, each with all its versions."""
    opens: ClassVar[bool] = False
    """Whether it begins an episode that milestones carry on."""
    identity: ClassVar[tuple[str, ...]] = ()
    recorded_by: ClassVar[frozenset[Role]] = EVERYONE
    by_doors: ClassVar[bool] = True
    may_be_first: ClassVar[bool] = False
    """Whether an authority may tell by it of a child of whom the register has heard nothing."""
    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = ()
    """Questions that stand together on a page where the form is long: a title, and their names."""

    session: Half = Field(
        default="AM", title="Session", description="AM or PM; AM unless you say", examples=["AM"]
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """Tier 2: what cannot be true, given what is registered. Refuses the movement."""
        yield from ()

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Tier 3: what was not lawful, complete or in time. Recorded, shown, never refused."""
        yield from ()

    def all_problems(self, before: Before, born: date | None) -> Iterator[Problem]:
        """Tier 2 whole: days that cannot be, and the kind's own.

        The pupil was `born` as held now, which may have been told later than this.
        """
        yield from impossible(self.on, self.named_days(), born)
        yield from self.problems(before)

    def all_concerns(self, before: Before) -> Iterator[Concern]:
        """Tier 3 whole: the kind's own, and days that are more likely a slip of the year.

        Each is judged by the law of its day: a rule of another day raises none.
        """
        yield from by_the_law_of(self.on, self.concerns(before))
        yield from doubted(self.on, self.named_days())

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """The standing after this movement."""
        return standing

    @abstractmethod
    def sentence(self, names: Names) -> str:
        """What happened, in one plain sentence."""
