"""What a panel sees of one pupil, as one object without HTML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from fair_access.case_reader import Case
from fair_access.cases import SEES_CASES, cases_of, visible_case
from fair_access.copied import PaperAsked, copied_told, papers_told
from fair_access.fair_share.held import SHARE_WORDS
from fair_access.meetings import MINUTE_WORDS
from fair_access.referral_told import Answered, referral_told
from fair_access.steps import CASE_WORDS, CaseReferred, TakenStep, steps_of
from fair_access.withheld import Words, places_named
from movements.actor import Actor
from movements.attendance import AttendanceSummary, summary
from movements.authority_claims import CLAIM
from movements.clock import State
from movements.copied import Copied
from movements.due import DueItem, due
from movements.entry import Entry
from movements.exclusion_law import suspended_in_year
from movements.ledger import TITLES
from movements.problems import Concern
from movements.register import Line, OtherWords, entries, history, standing_of
from movements.school_days import Calendars, calendars, school_year_start
from movements.scope import may_see
from movements.spells import spells
from movements.standing import Provision, Roll, Standing

_WORDS = CASE_WORDS | MINUTE_WORDS | SHARE_WORDS
EVERY_STATE: tuple[State, ...] = ("running", "met", "missed", "met_late")
SHOWN = ("surname", "forename", "dob", "sex", "nc_year", "sen_provision", "fsm", "looked_after")
"""Details a panel is shown; the home authority only where the child is not protected."""


RISK = frozenset({"safeguarding_separation"})
"""Kinds that tell of risk: shown only where it is needed, as a referral's answers on risk are."""
HELD_BACK = "Risk information, shown where it is needed"


@dataclass(frozen=True)
class FileLine:
    """A line of the history without the entry behind it, which may name what is withheld.

    `risk`: it tells of risk, and is told without it unless that was asked for.
    """

    number: int
    kind: str
    on: date
    session: str
    title: str
    sentence: str
    concerns: tuple[Concern, ...]
    in_force: bool
    planned: bool
    risk: bool = False


@dataclass(frozen=True)
class GapLine:
    """Days on end without exactly one responsible place, by cause; `days` are school days."""

    cause: str
    first: date
    last: date
    days: float
    goes_on: bool


@dataclass(frozen=True)
class WhereNow:
    """The standing in words: rolls, placements, exclusions, and half-days suspended this year."""

    rolls: tuple[str, ...]
    provision: tuple[str, ...]
    exclusions: tuple[str, ...]
    sessions_suspended: int
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseFile:
    """One pupil's file. `withheld` says that places are left out; attendance is since `since`.

    `risk_held` says that there is risk information, which is in it only where that was asked for.
    """

    case: Case
    standing: WhereNow
    lines: tuple[FileLine, ...]
    clocks: tuple[DueItem, ...]
    attendance: AttendanceSummary
    since: date
    earlier: tuple[Case, ...]
    withheld: bool
    gaps: tuple[GapLine, ...] = ()
    answers: tuple[Answered, ...] = ()
    copied: tuple[Copied, ...] = ()
    papers: tuple[PaperAsked, ...] = ()
    risk_held: bool = False


def case_file(
    session: Session,
    case_id: str,
    today: date,
    by: Actor,
    *,
    show_protected: bool = False,
    show_risk: bool = False,
) -> CaseFile | None:
    """The file of a case; None where the case is unknown or its file is out of the actor's scope.

    The authority's officers, panel and auditors may open it, and a school that may see the
    pupil's whole history. Ask to show a protected child's places only for a role that may, and risk
    where it is needed: to an officer, to the chair, to who gives a reason.
    """
    case = visible_case(session, case_id, today, by, show_protected=show_protected)
    held = entries(session, [case.pupil]) if case else []
    standing = standing_of(held, today)
    if case is None or not (by.role in SEES_CASES or may_see(standing, by) == "all"):
        return None
    withheld = case.protected and not show_protected
    words = Words(places_named(session, held), withheld=withheld)
    lines = history(session, case.pupil, today=today, names=words.names, others=OtherWords(_WORDS))
    kept_out = {CLAIM} if by.role in SEES_CASES else {CLAIM, *SHARE_WORDS}
    lines = [line for line in lines if line.entry.kind not in kept_out]
    found = cases_of(session, case.pupil, today, show_protected=show_protected)
    referred = _referral(held, case.id)
    answers = tuple(_answers(referred, words))
    told = tuple(_line(line, words, show_risk) for line in lines)
    year = school_year_start(today, "1 September")
    return CaseFile(
        case=case,
        standing=_where_now(standing, words, today, calendars(session)),
        lines=told,
        clocks=tuple(_clocks(session, case.pupil, today, withheld)),
        attendance=summary(session, case.pupil, year, today),
        since=year,
        earlier=tuple(one for one in found if one.id != case.id),
        withheld=withheld,
        gaps=tuple(_gaps(session, case.pupil, told, today)),
        answers=tuple(one for one in answers if show_risk or not one.risk),
        copied=tuple(_copied(held, referred, words)),
        papers=tuple(papers_told(held, referred.numbers)) if referred else (),
        risk_held=any(one.risk for one in answers) or any(line.risk for line in told),
    )


