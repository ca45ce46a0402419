"""What one pupil's page shows, gathered in one reading: heading, standing, clocks, history."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup
from sqlmodel import Session

from apregister.auth.permissions import may
from apregister.pack_paper import GapsShown
from apregister.paper_words import full_name
from apregister.sight import Seen, marks_seen, may_list, may_unveil
from apregister.web.attendance_shown import AttendanceShown, attendance_shown
from apregister.web.episodes_shown import EpisodeShown, episodes_shown
from apregister.web.gaps_shown import gaps_shown
from apregister.web.lines_shown import LineShown, YearShown, line_shown, years_shown
from apregister.web.listing import HANDED
from apregister.web.sighted import age_on, details_seen, pupil_seen, upns_of
from apregister.web.synthetic import is_synthetic
from apregister.web.told_again import changes
from fair_access.case_reader import Case
from fair_access.cases import cases_of, may_see_case
from movements.actor import Actor
from movements.authority_claims import claims_of, has_claimed
from movements.codes import CODE_SETS
from movements.due import OPEN_STATES, DueItem, due
from movements.exclusion_law import suspended_in_year
from movements.kinds import DOOR_KINDS
from movements.la_codes import LA_NAMES
from movements.left import standing_as_left
from movements.record import today
from movements.register import standing
from movements.responsible import SLOTS, expected_at
from movements.school_days import calendars
from movements.scope import SEES_ALL_OF_AUTHORITY
from movements.standing import Provision, Standing
from reports.charts import timeline_chart

SUSPENSION_LIMIT_DAYS = 45


@dataclass(frozen=True)
class Fact:
    """A line of the summary list: its name and what is to be said, one or several lines."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PupilPage:
    """Everything the page of a pupil shows."""

    pupil: str
    name: str
    sight: str
    handed: bool
    claimed: bool
    withheld: bool
    protected: bool
    may_unveil: bool
    upns: tuple[str, ...]
    facts: tuple[Fact, ...]
    standing: tuple[Fact, ...]
    clocks: tuple[DueItem, ...]
    lines: tuple[LineShown, ...]
    attendance: AttendanceShown | None
    cases: tuple[Case, ...]
    timeline: Markup
    gaps: GapsShown | None
    episodes: tuple[EpisodeShown, ...]

    years: list[YearShown]

    @property
    def folded(self) -> bool:
        """Whether a year of the history is folded away."""
        return not all(year.open for year in self.years)

    @property
    def sections(self) -> list[tuple[str, str]]:
        """What the page has to jump to: each anchor with its words."""
        missed = sum(item.state == "missed" for item in self.clocks)
        owed = f"{len(self.clocks)}, {missed} missed" if missed else f"{len(self.clocks)}"
        offered = (
            ("now", "Where the pupil stands", True),
            ("owed", f"What is owed ({owed})", True),
            ("cases", "Fair access cases", self.cases),
            ("planned", f"Planned ({len(self.planned)})", self.planned),
            ("timeline", "Timeline", self.timeline),
            ("gaps", "Out of sight", self.gaps),
            ("episodes", "Moves and placements", self.episodes),
            ("history", f"History ({sum(len(year.lines) for year in self.years)})", True),
            ("attendance", "Attendance", self.attendance),
        )
        return [(anchor, words) for anchor, words, there in offered if there]

    @property
    def planned(self) -> tuple[LineShown, ...]:
        """The lines of what is still to come."""
        return tuple(item for item in self.lines if item.line.planned)


