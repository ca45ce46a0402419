"""For one child: the schools in the order of the scheme, every line of the arithmetic shown.

It advises and decides nothing: a panel does, and says why where it departs from this.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from fair_access.fair_share.agreed import FairShareExemption, FairShareJourney
from fair_access.fair_share.held import Held
from fair_access.fair_share.ledger import FairShare, Line, year_words
from fair_access.fair_share.measures import MEASURES, ROLL
from fair_access.fair_share.scheme import FairShareScheme, plain
from movements.counted import noun
from movements.places import PlaceFacts

ADVICE = (
    "This is advice by the authority's scheme. It decides nothing: the panel decides, looking at "
    "the child, and gives its reason where it departs from this order."
)
PER = 100
"""Pupils for whom a weighted sum is given."""
Ground = Literal["excluded_by", "serious_matter", "exemption", "own_school"]
_AGE_OF_RECEPTION = 4


@dataclass(frozen=True)
class Sum:
    """One line of the arithmetic: a count, its weight, and what they come to."""

    measure: str
    count: int
    weight: Decimal
    product: Decimal

    @property
    def title(self) -> str:
        """The measure in words."""
        return MEASURES[self.measure].title

    @property
    def words(self) -> str:
        """The line as one reads it: Pupils with a plan: 3 x 0.5 = 1.5."""
        return f"{self.title}: {self.count} × {plain(self.weight)} = {plain(self.product)}"


@dataclass(frozen=True)
class Excused:
    """Why a school is not asked for this child: the ground, in words, with the entry behind it."""

    ground: Ground
    words: str
    entry: int | None = None


@dataclass(frozen=True)
class OfChild:
    """What of a child the advice looks at.

    `excluded_by` are the schools whose permanent exclusion of the child stands, with the day and
    the entry; `applied_to` those a parent applied to in-year, with the day. Where `withheld`, the
    child is protected and none of it is given: it would say where the child is or was. `wish` is
    what the referral says of the parents' preference, and `travels` of how far the child can.
    """

    year: str
    rolls: frozenset[str] = frozenset()
    excluded_by: dict[str, tuple[date, int]] | None = None
    applied_to: dict[str, date] | None = None
    matters: dict[str, int] | None = None
    journeys: dict[str, Held[FairShareJourney]] | None = None
    withheld: bool = False
    wish: str = ""
    travels: str = ""


@dataclass(frozen=True)
class Advised:
    """One school as the scheme sees it for the child.

    `order` is 1 for the school asked first; schools that come out equal have the same, `equal`.
    None where a school is excused, or cannot be compared (`why_not`). `score` is what schools are
    compared by: points, points for each 100 pupils, or by rotation the day of the last turn.
    """

    place: PlaceFacts
    order: int | None
    equal: bool
    sums: tuple[Sum, ...]
    total: Decimal
    pupils: int
    score: str
    excused: tuple[Excused, ...]
    why_not: str
    preferred: date | None
    journey: str


@dataclass(frozen=True)
class Advice:
    """The schools that could take a child, in the order the scheme advises."""

    child: OfChild
    scheme: Held[FairShareScheme]
    schools: tuple[Advised, ...]


def advice(share: FairShare, child: OfChild) -> Advice | None:
    """The schools in the order of the scheme in force; None where the authority has none.

    Left out are schools that do not teach the child's year group. Excused ones come last, each
    with its grounds; they have their arithmetic too.
    """
    if share.scheme is None:
        return None
    scheme = share.scheme.says
    compared = [_compared(share, line, child, scheme) for line in _lines(share, child, scheme)]
    ordered = list(_in_order(one for one in compared if one.key is not None and not one.excused))
    others = sorted((o for o in compared if o.key is None or o.excused), key=_by_name)
    return Advice(child, share.scheme, (*ordered, *(_advised(one, None) for one in others)))


@dataclass(frozen=True)
class _Compared:
    """A school with what it is compared by: the least comes first; None where it cannot be."""

    line: Line
    key: Fraction | date | None
    sums: tuple[Sum, ...]
    total: Decimal
    score: str
    excused: tuple[Excused, ...]
    why_not: str
    preferred: date | None
    journey: str


def _lines(share: FairShare, child: OfChild, scheme: FairShareScheme) -> Iterator[Line]:
    """The line of each school that teaches the year group: of that year group, or of the school."""
    of_year = {line.place.id: line for line in share.of_year(child.year)}
    for whole in share.of_year(None):
        if not _teaches(whole.place, child.year):
            continue
        own = of_year.get(whole.place.id) or _nobody(whole, child.year)
        if scheme.counted_in == "school":
            yield Line(whole.place, None, whole.counts, own.exemptions, whole.last)
        else:
            yield own


def _nobody(whole: Line, year: str) -> Line:
    """A year group in which nothing is counted; exemptions of the whole school hold in it."""
    exempt = tuple(one for one in whole.exemptions if one.says.year_group in (None, year))
    return Line(whole.place, year, dict.fromkeys(whole.counts, 0), exempt)


def _teaches(place: PlaceFacts, year: str) -> bool:
    """Whether a school has the year group, by the ages it takes; where they are not known, yes."""
    number = 0 if year == "R" else int(year) if year.isdecimal() else None
    if number is None or place.low_age is None or place.high_age is None:
        return True
    youngest = number + _AGE_OF_RECEPTION
    return place.low_age <= youngest and youngest + 1 <= place.high_age


def _compared(share: FairShare, line: Line, child: OfChild, scheme: FairShareScheme) -> _Compared:
    sums = tuple(
        Sum(measure, line.counts[measure], weight, line.counts[measure] * weight)
        for measure, weight in scheme.weights.items()
    )
    total = sum((one.product for one in sums), Decimal(0))
    key, score, why_not = _score(line, scheme, total)
    place = line.place.id
    journey = (child.journeys or {}).get(place)
    return _Compared(
        line=line,
        key=key,
        sums=sums,
        total=total,
        score=score,
        excused=tuple(_excused(line, child)),
        why_not=why_not,
        preferred=(child.applied_to or {}).get(place),
        journey=journey.says.words if journey else "",
    )


def _score(
    line: Line, scheme: FairShareScheme, total: Decimal
) -> tuple[Fraction | date | None, str, str]:
    """What a school is compared by, in words too, or why it cannot be compared."""
    if scheme.method == "rotation":
        last = line.last.get(scheme.turn)
        words = f"last took a turn on {last:%-d %B %Y}" if last else "no turn taken yet"
        return last or date.min, words, ""
    if scheme.method == "points":
        return Fraction(total), f"{plain(total)} {noun(float(total), 'point')}", ""
    pupils = line.counts[ROLL]
    if not pupils:
        return None, "", "No pupil is on roll here to divide by: the panel compares it by hand."
    per = Fraction(total) * PER / pupils
    shown = plain(round(Decimal(per.numerator) / Decimal(per.denominator), 2))
    return per, f"{plain(total)} ÷ {pupils} × {PER} = {shown} for each {PER} pupils", ""


def _excused(line: Line, child: OfChild) -> Iterator[Excused]:
    place = line.place.id
    if place in child.rolls:
        yield Excused("own_school", "The child is on this school's roll.")
    if excluded := (child.excluded_by or {}).get(place):
        on, entry = excluded
        yield Excused("excluded_by", f"It permanently excluded the child on {on:%-d %B %Y}.", entry)
    if matter := (child.matters or {}).get(place):
        words = "A serious matter between the child and this school is on record."
        yield Excused("serious_matter", words, matter)
    yield from (_exempted(one) for one in line.exemptions)


def _exempted(one: Held[FairShareExemption]) -> Excused:
    which = "" if one.says.year_group is None else f" for {year_words(one.says.year_group)}"
    until = f"{one.says.until:%-d %B %Y}"
    words = f"Exempt{which} until {until}, agreed by {one.says.agreed_by}: {one.says.reason}"
    return Excused("exemption", words, one.number)


def _in_order(compared: Iterable[_Compared]) -> Iterator[Advised]:
    """In the order of what they are compared by; those that come out equal have one place in it."""
    every: Sequence[_Compared] = sorted(compared, key=lambda one: (one.key, *_by_name(one)))
    keys = [one.key for one in every]
    for one in every:
        order = keys.index(one.key) + 1
        yield _advised(one, order, equal=keys.count(one.key) > 1)


def _by_name(one: _Compared) -> tuple[str, str]:
    return one.line.place.name, one.line.place.id


def _advised(one: _Compared, order: int | None, *, equal: bool = False) -> Advised:
    return Advised(
        place=one.line.place,
        order=order,
        equal=equal,
        sums=one.sums,
        total=one.total,
        pupils=one.line.counts[ROLL],
        score=one.score,
        excused=one.excused,
        why_not=one.why_not,
        preferred=one.preferred,
        journey=one.journey,
    )
