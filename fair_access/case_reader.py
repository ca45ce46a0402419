"""A case as it is shown: its steps in words, what the register shows against them, its clocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session

from fair_access.case_clocks import CaseWatch, Timeline
from fair_access.case_state import TITLES, CaseState
from fair_access.earlier import facts_for
from fair_access.eligibility import CATEGORIES
from fair_access.meetings.book import Book, book
from fair_access.meetings.state import Meeting
from fair_access.meetings.step_at import not_in_order
from fair_access.steps import (
    PLACE_CLOCK,
    AtMeeting,
    CaseAllocated,
    CaseBefore,
    TakenStep,
    step_of,
    steps_of,
)
from fair_access.told_before import told_before
from fair_access.withheld import Words, places_named
from movements.basis import Basis
from movements.codes import CODE_SETS
from movements.due import OPEN_STATES, DueItem
from movements.entry import Entry
from movements.linked import links
from movements.local_rules import local_rules
from movements.problems import Concern
from movements.register import by_pupil, entries
from movements.school_days import calendars
from movements.standing import Standing
from movements.superseded import superseded
from movements.unconfirmed import doubted_places

STILL_HELD = Basis("ours", "An allocation and the movement it recorded stand or fall together")


@dataclass(frozen=True)
class StepLine:
    """A step as a case shows it. `movement_entry`: the entry of the movement it recorded.

    `meeting` is the id of the meeting it was taken at. `was` is what it said before it was
    corrected, the first told first; `reason` is why it was, by code. `organisation` told it: only
    for who may correct it, never to be shown.
    """

    number: int
    kind: str
    on: date
    title: str
    sentence: str
    recorded_by: str
    recorded_at: str
    concerns: tuple[Concern, ...] = ()
    movement_entry: int | None = None
    meeting: str | None = None
    was: tuple["StepLine", ...] = ()
    corrects: int | None = None
    reason: str | None = None
    organisation: str = field(default="", repr=False)

    @property
    def because(self) -> str:
        """Why it was corrected, within a sentence; "" where it was not."""
        return CODE_SETS["CORRECTION_REASONS"].label(self.reason).lower() if self.reason else ""

    def as_dict(self) -> dict[str, object]:
        """The step as the API and --json show it."""
        return {
            "entry": self.number,
            "kind": self.kind,
            "on": self.on.isoformat(),
            "title": self.title,
            "sentence": self.sentence,
            "movement_entry": self.movement_entry,
            "meeting": self.meeting,
            "concerns": [concern.words() for concern in self.concerns],
            "corrects": self.corrects,
            "correction_reason": self.reason,
            "was": [line.as_dict() for line in self.was],
        }


@dataclass(frozen=True)
class Case:
    """One case. `record` is the one it was opened for, `pupil` the one the child is shown under.

    `clocks` are all that its steps started. `counted` says where they were counted on the built-in
    calendar.

    For a protected child neither `state` nor `steps` nor `clocks` name a place, unless they were
    asked to. `seen_by` are the places that may see the case: only for `may_see_case`, never to be
    shown.
    """

    id: str
    pupil: str
    record: str
    authority: str | None
    state: CaseState
    steps: tuple[StepLine, ...]
    clocks: tuple[DueItem, ...]
    counted: str
    protected: bool
    seen_by: frozenset[str] = field(repr=False)

    @property
    def clock(self) -> DueItem | None:
        """The 20 school days for a place; None where they do not count."""
        return next((c for c in self.clocks if c.clock.id == PLACE_CLOCK), None)

    @property
    def owed(self) -> tuple[DueItem, ...]:
        """What is owed yet, soonest due first; a school's right is nothing owed."""
        found = (c for c in self.clocks if c.state in OPEN_STATES and c.clock.past != "lapsed")
        return tuple(sorted(found, key=lambda item: (item.due, item.entry)))

    @property
    def next(self) -> DueItem | None:
        """The next step owed, with its day and its owner; of every open case there is one."""
        return next(iter(self.owed), None)

    @property
    def title(self) -> str:
        """The state in words."""
        return TITLES[self.state.state]

    @property
    def category(self) -> str:
        """The category in words."""
        found = CATEGORIES.get(self.state.category)
        return f"{found.id}: {found.title}" if found else "not given"

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers of the entries of its steps, those corrected since included."""
        told = (each for line in self.steps for each in (line, *line.was))
        return frozenset(str(line.number) for line in told)

    @property
    def concerns(self) -> tuple[Concern, ...]:
        """Every concern of every step."""
        return tuple(concern for line in self.steps for concern in line.concerns)

    def as_dict(self) -> dict[str, object]:
        """The case as the API and --json show it; places are named in sentences alone."""
        return {
            "case": self.id,
            "pupil": self.pupil,
            "authority": self.authority,
            "state": self.state.state,
            "category": self.state.category,
            "next": self.next.as_dict() if self.next else None,
            "clock": self.clock.as_dict() if self.clock else None,
            "clocks": [clock.as_dict() for clock in self.clocks],
            "counted": self.counted,
            "steps": [line.as_dict() for line in self.steps],
        }


class CaseReader:
    """Puts the steps of some pupils' cases into cases; computes concerns and clocks on reading.

    A case is told as it stood on the day `on`; who may see it and what is withheld of a protected
    child are always those of `today`.
    """

    def __init__(
        self, session: Session, pupils: set[str], today: date, on: date, *, show_protected: bool
    ) -> None:
        found = entries(session, pupils) if pupils else []
        self.session = session
        self.books: dict[str | None, Book] = {}
        self.today, self.on = today, on
        self.show_protected = show_protected
        self.linked = links(session)
        held = dict(by_pupil(found))
        self.held = {pupil: held[self.linked.kept(pupil)] for pupil in pupils}
        self.folded = {kept: Timeline(of_one) for kept, of_one in held.items()}
        self.places = places_named(session, found)
        self.calendars = calendars(session)
        self.local = local_rules(session)

    def case(self, case_id: str, steps: Sequence[Entry]) -> Case:
        """One case from the entries of all its steps; nothing is told of it before the first."""
        record, authority = str(steps[0].pupil_id), steps[0].authority
        pupil = self.linked.kept(record)
        timeline = self.folded[pupil]
        now = timeline.on(self.today)
        words = Words(self.places, withheld=now.protected and not self.show_protected)
        every = [one for one in steps_of(steps) if one.entry.on <= self.today]
        taken = [one for one in every if one.entry.on <= self.on]
        state = _state_after(taken)
        days = self.calendars.of(f"la:{authority or ''}")
        watch = CaseWatch(pupil, days, self.local, self.on, timeline, taken, words.withheld)
        clocks = tuple(watch.clocks())
        return Case(
            id=case_id,
            pupil=pupil,
            record=record,
            authority=authority,
            state=_without_places(state) if words.withheld else state,
            steps=tuple(self._line(one, words, timeline, steps) for one in taken),
            clocks=clocks,
            counted=days.said(clocks[0].started, max(c.due for c in clocks)) if clocks else "",
            protected=now.protected,
            seen_by=_seen_by(_state_after(every), now),
        )

    def _meeting(self, one: TakenStep) -> Meeting | None:
        """The meeting a step names, as it is minuted by today; the book is read once."""
        if not isinstance(one.step, AtMeeting) or one.step.meeting is None:
            return None
        code = one.entry.authority
        if code not in self.books:
            self.books[code] = book(self.session, code, self.today)
        return self.books[code].meetings.get(one.step.meeting)

    def _line(
        self, one: TakenStep, words: Words, timeline: Timeline, steps: Sequence[Entry]
    ) -> StepLine:
        """A step that counts: what may be said against it, and what it said before."""
        found = (*self._concerns(one, words, timeline), *told_before(one, steps))
        said = self._said(one, words)
        beside = one.step.beside(self._before(one, words, timeline), words.names)
        earlier = [one._replace(entry=e) for e in steps if e.number in one.earlier and e.details]
        was = (self._said(_as_told(each), words) for each in earlier)
        concerns = tuple(words.concern(concern) for concern in found)
        sentence = f"{said.sentence}{beside}"
        return replace(said, sentence=sentence, concerns=concerns, was=tuple(was))

    def _said(self, one: TakenStep, words: Words) -> StepLine:
        """What an entry of a step says."""
        meeting = self._meeting(one)
        sentence = words.sentence(
            one.step.sentence(words.names), type(one.step), one.entry.answers()
        )
        return StepLine(
            number=one.entry.number,
            kind=one.entry.kind,
            on=one.entry.on,
            title=one.step.title,
            sentence=f"{sentence}{_at(one, meeting)}",
            recorded_by=one.entry.recorded_by,
            recorded_at=one.entry.recorded_at,
            movement_entry=one.taken.movement_entry or None,
            meeting=meeting.id if meeting else None,
            corrects=one.entry.corrects,
            reason=one.entry.reason,
            organisation=one.entry.organisation,
        )

    def _before(self, one: TakenStep, words: Words, timeline: Timeline) -> CaseBefore:
        """What a step is judged against: the case and the standing on its own day."""
        held = self.held[str(one.entry.pupil_id)]
        facts = facts_for(one.entry, str(one.entry.case_id), held, self.places)
        if words.withheld:
            facts = replace(facts, authority=None)
        return CaseBefore(one.before, timeline.on(one.entry.on), facts)

    def _concerns(self, one: TakenStep, words: Words, timeline: Timeline) -> Iterator[Concern]:
        """Judged against the standing on the step's own day."""
        yield from one.step.all_concerns(self._before(one, words, timeline))
        if isinstance(one.step, CaseAllocated):
            yield from one.step.departure(one.taken.share)
        meeting = self._meeting(one)
        if meeting is not None and isinstance(one.step, AtMeeting):
            yield from not_in_order(one.step, meeting, self.local, str(one.entry.case_id))
        recorded = one.taken.movement_entry
        later = superseded(self.held[str(one.entry.pupil_id)]).get(recorded)
        if later is not None:
            yield Concern(
                "movement_gone",
                f"The movement that this step recorded (entry {recorded}) has since been "
                f"corrected or withdrawn by entry {later}.",
                STILL_HELD,
            )


def _as_told(one: TakenStep) -> TakenStep:
    """A step as its entry told it, before it was corrected."""
    step, taken = step_of(one.entry) or (one.step, one.taken)
    return one._replace(step=step, taken=taken)


def _at(one: TakenStep, meeting: Meeting | None) -> str:
    """At which meeting it was done, after the sentence."""
    if meeting is None or not isinstance(one.step, AtMeeting) or not one.step.held_there:
        return ""
    return f" (at the meeting on {meeting.day:%-d %B %Y})"


def _state_after(taken: Sequence[TakenStep]) -> CaseState:
    return taken[-1].after if taken else CaseState()


def _without_places(state: CaseState) -> CaseState:
    hidden = replace(state.allocation, to_place="") if state.allocation else None
    return replace(state, referred_by=None, allocation=hidden, refused_by=())


def _seen_by(state: CaseState, now: Standing) -> frozenset[str]:
    """The places of the referral, the allocation and the pupil's rolls today."""
    to_place = state.allocation.to_place if state.allocation else None
    rolls = {roll.place for roll in now.rolls} - doubted_places(now)
    named = {state.referred_by, to_place, *rolls}
    return frozenset(place for place in named if place)
