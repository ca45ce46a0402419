"""Who is counted in a measure of a scorecard, as far as whoever asks may see them.

A child whose place is withheld is not named: that the child counts at a setting says where they
are. Nor is a former pupil, to a setting that may not read why the pupil counts as they do. What
pupils and parents said is for the authority alone to trace.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from apregister.sight import Seen, Shown, look_at, pupils_of
from movements.actor import Actor
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.record import today
from movements.scope import SEES_ALL_OF_AUTHORITY, may_see
from movements.standing import Standing
from reports.measure import Measure
from reports.measures import MEASURES
from reports.scorecard import setting_frames
from reports.trace import Member, members

ONLY_COUNTED = (
    "What pupils and parents said is never traced to them at a setting: only the authority may."
)


@dataclass(frozen=True)
class TracedEntry:
    """An entry by which a pupil counts, in the words of the history."""

    number: int
    on: date
    sentence: str


@dataclass(frozen=True)
class Traced:
    """One pupil, how they count, and why."""

    pupil: str
    name: str
    state: str
    why: str
    entries: tuple[TracedEntry, ...]


@dataclass(frozen=True)
class Trace:
    """A measure of a setting opened to its pupils; `unnamed` count and may not be named."""

    measure: Measure
    place: PlaceFacts
    year: str
    on: date
    pupils: tuple[Traced, ...]
    unnamed: int

    def as_dict(self) -> dict[str, Any]:
        """The trace for JSON."""
        return {
            "measure": self.measure.id,
            "place": self.place.id,
            "year": self.year,
            "on": self.on.isoformat(),
            "unnamed": self.unnamed,
            "pupils": [
                {
                    "pupil": one.pupil,
                    "state": one.state,
                    "why": one.why,
                    "entries": [
                        {"entry": e.number, "on": e.on.isoformat(), "sentence": e.sentence}
                        for e in one.entries
                    ],
                }
                for one in self.pupils
            ],
        }


def trace(session: Session, place: PlaceFacts, named: str, year: str, by: Actor, on: date) -> Trace:
    """Who counts in a measure of a setting's year. Raises Refused where it cannot be told."""
    measure = next((m for m in MEASURES if m.id.lower() == named.lower()), None)
    if measure is None:
        known = ", ".join(m.id for m in MEASURES)
        raise Refused([Problem("measure", "unknown", f"There is no such measure: use {known}.")])
    if measure.frame in {"pupil_voice", "parent_voice"} and by.role not in SEES_ALL_OF_AUTHORITY:
        raise Refused([Problem("measure", "only_counted", ONLY_COUNTED)])
    found, first, last = setting_frames(session, place, year, on)
    counted = members(measure, found, first, last, on)
    seen = pupils_of(session, by, today())
    named_ones = [
        told
        for one in counted
        if one.pupil in seen
        and not _hidden(seen, one.pupil, by, place)
        and (told := _traced(session, one, by))
    ]
    return Trace(measure, place, year, on, tuple(named_ones), len(counted) - len(named_ones))


def _hidden(seen: Mapping[str, Standing], pupil: str, by: Actor, place: PlaceFacts) -> bool:
    standing = seen[pupil]
    shown = Shown(by, {}, withheld=standing.protected)
    return shown.hides(place.id) or may_see(standing, by) == "none"


def _traced(session: Session, one: Member, by: Actor) -> Traced | None:
    """The pupil with the entries; None for a former pupil of whom later entries are not one's own.

    How such a pupil counts would say what became of them since.
    """
    seen = look_at(session, one.pupil, by, today=today())
    lines = [line for line in seen.lines if line.number in one.entries]
    if (seen.left or seen.sight != "all") and len(lines) < len(one.entries):
        return None
    entries = tuple(TracedEntry(line.number, line.entry.on, line.sentence) for line in lines)
    return Traced(one.pupil, _name(seen), one.state, one.why, entries)


def _name(seen: Seen) -> str:
    """As the register holds it, for whoever sees all of the pupil."""
    told = seen.standing.details if seen.sight == "all" else {}
    return " ".join(str(told[n]) for n in ("forename", "surname") if told.get(n)) or "A pupil"
