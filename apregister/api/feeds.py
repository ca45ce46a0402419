"""The marks of many schools in one body: each school's part is taken in for that school alone.

Whoever sends them may record for each school named; the rows of any other come back in the words
used for a place that there is none of.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from apregister.api.marks_sent import FeedTaken, NotTaken, SchoolTaken
from movements.actor import Actor
from movements.intake.attendance import check_attendance, read_attendance, write_attendance
from movements.intake.attendance_check import Checked
from movements.intake.feed import Feed, unplaced
from movements.intake.receipts import Outcome
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.record import today

MOST_SCHOOLS = 2_000
"""So many schools are named in one body at most; no authority has as many."""
PlaceOf = Callable[[str], PlaceFacts]


@dataclass(frozen=True)
class CheckedFeed:
    """A feed judged: each school's part by what the body calls the school, and the other rows."""

    parts: tuple[tuple[str, Checked], ...]
    left: tuple[NotTaken, ...]
    notes: tuple[str, ...]

    def write(self, session: Session, by: Actor) -> tuple[FeedTaken, bool]:
        """Take each part in, a submission each; and whether any of them is new."""
        reports = [
            (school, write_attendance(session, checked, by, "api"))
            for school, checked in self.parts
        ]
        taken = [
            SchoolTaken.of_school(school, report.checked.place.id, report)
            for school, report in reports
        ]
        return FeedTaken.of(taken, self.left, self.notes), any(
            report.is_new for _, report in reports
        )


def check_feed(session: Session, feed: Feed, place_of: PlaceOf) -> CheckedFeed:
    """Judge a feed; `place_of` raises Refused for a place that the sender cannot record for.

    Raises Refused where it names too many schools, or none that the sender can record for.
    """
    schools = feed.schools()
    if len(schools) > MOST_SCHOOLS:
        words = f"Send the marks of {MOST_SCHOOLS:,} schools at most in one body."
        raise Refused([Problem("school", "too_many", words)])
    places = {school: _place(school, place_of) for school in schools}
    left = unplaced(feed, places.get, _not_yours).outcomes
    known = [(school, place) for school, place in places.items() if place]
    if not known:
        raise Refused([*dict.fromkeys(problem for one in left for problem in one.problems)])
    parts = tuple(
        (school, _part(session, feed.part(school), school, place)) for school, place in known
    )
    return CheckedFeed(parts, tuple(_not_taken(feed, left)), feed.notes)


def _part(session: Session, data: bytes, school: str, place: PlaceFacts) -> Checked:
    return check_attendance(session, read_attendance(data, name=f"{school}.csv"), place, today())


def _place(school: str, place_of: PlaceOf) -> PlaceFacts | None:
    try:
        return place_of(school)
    except Refused:
        return None


def _not_yours(school: str) -> str:
    return (
        f"'{school}' is not a place you can record for. Give its URN, ukprn: and eight digits, or "
        "its id here."
    )


def _not_taken(feed: Feed, outcomes: Sequence[Outcome]) -> Iterator[NotTaken]:
    """The rows by their school and what is wrong, each line told."""
    school_on = {row.line: school for school, rows in feed.rows_of.items() for row in rows}
    found: dict[tuple[str, tuple[Problem, ...]], list[int]] = {}
    for one in outcomes:
        key = (school_on.get(one.line, ""), tuple(one.problems))
        found.setdefault(key, []).append(one.line)
    for (school, problems), lines in found.items():
        told = [problem.as_dict() for problem in problems]
        yield NotTaken(school=school[:40], lines=lines, problems=told)
