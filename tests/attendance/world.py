"""A small world to mark: two schools and a setting, four pupils, the autumn term of 2025.

| pupil | home school           | setting                                       |
|-------|-----------------------|-----------------------------------------------|
| amy   | from 1 September      |                                               |
| ben   | from 1 September      | placed 3 to 28 November (ended on the 28th)   |
| cal   | 1 September to 1 October, then at the other school |                  |
| dot   | never: at the other school throughout              |                  |
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from movements.actor import Actor
from movements.attendance import MarkAt, marks_of
from movements.entry import EntryRow
from movements.held_marks import latest_days
from movements.identifiers import check_letter
from movements.intake.attendance import AttendanceReport, take_in_attendance
from movements.marks import SchoolDay
from movements.people_and_places import Place, PlaceVersion, Pupil, PupilIdentifier, TermDate
from movements.places import PlaceFacts, find_place
from movements.register import find_pupil
from movements.take_in import take_in
from tests.in_memory import in_memory

SEPTEMBER = date(2025, 9, 1)
TODAY = date(2025, 12, 12)
TOLD = "2025-09-01T08:00:00.000000Z"


def upn(number: int) -> str:
    """A UPN of the invented authority 001."""
    rest = f"001{number:09d}"
    return check_letter(rest) + rest


AMY, BEN, CAL, DOT, NOBODY = (upn(n) for n in range(1, 6))
HOME, SETTING, OTHER = "900001", "900002", "900003"


@dataclass
class World:
    """The register under test, and short words for what tests do to it."""

    session: Session
    by: Actor = field(
        default_factory=lambda: Actor("a school", "school", frozenset({"s_00900001"}))
    )

    def place(self, urn: str) -> PlaceFacts:
        return find_place(self.session, urn)

    def moved(self, kind: str, who: str, urn: str, on: str, **answers: str) -> None:
        place = self.place(urn)
        by = Actor(place.name, "school", frozenset({place.id}))
        told = {"upn": who, "on": on, **answers}
        take_in(self.session, kind, told, place=place, by=by, source="csv")

    def sent(
        self, *rows: str, to: str = HOME, dry_run: bool = False, today: date = TODAY
    ) -> AttendanceReport:
        """Rows `upn,date,session,mark` as a file of a place."""
        return self.sent_file("\n".join(("upn,date,session,mark", *rows)), to, dry_run, today)

    def sent_file(
        self, content: str | bytes, to: str = HOME, dry_run: bool = False, today: date = TODAY
    ) -> AttendanceReport:
        data = content.encode() if isinstance(content, str) else content
        return take_in_attendance(
            self.session,
            data,
            name="marks.csv",
            place=self.place(to),
            by=self.by,
            today=today,
            dry_run=dry_run,
        ).row_by_row()

    def pupil(self, who: str) -> str:
        found = find_pupil(self.session, who)
        assert found is not None
        return found

    def marks(self, who: str) -> list[MarkAt]:
        return marks_of(self.session, self.pupil(who), date.min, date.max)

    def days_held(self) -> list[tuple[date, int]]:
        rows = latest_days(self.session, date.min, date.max)
        return [(row.day, row.version) for row in rows]

    def count(self) -> tuple[int, int]:
        """Entries of submissions, and versions of days."""
        kind = col(EntryRow.kind) == "attendance_submission"
        entries = self.session.exec(select(EntryRow.number).where(kind)).all()
        return len(entries), len(self.session.exec(select(SchoolDay.number)).all())


@contextmanager
def world() -> Iterator[World]:
    """The small world, with its fence, in memory."""
    with in_memory(_furnish) as session:
        yield World(session)


def _furnish(session: Session) -> None:
    _places(session)
    _people(World(session))


def _places(session: Session) -> None:
    for urn, name, kind in (
        (HOME, "Brook School", "01"),
        (SETTING, "The Lodge", "14"),
        (OTHER, "Hill School", "01"),
    ):
        session.add(Place(id=f"s_00{urn}", created_at=TOLD))
        session.flush()
        version = PlaceVersion(
            place_id=f"s_00{urn}",
            urn=urn,
            name=name,
            type_code=kind,
            group_code="4",
            la_code="330",
            on=date(2000, 1, 1),
            recorded_at=TOLD,
            source="test",
        )
        session.add(version)
        for first, last in (
            (SEPTEMBER, date(2025, 10, 24)),
            (date(2025, 11, 3), date(2025, 12, 19)),
        ):
            term = TermDate(
                place_or_la=f"s_00{urn}",
                kind="term",
                from_date=first,
                to_date=last,
                recorded_at=TOLD,
            )
            session.add(term)
    session.flush()


def _people(made: World) -> None:
    for who in (AMY, BEN, CAL):
        made.moved("on_roll", who, HOME, "2025-09-01")
    made.moved("on_roll", DOT, OTHER, "2025-09-01")
    made.moved("removal_from_roll", CAL, HOME, "2025-10-01", ground="a", to_place=OTHER)
    made.moved("on_roll", CAL, OTHER, "2025-10-01")
    made.moved("ap_placement", BEN, HOME, "2025-11-03", place=SETTING, reason="BHS", pattern="FT")
    made.moved("placement_end", BEN, HOME, "2025-11-28", place=SETTING, outcome="returned")


def add_bearer(session: Session, value: str) -> None:
    """A second pupil, on nobody's roll, who bears a UPN that is taken."""
    pupil = Pupil(id="p_second", created_at=TOLD)
    session.add(pupil)
    session.flush()
    session.add(
        PupilIdentifier(
            pupil_id=pupil.id, scheme="upn", value=value, on=SEPTEMBER, recorded_at=TOLD
        )
    )
    session.flush()
