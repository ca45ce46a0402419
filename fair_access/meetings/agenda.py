"""What the register puts to a panel's next meeting: each matter with why it is there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlmodel import Session, col

from fair_access.case_reader import Case
from fair_access.case_state import OPEN
from fair_access.cases import cases
from fair_access.meetings.book import Book
from fair_access.meetings.pack import promised_before
from fair_access.meetings.state import Meeting, Phase
from movements.due import DueItem, due
from movements.entry import ENTRIES, EntryRow, read_entries
from movements.exceptions import EXCEPTIONS
from movements.ledger import ledger
from movements.register import standings
from movements.school_days import school_year_start
from movements.standing import Standing

Heading = Literal["update", "unplaced", "excluded", "review", "case"]
HEADINGS: dict[Heading, str] = {
    "update": "Updates promised before",
    "unplaced": "Children without a school",
    "excluded": "Permanently excluded since the last meeting",
    "review": "Reviews of directions and placements due by the meeting",
    "case": "Open cases, the soonest due first",
}
"""What an agenda is built from, in its order."""
UNPLACED = ("no_roll", "no_destination")
"""Questions of the ledger that ask an authority after a child without a school."""
REVIEWS = frozenset({"direction_review", "direction_first_review", "placement_review"})
_SECONDARY = frozenset(str(year) for year in range(7, 15))


@dataclass(frozen=True)
class Matter:
    """One matter for a meeting: the child, the child's open case if there is one, and why."""

    heading: Heading
    pupil: str
    case: str | None
    why: str
    due: date | None = None

    def as_dict(self) -> dict[str, object]:
        """The matter as the API and --json show it."""
        return {
            "heading": self.heading,
            "title": HEADINGS[self.heading],
            "pupil": self.pupil,
            "case": self.case,
            "why": self.why,
            "due": self.due.isoformat() if self.due else None,
        }


def matters(session: Session, held: Book, meeting: Meeting, today: date) -> list[Matter]:
    """What the register puts to a meeting of an authority's panel, under each heading in turn.

    Of the children of its phase; a child of whom no year group is known is of every phase.
    """
    found = cases(session, meeting.authority, OPEN, today)
    asking = _Asking(session, held, meeting, today, {one.pupil: one for one in found})
    told = [
        *asking.updates(),
        *asking.unplaced(),
        *asking.excluded(),
        *asking.reviews(),
        *(_of_case(one) for one in found),
    ]
    now = standings(session, {one.pupil for one in told}, today)
    phase = held.panel_of(meeting).phase
    return [one for one in told if _is_of(phase, now[one.pupil])]


def _of_case(one: Case) -> Matter:
    owed = one.next
    if owed is None:
        return Matter("case", one.pupil, one.id, one.title)
    why = f"{one.title}. {owed.clock.title}: due {owed.due:%-d %B %Y}"
    return Matter("case", one.pupil, one.id, why, owed.due)


def _is_of(phase: Phase, standing: Standing) -> bool:
    year = str(standing.details.get("nc_year") or "")
    if phase == "all" or year in ("", "X"):
        return True
    return (year in _SECONDARY) == (phase == "secondary")


@dataclass(frozen=True)
class _Asking:
    """What is asked of the register for a meeting; `open` are the open cases by child."""

    session: Session
    held: Book
    meeting: Meeting
    today: date
    open: Mapping[str, Case]

    def _case(self, pupil: str) -> str | None:
        return self.open[pupil].id if pupil in self.open else None

    def _own(self, pupils: set[str]) -> dict[str, Standing]:
        """Those of some children who are the authority's, with how they stand."""
        code = self.meeting.authority
        now = standings(self.session, pupils, self.today)
        return {p: one for p, one in now.items() if code in (one.home_authority, one.authority)}

    def updates(self) -> Iterator[Matter]:
        every = cases(self.session, self.meeting.authority, None, self.today)
        pupils = {one.id: one.pupil for one in every}
        for earlier, one in promised_before(self.held, self.meeting):
            if one.case in pupils:
                why = (
                    f"{one.by} promised on {earlier.day:%-d %B %Y} to tell by "
                    f"{one.due:%-d %B %Y}: {one.what}"
                )
                yield Matter("update", pupils[one.case], one.case, why, one.due)

    def unplaced(self) -> Iterator[Matter]:
        among = [EXCEPTIONS[name] for name in UNPLACED]
        asked = {one.pupil: one for one in reversed(ledger(self.session, self.today, among=among))}
        own = self._own({*asked})
        for one in sorted(asked.values(), key=lambda x: (x.since, x.entry)):
            if one.pupil in own:
                why = f"{one.exception.title} since {one.since:%-d %B %Y}"
                yield Matter("unplaced", one.pupil, self._case(one.pupil), why)

    def excluded(self) -> Iterator[Matter]:
        """Since the panel's last meeting; where there was none, since the school year began."""
        last = self.held.before(self.meeting)
        since = last.day if last else school_year_start(self.today, "1 September")
        query = ENTRIES.where(
            col(EntryRow.kind) == "permanent_exclusion",
            col(EntryRow.pupil_id).is_not(None),
            col(EntryRow.on).between(since, self.today),
        )
        told = {str(entry.pupil_id) for entry in read_entries(self.session, query)}
        for pupil, standing in sorted(self._own(told).items()):
            for one in standing.exclusions:
                if since <= one.on:
                    why = f"Permanently excluded on {one.on:%-d %B %Y}"
                    yield Matter("excluded", pupil, self._case(pupil), why)

    def reviews(self) -> Iterator[Matter]:
        asked = [one for one in due(self.session, self.today) if _is_review(one, self.meeting.day)]
        own = self._own({str(one.pupil) for one in asked})
        for one in asked:
            if one.pupil in own:
                why = f"{one.clock.title}: due {one.due:%-d %B %Y}"
                yield Matter("review", str(one.pupil), self._case(str(one.pupil)), why, one.due)


def _is_review(item: DueItem, by: date) -> bool:
    return item.clock.id in REVIEWS and item.pupil is not None and item.due <= by
