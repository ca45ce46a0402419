"""Two things a school owes the partnership: its share of fair access, and its attendance register.

Fair access: how many children a panel or the authority gave it, beside what its share of the
authority's pupils on roll would be. Attendance: of how many school days it has sent its marks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from fair_access.fair_share.events import events_of
from fair_access.fair_share.ledger import schools_sharing
from fair_access.fair_share.rolls import Asked, on_roll_at, rolls_of
from movements.basis import Basis
from movements.counted import counted
from movements.marks import SchoolDay
from movements.places import PlaceFacts, place_facts
from movements.school_days import calendar_of

FEWEST_OTHERS = 5
"""With fewer children given to the other schools, what is expected would tell of them."""
COUNTED = Basis(
    "ours",
    "Children given to the school by a fair access panel or the authority in these years, declined "
    "and refused ones not counted. Expected: all given to state-funded mainstream schools of the "
    "authority, by the school's share of their pupils on roll on the data day; a local scheme may "
    "share them otherwise. Not told where fewer than 5 were given to other schools",
)
SENT = Basis(
    "statute",
    "Education (Information About Individual Pupils) (England) (Amendment) "
    "Regulations 2024: attendance is shared every school day. Counted here: school days of which "
    "this register holds the school's marks",
    date(2024, 8, 19),
    confirmed=False,
)


@dataclass(frozen=True)
class SchoolShare:
    """What a school took of fair access, and of which school days it has sent marks.

    `expected` is None where too few were given elsewhere, and for a school that takes no share.
    """

    taken: int
    expected: float | None
    on_roll: int
    sent: int
    days: int

    def sentences(self) -> Iterator[str]:
        """Both in plain sentences."""
        given = counted(self.taken, "child was", "children were")
        beside = "" if self.expected is None else f"; its share by pupils is {self.expected:.1f}"
        yield f"{given} given to it by fair access{beside}."
        days = counted(self.days, "school day")
        yield f"In the last of these years it sent its attendance of {self.sent} of {days}."

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "fair_access_taken": self.taken,
            "fair_access_expected": self.expected,
            "on_roll": self.on_roll,
            "days_sent": self.sent,
            "school_days": self.days,
            "fair_access_formula": COUNTED.cite,
            "attendance_formula": SENT.cite,
        }


def school_share(
    session: Session, place: PlaceFacts, first: date, last: date, year: date, today: date
) -> SchoolShare:
    """Fair access from first to last, and attendance sent from `year` to the day before today.

    Protected children are counted nowhere.
    """
    asked = Asked(last, None, today)
    places = place_facts(session, on=last)
    schools = schools_sharing(places, place.la_code or "", last)
    events = [e.place for e in events_of(session, places, asked)
              if e.measure == "admitted" and e.on >= first]  # fmt: skip
    given = sum(at in schools for at in events)
    taken = sum(at == place.id for at in events)
    rolls = [at for at, _ in on_roll_at(rolls_of(session, schools, asked), schools)]
    own = sum(at == place.id for at in rolls)
    tells = place.id in schools and bool(rolls) and given - taken >= FEWEST_OTHERS
    expected = round(given * own / len(rolls), 1) if tells else None
    return SchoolShare(taken, expected, own, *_sent(session, place, year, last, today))


def _sent(
    session: Session, place: PlaceFacts, year: date, last: date, today: date
) -> tuple[int, int]:
    """School days of which the register holds the place's marks, and all that are over."""
    until = min(last, today - timedelta(days=1))
    days = calendar_of(session, place.id, place.la_code).days(year, until)
    held = select(func.count(func.distinct(col(SchoolDay.day)))).where(
        col(SchoolDay.place_id) == place.id, col(SchoolDay.day).in_(days)
    )
    return session.exec(held).one(), len(days)
