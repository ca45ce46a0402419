"""The fair-share ledger and advice as each role may see them: one answer for every door."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from apregister.auth.permissions import may
from apregister.invented import holds_synthetic
from apregister.sight import NotSeen
from fair_access.fair_share.advice import ADVICE, Advice, Advised, advice
from fair_access.fair_share.child import may_ask_for, of_child
from fair_access.fair_share.held import Held
from fair_access.fair_share.ledger import (
    COUNTS,
    FairShare,
    Line,
    fair_share,
    line_told,
    totals_of,
    year_words,
)
from fair_access.fair_share.rolls import Asked
from fair_access.fair_share.scheme import FairShareScheme, plain
from movements.actor import Actor
from movements.authority_code import NO_AUTHORITY, is_authority
from movements.codes import CODE_SETS
from movements.places import place_facts
from movements.problems import Problem, Refused

FEW = 5
"""Fewer than this of the other schools' children are no total for a school that sees its own."""
COLUMNS = ("school", "urn", "year_group", *COUNTS, "exemptions")
ADVICE_COLUMNS = (
    *("order", "school", "urn", "score", "arithmetic", "pupils", "not_asked_because"),
    *("journey", "applied_to"),
)


@dataclass(frozen=True)
class Wanted:
    """What is asked of the ledger; `for_pupil` asks for the schools advised for a child.

    Without a year group, the lines are those of whole schools. A reason shows an officer what is
    withheld of a protected child.
    """

    on: date
    known_on: date | None = None
    year: str | None = None
    for_pupil: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class ShareShown:
    """The ledger as one actor sees it. `whole`: every school's line, not one's own alone.

    A total is None where, with one's own line, it would tell of fewer than five children.
    """

    share: FairShare
    wanted: Wanted
    lines: Sequence[Line]
    totals: Mapping[str, int | None]
    whole: bool
    advice: Advice | None
    synthetic: bool

    @property
    def every_line(self) -> Iterator[Line]:
        """The lines of every year group of the schools shown, and of each school as a whole."""
        shown = {line.place.id for line in self.lines}
        yield from (line for line in self.share.lines if line.place.id in shown)

    def told(self) -> dict[str, Any]:
        """The ledger as the API and --json show it."""
        asked = self.share.asked
        return {
            "on": asked.on.isoformat(),
            "as_known_on": asked.known_on.isoformat() if asked.known_on else None,
            "synthetic": self.synthetic,
            "authority": self.share.authority,
            "year_group": self.wanted.year,
            "shows": "all" if self.whole else "own",
            "scheme": scheme_told(self.share.scheme) if self.share.scheme else None,
            "items": [line_told(line) for line in self.lines],
            "totals": dict(self.totals),
            "advice": _advice_told(self.advice) if self.advice else None,
        }


def share_shown(
    session: Session,
    by: Actor,
    wanted: Wanted,
    today: date,
    *,
    authority: str | None = None,
    keeper: bool = False,
) -> ShareShown:
    """What an actor may see of an authority's ledger: its own, or that of its school.

    A school sees its own lines and the authority's totals, and every school's where the scheme
    says so; the schools advised for a child are for the authority and its panel. The keeper of the
    register's file names the authority and sees it all. Raises NotSeen, and Refused.
    """
    _check(wanted, authority)
    code = authority if keeper else _own_authority(session, by)
    if code is None:
        raise NotSeen("authority")
    asked = Asked(wanted.on, wanted.known_on, today)
    if wanted.for_pupil and not keeper and not may_ask_for(session, wanted.for_pupil, by, today):
        raise NotSeen(wanted.for_pupil)
    share = fair_share(session, code, asked)
    found = _advice(session, share, by, wanted, keeper=keeper) if wanted.for_pupil else None
    whole = keeper or not by.places or _schools_see_all(share)
    every = share.of_year(wanted.year)
    lines = every if whole else [line for line in every if line.place.id in by.places]
    totals: Mapping[str, int | None] = share.totals(wanted.year)
    if not whole:
        totals = _guarded(lines, every) if wanted.year is None else {}
    return ShareShown(share, wanted, lines, totals, whole, found, holds_synthetic(session))


