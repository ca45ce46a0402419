"""The yearly report of a fair access panel as each role may see it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session

from apregister.invented import holds_synthetic
from apregister.panel_shown import Shown, cell, sees_whole, year_asked
from apregister.sight import NotSeen
from fair_access.meetings.book import book
from fair_access.meetings.sight import seat_of
from fair_access.meetings.state import Panel
from movements.actor import Actor
from movements.places import place_facts
from movements.record import today
from movements.school_days import calendars
from reports.panel.counted import Line, few, guarded
from reports.panel.stories import stories
from reports.panel.yearly import BASIS, CHILDREN, HELD, USE, WEEKS, PanelYear, panel_year

REPORT_COLUMNS = ("part", "line", "count", "number")


@dataclass(frozen=True)
class MissedShown:
    """A limit: how often it fell due and how many missed it; None for a few not to be told of."""

    clock: str
    title: str
    aim: bool
    due: int | None
    missed: int | None


@dataclass(frozen=True)
class PanelShown(Shown):
    """The yearly report of a panel, or of the authority, as one actor sees it."""

    report: PanelYear
    panels: tuple[Panel, ...]

    @property
    def use(self) -> list[Line]:
        """The schools that referred or took a child, by name."""
        return self.shown(self.report.use)

    @property
    def organisations(self) -> dict[str, str]:
        """Whom each member speaks for, by the member's id."""
        found = ((one.member, self.places.get(one.member.organisation)) for one in self.attendance)
        return {member.id: facts.name if facts else member.organisation for member, facts in found}

    @property
    def attendance(self) -> tuple[Any, ...]:
        """Each member's meetings."""
        return self.report.attendance

    def number(self, key: str) -> int | None:
        """A number by its key; None for a few children, where whoever asks may not know of them."""
        return guarded(len(self.report.numbers()[key]), whole=self.whole)

    @property
    def days(self) -> tuple[float | None, float | None, float | None]:
        """Median and quartiles of the days to a start; None of a few children likewise."""
        days = self.report.days
        hidden = not self.whole and few(len(days.cases))
        return (None,) * 3 if hidden else (days.median, days.lower, days.upper)

    def held(self, check: int) -> dict[str, int | None]:
        """What became of the starts by a check; nothing where it would give away a few."""
        found = {name: len(cases) for name, cases in self.report.sustained[check].items()}
        hidden = not self.whole and any(map(few, found.values()))
        return dict.fromkeys(found) if hidden else dict(found)

    @property
    def missed(self) -> list[MissedShown]:
        """The limits that fell due, and how many were missed."""
        return [
            MissedShown(
                one.clock,
                one.title,
                one.aim,
                guarded(one.due, whole=self.whole),
                guarded(len(one.cases), whole=self.whole),
            )
            for one in self.report.missed
        ]

    def told(self) -> dict[str, Any]:
        """The report as the API and --json show it."""
        report = self.report
        median, lower, upper = self.days
        cases = {key: list(cases) for key, cases in report.numbers().items()}
        return {
            "synthetic": self.synthetic,
            "panel": report.panel.id if report.panel else None,
            "panel_name": report.panel.name if report.panel else None,
            "year": self.year,
            **BASIS.told(),
            "small_numbers": self.whole,
            "meetings": report.meetings,
            "members": [
                {
                    "person": one.member.person,
                    "of": self.organisations[one.member.id],
                    "meetings": one.meetings,
                    "present": one.present,
                    "apologies": one.apologies,
                    "absent": one.absent,
                }
                for one in report.attendance
            ],
            **{name: self.number(name) for name in CHILDREN},
            "use": [self.line_told(line) for line in self.use],
            "days_to_start": {
                "started": self.number("started"),
                "median": median,
                "lower_quartile": lower,
                "upper_quartile": upper,
            },
            "sustained": {WEEKS[check]: self.held(check) for check in WEEKS},
            "clocks": [asdict(one) for one in self.missed],
        } | ({"numbers": cases} if self.whole else {})

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The rows of a file, under REPORT_COLUMNS."""
        for name in CHILDREN:
            yield "children", "referred in the year", name, cell(self.number(name))
        yield from self._of_members()
        for line in self.use:
            for name in USE:
                yield "schools", self.name(line), name, cell(self.count(line, name))
        yield from self._of_starts()
        for late in self.missed:
            yield "clocks", late.title, "due", cell(late.due)
            yield "clocks", late.title, "missed", cell(late.missed)

    def _of_members(self) -> Iterator[tuple[object, ...]]:
        for one in self.report.attendance:
            for way in ("meetings", "present", "apologies", "absent"):
                yield "members", one.member.person, way, getattr(one, way)

    def _of_starts(self) -> Iterator[tuple[object, ...]]:
        told = ("days to start", "school days")
        yield *told, "started", cell(self.number("started"))
        for way, value in zip(
            ("median", "lower quartile", "upper quartile"), self.days, strict=True
        ):
            yield *told, way, value
        for check, words in WEEKS.items():
            for name, number in self.held(check).items():
                yield "sustained", words, HELD[name], cell(number)


def panel_shown(session: Session, by: Actor, year: str | None, panel: str | None) -> PanelShown:
    """The yearly report of a panel, or of the authority where none is named.

    A panel member sees those of panels on which the member sits today: the first unless named.
    Raises NotSeen, and Refused.
    """
    if by.authority is None:
        raise NotSeen("authority")
    asked, whole, held = year_asked(year), sees_whole(by), book(session, by.authority, today())
    seen = sorted(held.panels.values(), key=lambda one: (one.name, one.id))
    if not whole:
        seen = [one for one in seen if seat_of(one, by, today())]
        panel = panel or next((one.id for one in seen), "")
    if panel is not None and panel not in {one.id for one in seen}:
        raise NotSeen(panel)
    found = stories(session, by.authority, today())
    days = calendars(session).of(f"la:{by.authority}")
    report = panel_year(found, held, panel, asked, days, today())
    places, synthetic = place_facts(session), holds_synthetic(session)
    return PanelShown(places, asked, whole, synthetic, report, tuple(seen))
