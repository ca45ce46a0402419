"""The register that specs are told to: empty but for the places and terms of the README."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlmodel import Session

from fair_access.decide import open_case
from fair_access.steps import STEPS, CaseReferred
from fair_access.telling import told_step
from movements.actor import Actor
from movements.identifiers import check_letter
from movements.intake.attendance import take_in_attendance
from movements.intake.pupils import take_in_pupils
from movements.intake.reading import read_rows
from movements.ledger import ledger
from movements.local_rule_setting import set_local_rule
from movements.local_rules import KIND as LOCAL_RULE
from movements.people_and_places import Place, PlaceVersion, TermDate
from movements.place_kinds import PLACE_KINDS
from movements.places import PlaceFacts, find_place
from movements.record import Recorded, now, stop_clock_at
from movements.register import find_pupil
from movements.school_days import calendars
from movements.take_in import take_in
from tests.in_memory import in_memory
from tests.spec.pages import Row, readme

ATTENDANCE, ROLL_FILE = "attendance", "roll_file"
LATER = datetime(2027, 12, 1, 12, tzinfo=UTC)
LONG_AGO = "2020-01-01T00:00:00.000000Z"
BARN_UKPRN = "10099999"
OFFICER = Actor("Olive Officer", "la_officer", authority="330")
_PLACES, _TERMS = readme()[1:3]
URN = {row["place"]: row["URN"] for row in _PLACES.rows}
CHILDREN = ("amy", "ben", "cal", "dot", "eve", "fay")


def upn(child: str) -> str:
    """A UPN of the invented authority 001."""
    rest = f"001{CHILDREN.index(child) + 1:09d}"
    return check_letter(rest) + rest


def ref(place: str) -> str:
    """How an answer names a place."""
    return URN[place] or f"ukprn:{BARN_UKPRN}"


def place_id(place: str) -> str:
    return f"s_00{URN[place] or BARN_UKPRN}"


def name(id_: str | None) -> str:
    """A place's name in specs, from its id."""
    return next((place for place in URN if place_id(place) == id_), str(id_))


@dataclass
class World:
    """The register under test, and short words for what specs do to it."""

    session: Session
    told: list[Recorded | None] = field(default_factory=list)
    cases: dict[str, str] = field(default_factory=dict)
    """The latest case of each child."""

    def pupil(self, child: str = "amy") -> str:
        found = find_pupil(self.session, upn(child))
        assert found is not None
        return found

    def children(self) -> list[str]:
        """The children that the register knows."""
        return [child for child in CHILDREN if find_pupil(self.session, upn(child))]

    def place(self, place: str) -> PlaceFacts:
        return find_place(self.session, ref(place))

    def actor(self, at: str) -> tuple[PlaceFacts | None, Actor]:
        """The place a row is told for, and who tells it."""
        if at == "officer":
            return None, OFFICER
        if at.startswith("la:"):
            return None, _officer(at)
        place = self.place(at.removeprefix("officer for "))
        if at.startswith("officer"):
            return place, OFFICER
        role = "setting" if place.is_ap_setting else "school"
        return place, Actor(place.name, role, frozenset({place.id}))  # type: ignore[arg-type]

    def tell(self, row: Row) -> Recorded:
        """Tell one row, as a file would. Raises Refused."""
        on, _, half = row["on"].partition(" ")
        place, by = self.actor(row["at"])
        answers = {"upn": upn(row.get("child") or "amy"), "on": on, "session": half}
        stop_clock_at(moment_of(row["told"]) if row.get("told") else LATER)
        if row["kind"] == LOCAL_RULE:
            return self._set(row)
        if row["kind"] == ATTENDANCE:
            return self._marks(row, by)
        if row["kind"] == ROLL_FILE:
            return self._roll(row, by)
        if row["kind"] in STEPS:
            return self._step(row, by)
        if row["kind"] in PLACE_KINDS:
            answers = {"on": on}
        given = {**answers, **self._answers(row["answers"])}
        if given.get("facts") == "as asked":
            given["facts"] = self._asked(row, given["question"])
        with self.session.begin_nested():
            return take_in(self.session, row["kind"], given, place=place, by=by, source="csv")

    def _set(self, row: Row) -> Recorded:
        """A local rule from the row's day on, of the authority that is named as `la:331`."""
        said = self._answers(row["answers"])
        return set_local_rule(
            self.session,
            said["rule"],
            tuple(int(value) for value in said["values"].split(",")),
            on=date.fromisoformat(row["on"]),
            cite="Protocol 7",
            by=_officer(row["at"]),
            source="csv",
        )

    def _step(self, row: Row, by: Actor) -> Recorded:
        """A step of a case. What the case says of it is for the pages of cases to check."""
        self.take(row, by)
        return Recorded(0, "accepted", "")

    def take(self, row: Row, by: Actor) -> Recorded | None:
        """A step of the child's latest case; a referral opens one, under category d unless said."""
        child = row.get("child") or "amy"
        given, today = {"on": row["on"], **self._answers(row["answers"])}, now().date()
        with self.session.begin_nested():
            if row["kind"] != CaseReferred.id or "corrects" in given:
                return told_step(self.session, self.cases[child], row["kind"], given, by, today)
            said = {
                "category": "d",
                "reason": "Ready for a mainstream school",
                "in_year": "refused",
            }
            said |= given
            self.cases[child] = open_case(self.session, self.pupil(child), said, by, today)
        return None

    def _marks(self, row: Row, by: Actor) -> Recorded:
        """Marks of a child at the row's place: two a school day, from the row's day on."""
        place, first = self.place(row["at"]), date.fromisoformat(row["on"])
        calendar = calendars(self.session).of(place.id)
        rows = ["upn,date,session,mark"]
        for nth, pair in enumerate(row["answers"].split(","), 1):
            for half, mark in zip(("AM", "PM"), pair.split(), strict=True):
                if mark != ".":
                    who = upn(row.get("child") or "amy")
                    rows.append(f"{who},{calendar.nth(first, nth)},{half},{mark}")
        done = take_in_attendance(
            self.session,
            "\n".join(rows).encode(),
            name="marks.csv",
            place=place,
            by=by,
            today=LATER.date(),
        )
        assert done.refused == 0, done.outcomes
        return Recorded(done.submission, "accepted", "")

    def _roll(self, row: Row, by: Actor) -> Recorded:
        """The whole roll of a place on the row's day: the children whom it names."""
        children = (child.strip() for child in row["answers"].split(","))
        header = "upn,surname,forename,dob,sex,entry_date,enrol_status,on"
        who = (f"{upn(child)},Bell,{child},2012-01-02,,,,{row['on']}" for child in children)
        sheet = read_rows("\n".join([header, *who]).encode(), name="roll.csv")
        done = take_in_pupils(self.session, sheet, place=self.place(row["at"]), by=by)
        assert done.refused == 0, done.outcomes
        return Recorded(0, "accepted", "")

    def moved(self, on: str, at: str, kind: str, answers: str = "", **more: str) -> Recorded:
        """Tell one movement in the words of a spec's row."""
        told = {"on": on, "at": at, "kind": kind, "answers": answers, **more}
        self.told.append(self.tell(told))
        return self.told[-1]  # type: ignore[return-value]

    def _asked(self, row: Row, question: str) -> str:
        """The mark of the facts on which the ledger asks a question of a child on the row's day."""
        found = ledger(self.session, date.fromisoformat(row["on"]), answered=True)
        child = self.pupil(row.get("child") or "amy")
        return next(one.facts for one in found if (one.pupil, one.cause) == (child, question))

    def named(self, value: str) -> str:
        """An answer in the words of specs: a place by its name, an entry by its row."""
        entries = {str(done.entry): at for at, done in enumerate(self.told, 1) if done}
        return f"#{entries[value]}" if value in entries else name(value)

    def _answers(self, cell: str) -> dict[str, str]:
        pairs = (pair.split("=", 1) for pair in cell.split(";") if pair.strip())
        return {key.strip(): self._answer(value.strip()) for key, value in pairs}

    def _answer(self, value: str) -> str:
        if value.startswith("#"):
            made = self.told[int(value[1:]) - 1]
            assert made is not None
            return str(made.entry)
        words = value.split()
        return " ".join(map(ref, words)) if {*words} <= {*URN} else value