def _check(wanted: Wanted, authority: str | None) -> None:
    problems = []
    if authority is not None and not is_authority(authority):
        problems.append(Problem("authority", "unknown_authority", NO_AUTHORITY))
    wrong = CODE_SETS["NC_YEARS"].problem(wanted.year, wanted.on) if wanted.year else None
    if wrong:
        problems.append(Problem("year_group", "unknown_code", wrong))
    if problems:
        raise Refused(problems)


def _own_authority(session: Session, by: Actor) -> str | None:
    """The actor's authority, or that of its first school."""
    if by.authority or not by.places:
        return by.authority
    found = place_facts(session, by.places)
    return next((found[place].la_code for place in sorted(by.places) if place in found), None)


def _schools_see_all(share: FairShare) -> bool:
    return share.scheme is not None and share.scheme.says.schools_see == "all"


def _guarded(own: Sequence[Line], every: Sequence[Line]) -> dict[str, int | None]:
    """Totals, but for those that tell of a few children of the other schools."""
    mine, total = totals_of(own), totals_of(every)
    return {c: None if 0 < total[c] - mine[c] < FEW else total[c] for c in COUNTS}


def _advice(
    session: Session, share: FairShare, by: Actor, wanted: Wanted, *, keeper: bool
) -> Advice | None:
    show = bool(wanted.reason) and (keeper or may(by.role, "see_protected"))
    child = of_child(
        session,
        wanted.for_pupil or "",
        share.held,
        share.asked,
        year=wanted.year,
        show_protected=show,
    )
    return advice(share, child)


def scheme_told(held: Held[FairShareScheme]) -> dict[str, Any]:
    """A version of a scheme as the API and --json show it."""
    says = held.says
    return {
        "entry": held.number,
        "from": says.on.isoformat(),
        "method": says.method,
        "counted_in": says.counted_in,
        "turn": says.turn if says.method == "rotation" else None,
        "weights": {measure: plain(weight) for measure, weight in says.weights.items()},
        "schools_see": says.schools_see,
        "cite": says.cite,
    }


def _advice_told(found: Advice) -> dict[str, Any]:
    return {
        "says": ADVICE,
        "year_group": found.child.year,
        "withheld": found.child.withheld,
        "parents_wish": found.child.wish or None,
        "can_travel": found.child.travels or None,
        "schools": [_advised_told(one) for one in found.schools],
    }


def _advised_told(one: Advised) -> dict[str, Any]:
    return {
        "order": one.order,
        "equal": one.equal,
        "place": one.place.id,
        "urn": one.place.urn,
        "school": one.place.name,
        "arithmetic": [
            {
                "measure": line.measure,
                "count": line.count,
                "weight": plain(line.weight),
                "product": plain(line.product),
            }
            for line in one.sums
        ],
        "sum": plain(one.total),
        "pupils": one.pupils,
        "score": one.score,
        "not_compared": one.why_not or None,
        "not_asked_because": [
            {"ground": why.ground, "says": why.words, "entry": why.entry} for why in one.excused
        ],
        "journey": one.journey or None,
        "applied_to": one.preferred.isoformat() if one.preferred else None,
    }


def line_cells(line: Line) -> tuple[object, ...]:
    """A line as a row of a file, under COLUMNS."""
    exempt = (f"until {one.says.until.isoformat()}: {one.says.reason}" for one in line.exemptions)
    counts = (line.counts[count] for count in COUNTS)
    return (line.place.name, line.place.urn, year_words(line.year), *counts, "; ".join(exempt))


def advised_cells(one: Advised) -> tuple[object, ...]:
    """A school advised for a child as a row of a file, under ADVICE_COLUMNS."""
    return (
        one.order,
        one.place.name,
        one.place.urn,
        one.score or one.why_not,
        "; ".join(line.words for line in one.sums),
        one.pupils,
        "; ".join(why.words for why in one.excused),
        one.journey,
        one.preferred,
    )
