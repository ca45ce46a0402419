"""What a panel did in a school year: who attended, which schools used it, how long, what held."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles

from fair_access.meetings.book import Book
from fair_access.meetings.state import Meeting, Member, Panel
from movements.basis import Basis
from movements.clock import State
from movements.due_item import DueItem
from movements.school_days import SchoolDays, academic_year
from reports.panel.counted import Cases, Line, line_numbers, lines_of
from reports.panel.offers import offers_of
from reports.panel.stories import Story

BASIS = Basis(
    "ours",
    "What published reviews of panels count (members' attendance and use by school in Swindon's; "
    "time out in Leeds' aims), of the children referred in the school year; a place holds that is "
    "still taken up after 6 and 12 school weeks",
)
CHILDREN = {
    "cases": "Referred in the year",
    "refused": "Refused by a school",
    "directed": "With a school directed to admit",
    "deferred": "Deferred by the panel",
}
USE = {"referred": "Referred", "taken": "Taken"}
WEEKS = {1: "6 school weeks", 2: "12 school weeks"}
HELD = {
    "held": "Holds",
    "broke_down": "Broke down",
    "not_asked": "Nobody has asked",
    "not_yet": "Not due yet",
}
"""What became of a start by the check after so many school weeks."""
LATE: frozenset[State] = frozenset({"missed", "warning", "met_late", "never_met"})
UNASKED: frozenset[State] = frozenset({"missed", "warning"})
SUSTAINED = "fair_access_sustained"


@dataclass(frozen=True)
class Attendance:
    """Of the meetings held while a member served: those attended, by the member or in their place.

    `apologies` and `absent` as minuted; for the rest nothing was.
    """

    member: Member
    meetings: int
    present: int
    apologies: int
    absent: int


@dataclass(frozen=True)
class Days:
    """School days from referral to start of so many children: median and quartiles.

    None where nobody started; quartiles None of fewer than two.
    """

    cases: Cases
    median: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Missed:
    """A clock of these cases: how many were due by now, and of which cases it was missed.

    Met late counts as missed; an `aim` is set locally and binds nobody. A school's right that it
    did not use is no limit missed.
    """

    clock: str
    title: str
    aim: bool
    due: int
    cases: Cases


@dataclass(frozen=True)
class PanelYear:
    """The report of one panel, or of all of an authority's cases (`panel` None)."""

    panel: Panel | None
    first: date
    last: date
    meetings: int
    attendance: tuple[Attendance, ...]
    cases: Cases
    use: tuple[Line, ...]
    days: Days
    sustained: Mapping[int, Mapping[str, Cases]]
    refused: Cases
    directed: Cases
    deferred: Cases
    missed: tuple[Missed, ...]

    def numbers(self) -> dict[str, Cases]:
        """Every number by its key, as the cases that it counts."""
        return {
            **{name: getattr(self, name) for name in CHILDREN},
            "started": self.days.cases,
            **line_numbers(self.use),
            **{
                f"{name}-{check}": cases
                for check, of in self.sustained.items()
                for name, cases in of.items()
            },
            **{f"missed-{one.clock}": one.cases for one in self.missed},
        }


def panel_year(
    found: Iterable[Story], held: Book, panel: str | None, year: str, days: SchoolDays, today: date
) -> PanelYear:
    """The report of a school year (2025-26). Raises ValueError where it is written otherwise.

    A panel's children are those referred in the year whose case was first listed on an agenda of
    that panel; without a panel, every child referred in the year. What came of them counts up to
    today, so a year can be read whole some months after it ends.
    """
    first, last = academic_year(year)
    whose = panels_of_cases(held)
    own = [
        one
        for one in found
        if _referred_in(one, first, last) and panel in (None, whose.get(one.case.id))
    ]
    met = [m for m in held.meetings.values() if _held_in(m, panel, first, min(last, today))]
    return PanelYear(
        panel=held.panels[panel] if panel else None,
        first=first,
        last=last,
        meetings=len(met),
        attendance=tuple(_attendance(held.panels[panel], met)) if panel else (),
        cases=tuple(one.case.id for one in own),
        use=lines_of((part for one in own for part in _use(one)), [*USE]),
        days=_days_to_start(own, days),
        sustained={check: _sustained(own, check) for check in WEEKS},
        refused=_with_step(own, "case_refused"),
        directed=_with_step(own, "case_directed"),
        deferred=_with_step(own, "case_deferred"),
        missed=tuple(_missed(own, today)),
    )