def _referral(held: Sequence[Entry], case_id: str) -> TakenStep | None:
    """The case's referral; None where it was redacted."""
    steps = steps_of(entry for entry in held if entry.case_id == case_id)
    return next((one for one in steps if isinstance(one.step, CaseReferred)), None)


def _answers(referred: TakenStep | None, words: Words) -> Iterator[Answered]:
    """What the case's referral says."""
    if referred is not None and isinstance(referred.step, CaseReferred):
        yield from referral_told(referred.step, words)


def _copied(held: Sequence[Entry], referred: TakenStep | None, words: Words) -> Iterator[Copied]:
    """What the case's referral copied from the register."""
    if referred is not None:
        gone = {entry.number for entry in held if entry.details is None}
        yield from copied_told(referred.entry.answers(), words, gone)


def _gaps(
    session: Session, pupil: str, lines: Sequence[FileLine], today: date
) -> Iterator[GapLine]:
    """Since the first thing that took effect."""
    since = min((line.on for line in lines if line.in_force), default=today)
    if since < today:
        for one in sorted(spells(session, since, today, pupil_ids=[pupil]), key=lambda s: s.first):
            days, title = one.sessions / 2, TITLES[one.cause]
            yield GapLine(title, one.first.on, one.last.on, days, one.goes_on)


def _line(line: Line, words: Words, show_risk: bool) -> FileLine:
    risk = line.entry.kind in RISK
    if risk and not show_risk:
        line = replace(line, sentence=HELD_BACK, concerns=())
    return FileLine(
        number=line.number,
        kind=line.entry.kind,
        on=line.entry.on,
        session=line.entry.session,
        title=line.title,
        sentence=words.line(line.sentence, line.entry),
        concerns=tuple(words.concern(concern) for concern in line.concerns),
        in_force=line.in_force,
        planned=line.planned,
        risk=risk,
    )


def _clocks(session: Session, pupil: str, today: date, withheld: bool) -> Iterator[DueItem]:
    for item in due(session, today, pupil_ids=[pupil], states=EVERY_STATE):
        yield replace(item, place=None, named=None) if withheld else item


def _where_now(standing: Standing, words: Words, today: date, days: Calendars) -> WhereNow:
    return WhereNow(
        rolls=tuple(_roll(roll, words) for roll in standing.rolls),
        provision=tuple(_provision(episode, words) for episode in standing.provision),
        exclusions=tuple(
            f"Permanently excluded on {e.on:%-d %B %Y}{_by(e.place, words)}"
            for e in standing.exclusions
        ),
        sessions_suspended=suspended_in_year(standing.suspensions, today, days).sessions,
        details=_details(standing, words.withheld),
    )


def _details(standing: Standing, withheld: bool) -> dict[str, Any]:
    shown = SHOWN if withheld else (*SHOWN, "home_la")
    return {name: standing.details[name] for name in shown if name in standing.details}


def _roll(roll: Roll, words: Words) -> str:
    status = {"C": "", "M": " as main school", "S": " as subsidiary school", "G": " as a guest"}
    said = status.get(roll.status, f" (status {roll.status})")
    return f"On the roll of {words.names(roll.place)}{said} since {roll.since:%-d %B %Y}"


def _provision(episode: Provision, words: Words) -> str:
    kinds = {"off_site_direction": "Directed off site to", "ap_placement": "Placed at"}
    where = words.names(episode.place) if episode.place else f"a setting ({episode.setting_type})"
    until = f", planned until {episode.planned_end:%-d %B %Y}" if episode.planned_end else ""
    return f"{kinds.get(episode.kind, 'At')} {where} since {episode.since:%-d %B %Y}{until}"


def _by(place: str | None, words: Words) -> str:
    return f" by {words.names(place)}" if place else ""
