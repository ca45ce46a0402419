"""An authority's year in words, as a table, and as JSON: for its officers and auditors."""

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import BaseModel
from sqlmodel import Session

from apregister.invented import holds_synthetic
from movements.counted import counted
from movements.la_codes import LA_NAMES
from movements.places import PlaceFacts, place_facts
from reports.authority_year import (
    ABOUT,
    Limits,
    Owed,
    Part,
    Unanswered,
    Waits,
    authority_year,
)

WITHHELD = "Withheld (protected children)"
COLUMNS = (
    *("by", "line", "referred", "started", "waiting", "otherwise", "half_started_within"),
    *("owed", "kept", "late", "missed", "overdue_today", "longest_overdue"),
    *("days_without_a_school", "days_with_nobody", "children_without_a_school"),
)


class WaitsShown(BaseModel):
    """Children referred to the panel, and school days within which half had started.

    Null where half have not, or too few (`few`) were referred to say.
    """

    referred: int
    started: int
    waiting: int
    otherwise: int
    half_started_within: int | None
    few: bool

    @property
    def half(self) -> str:
        """The median in words."""
        if self.few:
            return "Too few to say" if self.referred else "Nobody referred"
        within = self.half_started_within
        return "Not half yet" if within is None else counted(within, "school day")


class LimitsShown(BaseModel):
    """Limits that fell due: kept, late and missed."""

    owed: int
    kept: int
    late: int
    missed: int


class UnansweredShown(BaseModel):
    """School days that no school answered for, those of them with nobody, and of how many."""

    without_a_school: float
    with_nobody: float
    children: int


class PartShown(BaseModel):
    """The figures of a month, or of the year."""

    first: date
    last: date
    waits: WaitsShown
    limits: LimitsShown
    unanswered: UnansweredShown


class OwnerShown(BaseModel):
    """The figures of one who owes; no `owner` for what is withheld of protected children.

    `overdue_today` are missed and owed still; `longest_overdue` school days past its day.
    """

    owner: str | None
    name: str
    limits: LimitsShown
    overdue_today: int
    longest_overdue: int
    unanswered: UnansweredShown


class AuthorityYearTold(BaseModel):
    """An authority's own figures in a school year: whole, by month, by who owes."""

    on: date
    year: str
    authority: str
    synthetic: bool
    formula: str
    whole: PartShown
    months: list[PartShown]
    owners: list[OwnerShown]

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The rows of a file, under COLUMNS."""
        for by, line, one in self._parts():
            yield by, line, *_waits(one.waits), *_limits(one.limits), None, None, *_out(one)
        for owner in self.owners:
            overdue = (owner.overdue_today, owner.longest_overdue)
            none = (None,) * 5
            yield "owner", owner.name, *none, *_limits(owner.limits), *overdue, *_out(owner)

    def _parts(self) -> Iterator[tuple[str, str, PartShown]]:
        yield "year", self.year, self.whole
        yield from (("month", f"{one.first:%Y-%m}", one) for one in self.months)


def authority_year_told(session: Session, authority: str, year: str, on: date) -> AuthorityYearTold:
    """The figures of an authority. Raises Refused for a year that cannot be read."""
    found, places = authority_year(session, authority, year, on), place_facts(session)
    return AuthorityYearTold(
        on=on,
        year=year,
        authority=authority,
        synthetic=holds_synthetic(session),
        formula=ABOUT.cite,
        whole=_part(found.whole),
        months=[_part(one) for one in found.months],
        owners=[_owner(one, places) for one in found.owners],
    )


def _part(one: Part) -> PartShown:
    return PartShown(
        first=one.first,
        last=one.last,
        waits=_waited(one.waits),
        limits=_fell_due(one.limits),
        unanswered=_unanswered(one.unanswered),
    )


def _owner(one: Owed, places: Mapping[str, PlaceFacts]) -> OwnerShown:
    return OwnerShown(
        owner=one.owner,
        name=_name(one.owner, places),
        limits=_fell_due(one.limits),
        overdue_today=one.overdue,
        longest_overdue=one.longest,
        unanswered=_unanswered(one.unanswered),
    )


def _name(owner: str | None, places: Mapping[str, PlaceFacts]) -> str:
    if owner is None:
        return WITHHELD
    code = owner.removeprefix("la:")
    return places[owner].name if owner in places else LA_NAMES.get(code, f"Authority {code}")


def _waited(one: Waits) -> WaitsShown:
    return WaitsShown(
        referred=one.referred,
        started=one.started,
        waiting=one.waiting,
        otherwise=one.otherwise,
        half_started_within=one.half,
        few=one.few,
    )


def _fell_due(one: Limits) -> LimitsShown:
    return LimitsShown(owed=one.owed, kept=one.kept, late=one.late, missed=one.missed)


def _unanswered(one: Unanswered) -> UnansweredShown:
    return UnansweredShown(
        without_a_school=one.no_school, with_nobody=one.nobody, children=one.children
    )


def _waits(one: WaitsShown) -> tuple[object, ...]:
    half = "few" if one.few else one.half_started_within
    return one.referred, one.started, one.waiting, one.otherwise, half


def _limits(one: LimitsShown) -> tuple[int, ...]:
    return one.owed, one.kept, one.late, one.missed


def _out(one: PartShown | OwnerShown) -> tuple[object, ...]:
    out = one.unanswered
    return out.without_a_school, out.with_nobody, out.children