def pupil_page(
    session: Session,
    pupil: str,
    by: Actor,
    *,
    known_on: date | None,
    reason: str | None,
    asked: int | None = None,
    every: bool = False,
) -> PupilPage:
    """One pupil as one actor may see them. Aborts with 404 for one outside the actor's scope.

    The school year of the entry `asked` for is open, with `every` each one.
    """
    seen = pupil_seen(session, pupil, as_known_on=known_on, reason=reason)
    then = _standing_then(session, seen, known_on)
    details = details_seen(seen, then)
    whole = seen.sight == "all"
    changed = changes(seen.lines, seen.shown)
    until = min(known_on or today(), today())
    lines = tuple(line_shown(line, seen, by, changed) for line in seen.lines)
    return PupilPage(
        pupil=pupil,
        name=HANDED if seen.shown.handed else full_name(details),
        sight=seen.sight,
        handed=seen.shown.handed,
        claimed=has_claimed(seen.standing, by),
        withheld=seen.shown.withheld,
        protected=seen.standing.protected,
        may_unveil=seen.shown.withheld and may_unveil(seen.standing, by),
        # A former place knew the child by the UPN of its day: a later one is not its to learn.
        upns=_upns(session, seen),
        facts=tuple(facts_about(details, known_on or today())),
        standing=tuple(_standing(session, then, seen, known_on or today())) if whole else (),
        clocks=tuple(_clocks(session, seen, known_on, by)),
        lines=lines,
        attendance=_attendance(session, seen, by) if whole and not known_on else None,
        cases=tuple(_cases(session, pupil, by)),
        timeline=_timeline(seen, known_on),
        gaps=gaps_shown(session, seen, until, known_on) if whole else None,
        episodes=episodes_shown(then, seen.lines),
        years=years_shown((one for one in lines if not one.line.planned), asked, every),
    )


def _upns(session: Session, seen: Seen) -> tuple[str, ...]:
    """By which UPNs the pupil is known; where that is not to be learned, the only one there is."""
    if seen.sight != "all":
        return ()
    held = tuple(upns_of(session, seen.pupil))
    return held if not seen.left or len(held) == 1 else ()


def _attendance(session: Session, seen: Seen, by: Actor) -> AttendanceShown:
    places, _ = marks_seen(session, seen.pupil, by, today())
    return attendance_shown(session, seen.pupil, today(), places)


def _standing_then(session: Session, seen: Seen, known_on: date | None) -> Standing:
    if known_on is None:
        return seen.standing
    on = min(known_on, today())
    if seen.left:
        return standing_as_left(session, seen.pupil, on, seen.left, known_on)
    return standing(session, seen.pupil, on, as_known_on=known_on)


def facts_about(details: Any, day: date) -> Iterator[Fact]:
    """Who the pupil is, as far as the details say."""
    if details.get("dob"):
        born = date.fromisoformat(str(details["dob"]))
        yield Fact("Date of birth", (f"{born:%-d %B %Y} (aged {age_on(details, day)})",))
    labelled = (
        ("Year group", "nc_year", "NC_YEARS"),
        ("Sex", "sex", "SEX"),
        ("SEN provision", "sen_provision", "SEN_PROVISION"),
        ("Social care", "social_care", "SOCIAL_CARE"),
    )
    if details.get("preferred_name"):
        yield Fact("Called", (str(details["preferred_name"]),))
    for name, field, code_set in labelled:
        if details.get(field):
            yield Fact(name, (CODE_SETS[code_set].label(str(details[field])),))
    if details.get("language"):
        needed = " (an interpreter is needed)" if details.get("interpreter") == "Y" else ""
        yield Fact("First language", (f"{details['language']}{needed}",))
    home = details.get("home_la")
    if home:
        yield Fact("Home authority", (authority_name(str(home)),))


def authority_name(code: str) -> str:
    """An authority in words, its code beside it."""
    return f"{LA_NAMES[code]} ({code})" if code in LA_NAMES else f"Authority {code}"


