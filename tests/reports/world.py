"""A small authority to score: two mainstream schools, a special school and two AP settings.

Its terms are the built-in ones. Histories are written as a school would send them, one movement a
line, and every pupil has a number: `sam = world.pupil(nc_year=9)`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from sqlmodel import Session

from movements.actor import Actor
from movements.identifiers import check_letter
from movements.intake.attendance import take_in_attendance
from movements.people_and_places import Place, PlaceVersion
from movements.places import PlaceFacts, find_place
from movements.school_days import calendars
from movements.take_in import take_in
from reports.frames import Frames, frames
from reports.measure import Counts
from reports.measure import count as counted
from reports.measures import MEASURES
from reports.scorecard import Scorecard, scorecard
from tests.in_memory import in_memory

BROOK, HILL, OAK, LODGE, BRIDGE = "100001", "100002", "100003", "100004", "100005"
TYPES = {BROOK: "1", HILL: "34", OAK: "7", LODGE: "14", BRIDGE: "42"}
NAMES = {
    BROOK: "Brook School",
    HILL: "Hill Academy",
    OAK: "Oak Special School",
    LODGE: "The Lodge",
    BRIDGE: "Bridge Academy",
}
OFFICER = Actor("officer", "la_officer", authority="330")
TOLD = "2024-09-01T08:00:00.000000Z"
PRESENT = {"AM": "/", "PM": "\\"}
YEAR, ON = "2025-26", date(2026, 11, 23)
FIRST, LAST = date(2025, 9, 1), date(2026, 8, 31)


@dataclass
class World:
    """The register under test, and short words for what tests do to it."""

    session: Session
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    authority: str = "330"

    def place(self, urn: str) -> PlaceFacts:
        return find_place(self.session, urn)

    def pupil(self, nc_year: int = 9, since: str = "2024-09-02", at: str = BROOK) -> str:
        """A pupil on a school's roll, of a year group in the school year of that day."""
        rest = f"{self.authority}{next(self.numbers):09d}"
        upn = check_letter(rest) + rest
        self.moved("on_roll", upn, since, at=at)
        self.moved("pupil_details", upn, since, at=at, nc_year=str(nc_year))
        return upn

    def pupils(self, number: int, nc_year: int = 9) -> list[str]:
        return [self.pupil(nc_year) for _ in range(number)]

    def moved(self, kind: str, who: str, on: str, *, at: str = BROOK, **answers: str) -> int:
        told = {"upn": who, "on": on, **answers}
        place = self.place(at)
        done = take_in(self.session, kind, told, place=place, by=OFFICER, source="csv")
        return done.entry

    def placed(self, who: str, on: str, to: str = LODGE, reason: str = "BHS") -> int:
        return self.moved("ap_placement", who, on, place=to, reason=reason)

    def left(self, who: str, on: str, outcome: str = "moved_on", place: str = LODGE) -> int:
        return self.moved("placement_end", who, on, place=place, outcome=outcome)

    def marked(self, who: str, first: date, last: date, missed: float, at: str = LODGE) -> None:
        """A file of marks for every school day; the first sessions of every ten are missed."""
        place = self.place(at)
        rows = ["upn,date,session,mark"]
        for day in calendars(self.session).of(place.id).days(first, last):
            for half in ("AM", "PM"):
                mark = "O" if (len(rows) - 1) % 10 < missed * 10 else PRESENT[half]
                rows.append(f"{who},{day},{half},{mark}")
        report = take_in_attendance(
            self.session,
            "\n".join(rows).encode(),
            name="marks.csv",
            place=place,
            by=OFFICER,
            today=ON,
        )
        assert report.refused == 0

    def frames(self, on: date = ON, at: str = LODGE) -> Frames:
        return frames(self.session, self.place(at), FIRST, LAST, on)

    def counts(self, measure: str, on: date = ON, at: str = LODGE) -> Counts:
        """One measure of a setting for 2025-26, counted."""
        wanted = next(m for m in MEASURES if m.id == measure)
        return counted(wanted, self.frames(on, at), FIRST, LAST, on)

    def scorecard(self, on: date = ON, at: str = LODGE) -> Scorecard:
        return scorecard(self.session, self.place(at), YEAR, on)


def left_out(counts: Counts) -> dict[str, int]:
    """Why pupils were left out, where any were."""
    return {tally.words: tally.pupils for tally in counts.left_out if tally.pupils}


def beside(counts: Counts) -> dict[str, int]:
    """What is shown beside, where it is of anyone."""
    return {tally.words: tally.pupils for tally in counts.beside if tally.pupils}


@contextmanager
def world() -> Iterator[World]:
    """The small authority, in memory."""
    with in_memory(furnish) as session:
        yield World(session)


def furnish(session: Session) -> None:
    """The two schools, the special school and the two settings."""
    for urn, type_code in TYPES.items():
        session.add(Place(id=f"s_00{urn}", created_at=TOLD))
        session.flush()
        version = PlaceVersion(
            place_id=f"s_00{urn}",
            urn=urn,
            name=NAMES[urn],
            type_code=type_code,
            group_code="4",
            la_code="330",
            on=date(2000, 1, 1),
            recorded_at=TOLD,
            source="test",
        )
        session.add(version)
