"""A small authority with cases to decide: three schools, a setting, and a far school.

| pupil | history                                                                    |
|-------|----------------------------------------------------------------------------|
| amy   | on the roll of Brook School from 1 September 2026                          |
| ben   | the same, and placed at The Lodge from 14 September                        |
| cal   | on the roll of Brook School, removed (ground a) on 18 September            |
| dot   | on the roll of Far School, in another authority                            |
| eve   | on the roll of Brook School, protected                                     |

The authority's terms for 2026-27 are loaded up to February; later ones are not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlmodel import Session, col, select

from fair_access.case_file import CaseFile, case_file
from fair_access.case_reader import Case
from fair_access.cases import case
from fair_access.decide import open_case, take_step
from fair_access.meetings.book import Book, book
from fair_access.meetings.convene import Minuted, minute
from movements.actor import Actor
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.identifiers import check_letter
from movements.people_and_places import Place, PlaceVersion, TermDate
from movements.places import find_place
from movements.problems import Refused
from movements.record import Recorded, stop_clock_at
from movements.register import find_pupil
from movements.take_in import take_in
from tests.in_memory import in_memory

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
TOLD = "2026-09-01T08:00:00.000000Z"
BROOK, HILL, LODGE, FAR = "900001", "900002", "900003", "900004"
NAMES = {BROOK: "Brook School", HILL: "Hill Academy", LODGE: "The Lodge", FAR: "Far School"}
TERMS = (
    (date(2026, 9, 2), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
    (date(2027, 1, 4), date(2027, 2, 12)),
)

OFFICER = Actor("Olive Officer", "la_officer", authority="330")
PANEL = Actor("Pat Panel", "panel_member", authority="330")
AUDITOR = Actor("Ada Auditor", "auditor", authority="330")
FAR_OFFICER = Actor("Finn Far", "la_officer", authority="331")
SCHOOL = Actor("Sam School", "school", frozenset({f"s_00{BROOK}"}))
OTHER_SCHOOL = Actor("Hal Hill", "school", frozenset({f"s_00{HILL}"}))


def upn(number: int) -> str:
    """A UPN of the invented authority 001."""
    rest = f"001{number:09d}"
    return check_letter(rest) + rest


AMY, BEN, CAL, DOT, EVE = (upn(n) for n in range(1, 6))


def place_id(urn: str) -> str:
    return f"s_00{urn}"


@dataclass
class World:
    """The register under test, and short words for what tests do to it."""

    session: Session

    def pupil(self, who: str) -> str:
        found = find_pupil(self.session, who)
        assert found is not None
        return found

    def moved(self, kind: str, who: str, urn: str, on: str, **answers: str) -> Recorded:
        place = find_place(self.session, urn)
        by = Actor(place.name, "school", frozenset({place.id}))
        told = {"upn": who, "on": on, **answers}
        return take_in(self.session, kind, told, place=place, by=by, source="csv")

    def refer(self, who: str, on: str = "2026-10-01", by: Actor = OFFICER, **answers: str) -> str:
        told = {"on": on, "category": "a", "reason": "No place in-year", "in_year": "refused"}
        told |= answers
        return open_case(self.session, self.pupil(who), told, by, TODAY)

    def step(
        self, case_id: str, step: str, on: str, by: Actor = OFFICER, **answers: str
    ) -> Recorded:
        return take_step(self.session, case_id, step, {"on": on, **answers}, by, TODAY)

    def agreed(self, who: str, on: str = "2026-10-02") -> str:
        """A case referred and agreed on the same day."""
        case_id = self.refer(who, on)
        self.step(case_id, "case_agreed", on)
        return case_id

    def allocated(
        self, case_id: str, on: str, to: str = HILL, movement: str = "on_roll", **answers: str
    ) -> Recorded:
        told = {"to_place": to, "starts_on": on, "movement": movement, **answers}
        return self.step(case_id, "case_allocated", on, **told)

    def started(self, case_id: str, accepted: str, on: str) -> Recorded:
        """The parent accepts, and the pupil starts on a day from then on."""
        self.step(case_id, "case_accepted", accepted, how="letter")
        return self.step(case_id, "case_started", max(accepted, on))

    def minute(
        self, kind: str, about: str, on: str, by: Actor = OFFICER, **answers: str
    ) -> Minuted:
        """Noted today; by a panel member on the day itself, while the meeting is before them."""
        noted = date.fromisoformat(on) if by.role == "panel_member" else TODAY
        return minute(self.session, kind, about, {"on": on, **answers}, by, noted)

    def panel(self, *members: str, name: str = "North") -> str:
        """A panel of Brook School and Hill Academy with these members, by sign-in name."""
        told = {"name": name, "phase": "secondary", "area": "North", "terms": "Protocol, 4"}
        schools = f"{BROOK} {HILL}"
        made = self.minute(
            "panel_set_up", "", "2026-09-01", **told, schools=schools, chair="Head of admissions"
        ).panel
        for member in members:
            self.member(made, member)
        return made

    def member(self, panel: str, name: str, **answers: str) -> str:
        """A person of Brook School on a panel from September; the member's id."""
        told = {"person": name, "school": BROOK, "delegated": "Y", "signs_in_as": name, **answers}
        return self.minute("panel_member", panel, "2026-09-01", **told).member

    def called(self, panel: str, *cases: str, day: str = "2026-10-14") -> str:
        """A meeting on a day with these cases on its agenda."""
        told = {"day": day, "starts_at": "9:30", "place": "County Hall"}
        made = self.minute("meeting_called", panel, "2026-09-21", **told).meeting
        for case_id in cases:
            self.minute("meeting_agenda", made, "2026-09-28", case=case_id, why="A place is due")
        return made

    def book(self, today: date = TODAY, known: date | None = None) -> Book:
        return book(self.session, "330", today, known)

    def before_the_panel(self, *cases: str, day: str = f"{TODAY}") -> str:
        """A meeting of Pat Panel's panel, today unless said, with these cases on its agenda."""
        return self.called(self.panel(PANEL.name), *cases, day=day)

    def case(self, case_id: str, today: date = TODAY, *, show_protected: bool = False) -> Case:
        found = case(self.session, case_id, today, show_protected=show_protected)
        assert found is not None
        return found

    def file(
        self,
        case_id: str,
        by: Actor = OFFICER,
        today: date = TODAY,
        *,
        show_protected: bool = False,
    ) -> CaseFile | None:
        return case_file(self.session, case_id, today, by, show_protected=show_protected)

    def entry(self, number: int) -> Entry:
        (entry,) = read_entries(self.session, ENTRIES.where(col(EntryRow.number) == number))
        return entry

    def count(self) -> int:
        return len(self.session.exec(select(EntryRow.number)).all())

    def closes(self, urn: str, on: date) -> None:
        """A school that is known to close on a day."""
        self.session.add(_version(urn, on=date(2026, 9, 1), closed=on))
        self.session.flush()

    def lies_in_no_authority(self, urn: str) -> None:
        """A school whose authority is not known."""
        version = _version(urn, on=date(2026, 8, 1))
        version.la_code = None
        self.session.add(version)
        self.session.flush()

    def free(self, owner: str, kind: str, day: date) -> None:
        """An INSET day or closure of a place or authority."""
        row = TermDate(place_or_la=owner, kind=kind, from_date=day, to_date=day, recorded_at=TOLD)
        self.session.add(row)
        self.session.flush()


