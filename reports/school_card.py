"""What a mainstream school did with its pupils: who left or was sent, and who came back to stay.

Settings are answerable for pupils whom schools send them; so are the schools. Counts alone, each in
words: nothing is banded, for schools differ in size and in whom they take.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from movements.basis import Basis
from movements.entry import EntryRow
from movements.places import PlaceFacts, place_facts
from movements.problems import Problem, Refused
from movements.register import by_pupil, entries
from movements.school_days import calendar_of
from movements.standing import Standing
from reports.follow_up.setting import DAY, HALF_YEAR
from reports.school_share import SchoolShare, school_share
from reports.school_weeks import SchoolWeeks
from reports.school_years import one_year, years
from reports.timeline import SHORT_STAY, Step, Timeline, is_attending, is_settled

OUTFLOW = {
    "permanent_exclusion": "permanently excluded",
    "managed_move": "moved to another school by agreement",
    "off_site_direction": "directed off site",
    "ap_placement": "placed in alternative provision",
    "elective_home_education": "taken out to be educated at home",
}
"""The ways out of a school that are counted, each with its words."""
Known = Mapping[str, PlaceFacts]
COUNTED = Basis(
    "ours",
    "Pupils on the school's main roll at the time, each way out once for each pupil; repeat moves "
    "are pupils with two ways out or more from any school in these years. A return counts where "
    "a placement, a direction or a setting's roll ended and the pupil was settled on this "
    "school's main roll two school weeks later, and as sustained where the pupil still was after "
    "26 school weeks",
)


@dataclass(frozen=True)
class Way:
    """One way out of the school: how many pupils went it."""

    kind: str
    words: str
    pupils: int


@dataclass(frozen=True)
class SchoolCard:
    """A school's figures for three school years up to one; `due` are returns seen to the end."""

    place: PlaceFacts
    year: str
    on: date
    ways: tuple[Way, ...]
    moved: int
    repeated: int
    returned: int
    due: int
    sustained: int
    share: SchoolShare

    def sentences(self) -> Iterator[str]:
        """The figures in plain sentences."""
        yield f"{self.moved} pupils left or were sent from this school in a way counted here."
        yield f"{self.repeated} of them moved twice or more, from this school or another."
        yield f"{self.returned} pupils came back to its roll from a placement or a direction."
        yield f"{self.sustained} of the {self.due} seen for 26 school weeks since were settled."
        yield from self.share.sentences()

    def as_dict(self) -> dict[str, Any]:
        """The figures for JSON."""
        return {
            "place": {"id": self.place.id, "urn": self.place.urn, "name": self.place.name},
            "year": self.year,
            "on": self.on.isoformat(),
            "outflow": [{"kind": w.kind, "words": w.words, "pupils": w.pupils} for w in self.ways],
            "moved": self.moved,
            "repeated": self.repeated,
            "returned": self.returned,
            "returns_due": self.due,
            "returns_sustained": self.sustained,
            "formula": COUNTED.cite,
            **self.share.as_dict(),
        }


def school_card(session: Session, place: PlaceFacts, year: str, on: date) -> SchoolCard:
    """A mainstream school's figures. Raises Refused for another place and an unreadable year."""
    first, last = years(year)
    if not place.is_mainstream:
        words = f"{place.name} is no mainstream school: these figures are of such schools only."
        raise Refused([Problem("place", "not_mainstream", words)])
    last = min(last, on)
    lines = _lines(session, place, on)
    within = {line.pupil: [*line.between(first - DAY, last)] for line in lines}
    out = {pupil: [s for s in steps if _out(s)] for pupil, steps in within.items()}
    own = {pupil: [s for s in steps if _from(s, place)] for pupil, steps in out.items()}
    moved = {pupil for pupil, steps in own.items() if steps}
    weeks = SchoolWeeks(calendar_of(session, place.id, place.la_code), first)
    known = place_facts(session)
    back = [
        (line, day)
        for line in lines
        for day in _backs(within[line.pupil], line, place, weeks, known)
    ]
    due = [(line, weeks.after(day, HALF_YEAR)) for line, day in back]
    seen = [line.at(day) for line, day in due if day <= on]
    return SchoolCard(
        place=place,
        year=year,
        on=on,
        ways=tuple(_ways(own)),
        moved=len(moved),
        repeated=sum(len(out[pupil]) > 1 for pupil in moved),
        returned=len({line.pupil for line, _ in back}),
        due=len(seen),
        sustained=sum(
            is_settled(one, known) and one.main_roll is not None and one.main_roll.place == place.id
            for one in seen
        ),
        share=school_share(session, place, first, last, one_year(year)[0], on),
    )


def _lines(session: Session, place: PlaceFacts, on: date) -> list[Timeline]:
    """The time lines of everybody whom the school has told of."""
    told = select(EntryRow.pupil_id).where(
        col(EntryRow.place_id) == place.id, col(EntryRow.pupil_id).is_not(None)
    )
    pupils = sorted({str(pupil) for pupil in session.exec(told.distinct())})
    found = by_pupil(entries(session, pupils))
    return [Timeline.of(pupil, of_one, on) for pupil, of_one in found]


def _out(step: Step) -> bool:
    return step.movement.id in OUTFLOW


def _from(step: Step, place: PlaceFacts) -> bool:
    roll = step.before.main_roll
    return roll is not None and roll.place == place.id


def _backs(
    steps: Sequence[Step], line: Timeline, place: PlaceFacts, weeks: SchoolWeeks, known: Known
) -> Iterator[date]:
    """The days a pupil's time away ended, to be settled at the school two school weeks later.

    However that was told: by a return, by the end of a placement, or by a new roll alone.
    """
    for step in steps:
        if _is_away(step.before, known) and not _is_away(step.after, known):
            then = line.at(weeks.days.add(step.on, SHORT_STAY))
            if is_settled(then, known) and then.main_roll and then.main_roll.place == place.id:
                yield step.on


def _is_away(standing: Standing, known: Known) -> bool:
    """Whether a pupil is placed or directed elsewhere, or on the roll of an AP setting."""
    rolled = (known.get(roll.place) for roll in standing.rolls)
    at_ap = (one for one in rolled if one and one.is_ap_setting)
    return bool(standing.provision) or any(is_attending(standing, one.id) for one in at_ap)


def _ways(own: dict[str, list[Step]]) -> Iterator[Way]:
    for kind, words in OUTFLOW.items():
        pupils = sum(any(s.movement.id == kind for s in steps) for steps in own.values())
        yield Way(kind, words, pupils)