def _standing(session: Session, then: Standing, seen: Seen, day: date) -> Iterator[Fact]:
    """The standing in words; what a protected child's place is stays unsaid."""
    name = seen.shown.name
    responsible = tuple(_owner(owner, seen) for owner in then.responsible)
    yield Fact("Responsible", responsible or ("Nobody: see the ledger",))
    rolls = tuple(
        f"{name(roll.place)}, {_status(roll.status)}, since {_day(roll.since)}"
        for roll in then.rolls
    )
    yield Fact("On roll", rolls or ("On no school’s roll",))
    yield Fact("Expected at", _expected(then, seen) or ("Not expected anywhere",))
    if then.provision:
        yield Fact("Open placements", tuple(_episode(p, seen) for p in then.provision))
    if then.pending_move:
        yield Fact("Move to come", (f"To {name(then.pending_move)}: not yet on its roll",))
    if then.claims:
        claims = tuple(f"{name(c.place)}, since {_day(c.since)}" for c in then.claims)
        yield Fact("Claimed by", claims)
    asking = claims_of(then) if seen.shown.by.role in SEES_ALL_OF_AUTHORITY else ()
    if asking:
        others = dict.fromkeys(_owner(f"la:{claim.authority}", seen) for claim in asking)
        yield Fact("Claimed by another authority", tuple(others))
    yield Fact("Suspended", (suspended_words(session, then, day),))
    if then.exclusions:
        out = tuple(_day(exclusion.on) for exclusion in then.exclusions)
        yield Fact("Permanently excluded", out)


def _owner(owner: str, seen: Seen) -> str:
    if not owner.startswith("la:"):
        return seen.shown.name(owner)
    return "An authority" if seen.shown.withheld else authority_name(owner[3:])


def _expected(then: Standing, seen: Seen) -> tuple[str, ...]:
    """Where a mark is due in a week, with how many sessions where that is not every one."""
    due = Counter(place for slot in SLOTS for place in expected_at(then, slot))
    return tuple(f"{_whereabouts(place, seen)}{_of_ten(many)}" for place, many in due.items())


def _whereabouts(place: str, seen: Seen) -> str:
    return seen.shown.name(place) if place.startswith("s_") else "A setting not on GIAS"


def _of_ten(sessions: int) -> str:
    return f", {sessions} of 10 sessions a week" if sessions < len(SLOTS) else ""


def _episode(episode: Provision, seen: Seen) -> str:
    where = seen.shown.name(episode.place) if episode.place else str(episode.setting_type)
    if not episode.place and episode.setting_type:
        where = CODE_SETS["SETTING_TYPES"].label(episode.setting_type)
    kind = DOOR_KINDS[episode.kind].title if episode.kind in DOOR_KINDS else episode.kind
    end = f", planned to {_day(episode.planned_end)}" if episode.planned_end else ""
    return f"{kind}: {where}, since {_day(episode.since)}{end}{_part_time(episode.week)}"


def _part_time(week: str | None) -> str:
    return f", {week.count('1')} of 10 sessions a week" if week else ""


def suspended_words(session: Session, then: Standing, day: date) -> str:
    """School days suspended this school year, of the most there may be."""
    year = suspended_in_year(then.suspensions, day, calendars(session))
    return f"{year.sessions / 2:g} of {SUSPENSION_LIMIT_DAYS} school days since {_day(year.since)}"


def _status(code: str) -> str:
    return CODE_SETS["ENROLMENT_STATUSES"].label(code).lower()


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _timeline(seen: Seen, known_on: date | None) -> Markup:
    """The history as a picture; none where it would be drawn of a few entries only."""
    if seen.sight != "all":
        return Markup()
    until = min(known_on or today(), today())
    return Markup(timeline_chart(seen.lines, until, synthetic=is_synthetic()))


def _cases(session: Session, pupil: str, by: Actor) -> list[Case]:
    if not may(by.role, "see_case"):
        return []
    return [one for one in cases_of(session, pupil, today()) if may_see_case(one, by)]


def _clocks(session: Session, seen: Seen, known_on: date | None, by: Actor) -> Iterator[DueItem]:
    on = known_on or today()
    found = due(session, on, pupil_ids=[seen.pupil], as_known_on=known_on, left=seen.left)
    for item in found:
        own = has_claimed(seen.standing, by)
        if own or may_list(seen.standing, by, item.place, item.entry):
            yield item
    if known_on is None:
        clocks = (clock for one in _cases(session, seen.pupil, by) for clock in one.clocks)
        yield from (clock for clock in clocks if clock.state in OPEN_STATES)