def refusal(refused: Refused) -> dict[str, str]:
    """The codes of a refusal by field."""
    return {problem.field: problem.code for problem in refused.problems}


@contextmanager
def world() -> Iterator[World]:
    """The small authority, with its fence, in memory, on 1 March 2027."""
    stop_clock_at(NOW)
    try:
        with in_memory(_furnish) as session:
            yield World(session)
    finally:
        stop_clock_at(None)


def _furnish(session: Session) -> None:
    _places(session)
    _people(World(session))


KINDS = {BROOK: ("01", "4"), HILL: ("34", "10"), LODGE: ("14", "4"), FAR: ("01", "4")}


def _version(urn: str, on: date, closed: date | None = None) -> PlaceVersion:
    type_code, group = KINDS[urn]
    return PlaceVersion(
        place_id=place_id(urn),
        urn=urn,
        name=NAMES[urn],
        type_code=type_code,
        group_code=group,
        la_code="331" if urn == FAR else "330",
        closed=closed,
        on=on,
        recorded_at=TOLD,
        source="test",
    )


def _places(session: Session) -> None:
    for urn in KINDS:
        session.add(Place(id=place_id(urn), created_at=TOLD))
        session.flush()
        session.add(_version(urn, on=date(2000, 1, 1)))
    for first, last in TERMS:
        term = TermDate(
            place_or_la="la:330", kind="term", from_date=first, to_date=last, recorded_at=TOLD
        )
        session.add(term)
    session.flush()


def _people(made: World) -> None:
    for who in (AMY, BEN, CAL, EVE):
        made.moved("on_roll", who, BROOK, "2026-09-01")
    made.moved("on_roll", DOT, FAR, "2026-09-01")
    made.moved("pupil_details", EVE, BROOK, "2026-09-01", protected="Y", forename="Eve")
    made.moved("ap_placement", BEN, BROOK, "2026-09-14", place=LODGE, reason="BHS")
    made.moved("removal_from_roll", CAL, BROOK, "2026-09-18", ground="a", to_place=HILL)
