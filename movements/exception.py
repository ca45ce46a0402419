"""What an exception of the ledger is: a question about a pupil, asked of the facts of a day.

Each pupil is read and folded once and handed to every exception in a View, some pupils at a time.
What a later exception needs besides (marks, files taken in) becomes a field of the View.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from movements.basis import Basis
from movements.entry import Entry, canonical
from movements.kind import Kind
from movements.local_rules import LocalRules
from movements.mark_window import HalfDay, MarkWindow, Row
from movements.places import PlaceFacts
from movements.school_days import Calendars, SchoolDays
from movements.standing import Standing

FACTS = r"q[0-9a-f]{16}"
"""What a digest of facts looks like; the letter keeps spreadsheets from taking it for a number."""


class Turn(NamedTuple):
    """An entry that counts, its movement, and the standing before and after it."""

    entry: Entry
    movement: Kind
    before: Standing
    after: Standing


def _half_day(turn: Turn) -> HalfDay:
    return HalfDay(turn.entry.on, turn.entry.session)


@dataclass(frozen=True)
class PupilView:
    """One pupil on the day of a view: what has taken effect by then, and what it comes to."""

    pupil: str
    turns: tuple[Turn, ...]
    standing: Standing

    def standing_at(self, at: HalfDay) -> Standing:
        """What the entries came to in a session, its own movements included."""
        upto = self.turns_upto(at)
        return self.turns[upto - 1].after if upto else Standing()

    def turns_upto(self, at: HalfDay) -> int:
        """How many turns had taken effect by a session, its own included."""
        return bisect_right(self.turns, at, key=_half_day)

    @property
    def authority(self) -> str | None:
        """The authority that answers for the pupil as an owner (`la:330`), or None for none."""
        asked = self.standing.answering
        return f"la:{asked}" if asked else None

    def turn_since(self, reads: Callable[[Standing], object]) -> Turn:
        """The turn since which a reading of the standing has been what it is now.

        Only for a pupil with a turn, of whom the empty standing would read otherwise.
        """
        now = reads(self.standing)
        earlier = [at for at, turn in enumerate(self.turns) if reads(turn.after) != now]
        return self.turns[earlier[-1] + 1 if earlier else 0]


@dataclass(frozen=True)
class View:
    """Pupils on a day, with the calendars and places to judge them by.

    `left_out` are the pupils whom roll files of places leave out: each such place, since when, the
    entry of the file, and the day of the latest. `local` are the authorities' own rules, `marks`
    those held of the pupils.
    """

    on: date
    pupils: Sequence[PupilView]
    days: Calendars
    places: Mapping[str, PlaceFacts] = field(default_factory=dict)
    left_out: Mapping[str, Sequence[tuple[str, date, int, date]]] = field(default_factory=dict)
    local: LocalRules = field(default_factory=LocalRules)
    marks: MarkWindow = field(default_factory=MarkWindow)

    def marked(self, *codes: str) -> Iterator[tuple[PupilView, Row]]:
        """The pupils with such a mark, each with what a place that has one holds."""
        some = self.marks.with_mark(*codes)
        for one in self.pupils:
            if one.pupil in some:
                yield from ((one, row) for row in self.marks.rows(one.pupil))

    def facts(self, place: str | None) -> PlaceFacts | None:
        """What is known of a place on the day, if it is one."""
        return self.places.get(place) if place else None

    def calendar(self, one: PupilView) -> SchoolDays:
        """The standard calendar of a pupil's authority: the child may have no school."""
        return self.days.of(one.authority or "la:")


def owner_role(owner: str | None) -> Literal["authority", "school"] | None:
    """Which of the two an owner is: an authority (`la:330`), or the place that has to answer."""
    if owner is None:
        return None
    return "authority" if owner.startswith("la:") else "school"


@dataclass(frozen=True)
class Found:
    """A pupil whom an exception concerns.

    `facts` are what the question rests on: an answer given holds no longer than they stay the same.
    `entries` are those it rests on, the one that brought it about first. `basis` stands in for the
    exception's own, where the law is not that of every school. `about` says in words what of the
    pupil is asked about, where it is some sessions among many. It is asked from the day it `begins`
    (before the day of the view unless given) up to, but not including, the day it `ends`.
    """

    pupil: str
    since: date
    owner: str | None
    places: tuple[str, ...]
    facts: Mapping[str, object]
    entries: tuple[int, ...]
    basis: Basis | None = None
    about: str = ""
    begins: date = date.min
    ends: date = date.max

    def is_asked(self, on: date) -> bool:
        """Whether it is asked on a day, on or after that of the view it was found in."""
        return self.begins <= on < self.ends


@dataclass(frozen=True)
class LedgerException:
    """One exception: its question in words, who owes the answer, what is owed, and why it is asked.

    `owner` says in a word who the owner of what it finds is. Where an exception counts several
    pupils together, `together` says which of them: it is handed those at once, and only when every
    pupil of the register is asked for. A cross-check of marks has a `number`: what it finds changes
    with every file of marks, as that of the others with every movement. Where it asks about a child
    who may be out of sight, an answer that says no end `lapses`: the facts need not change for
    harm to come. `find` finds besides what is to be asked later, where no more is told until then.
    `owner_alone`: no other authority may answer.
    """

    id: str
    title: str
    question: str
    owner: Literal["authority", "school"]
    next_step: str
    basis: Basis
    find: Callable[[View], Iterable[Found]]
    together: Callable[[PupilView, View], bool] | None = None
    number: int | None = None
    lapses: bool = False
    owner_alone: bool = False

    def basis_of(self, found: Found) -> Basis | None:
        """Where the question came from on the day it is asked since; None: nobody had to then."""
        return (found.basis or self.basis).on(found.since)

    def digest(self, found: Found, one: PupilView) -> str:
        """What identifies the facts: another digest, and the question is open again.

        Salted by the pupil's first entry: nobody finds a withheld place by trying every place.
        """
        told = canonical({"question": self.id, "facts": dict(found.facts)})
        salt = min((turn.entry for turn in one.turns), key=lambda entry: entry.number).leaf
        return f"q{hashlib.sha256(salt + told.encode()).hexdigest()[:16]}"