def panels_of_cases(held: Book) -> dict[str, str]:
    """The panel of each case: that of the first meeting on whose agenda it was."""
    whose: dict[str, str] = {}
    for one in sorted(held.meetings.values(), key=lambda m: (m.day, m.id)):
        for case in one.cases:
            whose.setdefault(case, one.panel)
    return whose


def _referred_in(story: Story, first: date, last: date) -> bool:
    on = story.case.state.referred_on
    return on is not None and first <= on <= last


def _held_in(meeting: Meeting, panel: str | None, first: date, last: date) -> bool:
    opened = meeting.opened_on
    return opened is not None and first <= opened <= last and panel in (None, meeting.panel)


def _attendance(panel: Panel, met: Sequence[Meeting]) -> Iterator[Attendance]:
    for member in panel.members:
        served = [one for one in met if member.serves(one.day)]
        noted = [noted.attends for one in served if (noted := one.attendance(member.id))]
        if served:
            ways = (noted.count(way) for way in ("present", "apologies", "absent"))
            yield Attendance(member, len(served), *ways)


def _use(story: Story) -> Iterator[tuple[str | None, str, str]]:
    """The school that referred; each that took the child."""
    case, hidden = story.case, story.case.protected
    referred_by = story.steps[-1].after.referred_by
    if referred_by:
        yield None if hidden else referred_by, "referred", case.id
    for offer in offers_of(story.steps):
        if offer.admitted and offer.to_school:
            yield None if hidden else offer.place, "taken", case.id


def _days_to_start(found: Sequence[Story], days: SchoolDays) -> Days:
    lengths: dict[str, int] = {}
    for one in found:
        referred, started = one.case.state.referred_on, one.case.state.started_on
        if referred and started:
            lengths[one.case.id] = days.count(referred, started)
    told = sorted(lengths.values())
    if not told:
        return Days((), None, None, None)
    lower, _, upper = quantiles(told, n=4, method="inclusive") if len(told) > 1 else (None,) * 3
    return Days(tuple(lengths), float(median(told)), lower, upper)


def _sustained(found: Iterable[Story], check: int) -> dict[str, Cases]:
    told: dict[str, list[str]] = {name: [] for name in HELD}
    for one in found:
        asked = [clock for clock in one.case.clocks if clock.clock.id == SUSTAINED]
        if len(asked) >= check:
            told[_came_to(one, asked[check - 1])].append(one.case.id)
    return {name: tuple(cases) for name, cases in told.items()}


def _came_to(story: Story, asked: DueItem) -> str:
    if asked.met is not None:
        return "held"
    if story.case.state.state == "broke_down":
        return "broke_down"
    return "not_asked" if asked.state in UNASKED else "not_yet"


def _with_step(found: Iterable[Story], kind: str) -> Cases:
    return tuple(one.case.id for one in found if one.last(kind))


def _missed(found: Iterable[Story], today: date) -> Iterator[Missed]:
    due: dict[str, list[tuple[str, DueItem]]] = defaultdict(list)
    for one in found:
        for item in one.case.clocks:
            if item.clock.past != "lapsed" and item.state != "over" and item.due <= today:
                due[item.clock.id].append((one.case.id, item))
    for clock, of_one in sorted(due.items(), key=lambda pair: pair[1][0][1].clock.title):
        rule = of_one[0][1].clock
        late = dict.fromkeys(case for case, item in of_one if item.state in LATE)
        yield Missed(clock, rule.title, rule.aim, len(of_one), tuple(late))