def _officer(at: str) -> Actor:
    return Actor("Olive Officer", "la_officer", authority=at.removeprefix("la:"))


def moment_of(told: str) -> datetime:
    """The moment a row was told."""
    if "T" in told:
        return datetime.fromisoformat(told)
    return datetime.combine(date.fromisoformat(told), datetime.min.time(), UTC).replace(hour=12)


@contextmanager
def world() -> Iterator[World]:
    """A register in memory, with its fence."""
    try:
        with in_memory(_furnish) as session:
            yield World(session)
    finally:
        stop_clock_at(None)


def _furnish(session: Session) -> None:
    for row in _PLACES.rows:
        add_place(session, row)
    for row in _TERMS.rows:
        session.add(_term(row))


def add_place(session: Session, row: Row) -> None:
    """A place of the README: as it was from 2000 on, and closed where it has closed."""
    id_ = place_id(row["place"])
    session.add(Place(id=id_, created_at=LONG_AGO))
    session.flush()
    closed = date.fromisoformat(row["closed"]) if row["closed"] else None
    youngest, oldest = map(int, row["ages"].split(" to ")) if row["ages"] else (None, None)
    session.add(
        PlaceVersion(
            place_id=id_,
            urn=row["URN"] or None,
            ukprn=None if row["URN"] else BARN_UKPRN,
            name=row["place"].capitalize(),
            type_code=row["type"] or None,
            group_code=row["group"] or None,
            trust_code=row["trust"] or None,
            la_code=row["authority"] or None,
            low_age=youngest,
            high_age=oldest,
            status="closed" if closed else "open",
            closed=closed,
            on=date(2000, 1, 1),
            recorded_at=LONG_AGO,
            source="spec",
        )
    )


def _term(row: Row) -> TermDate:
    whose = row["whose"] if row["whose"].startswith("la:") else place_id(row["whose"])
    first, last = (date.fromisoformat(row[column]) for column in ("from", "to"))
    return TermDate(
        place_or_la=whose, kind=row["kind"], from_date=first, to_date=last, recorded_at=LONG_AGO
    )
