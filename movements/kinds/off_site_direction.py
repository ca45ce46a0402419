"""An off-site direction: a school requires a pupil to attend elsewhere to improve behaviour."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.clash import expected_elsewhere
from movements.clock import Clock, stepped
from movements.copied import From
from movements.counted import counted
from movements.direction_law import (
    CLEAR_DAYS,
    CONTENTS_ACADEMY,
    CONTENTS_MAINTAINED,
    CONTENTS_RULE,
    DAY_SET,
    INTERVALS,
    INVITE_ACADEMY,
    INVITE_MAINTAINED,
    INVITE_RULE,
    INVITED_BEFORE,
    NOTICE_RULE,
    OBJECTIVES_RULE,
    OUR_END,
    OUR_OBJECTIVES,
    STATED_ACADEMY,
    STATED_MAINTAINED,
    STATED_RULE,
    VOICE_RULE,
    clear_school_days,
    for_both,
    for_every,
    in_force_for,
    notice_basis,
)
from movements.direction_start import (
    CLOCKS,
    DUAL_RULE,
    PARENT,
    decision_of,
    lacking,
    told_on,
    unheard,
    untold_authority,
)
from movements.episode_end import back_by, stated_end
from movements.episodes import open_already
from movements.kind import (
    Before,
    Coded,
    Count,
    Day,
    Kind,
    Names,
    PlaceRef,
    PlannedDay,
    Taken,
    Text,
    Week,
    not_on_roll,
)
from movements.lawful_ways import decide_and_notify
from movements.placement_law import twelve_weeks
from movements.problems import Concern, Problem
from movements.reviews import over, reviewed, set_again
from movements.rule import Rule
from movements.school_days import SchoolDays
from movements.school_time import begins_on_a_school_day
from movements.setting_law import EVIDENCE_RULE, closed_before, expired_evidence
from movements.standing import Episode, Provision, Standing
from movements.voice import one_or_the_other, own_words, why_no_words


def _stated_end(movement: Any, days: SchoolDays) -> date:
    return days.nth(movement.on, movement.days)


def _back_by(movement: Any, days: SchoolDays) -> date:
    return back_by(_stated_end(movement, days), days)


def _still_owed(episode: Episode, due: date, days: SchoolDays) -> bool:
    """Not after the day it ended, or the last day that it, or a review since, has stated.

    Nor where the governing body has set the days of its reviews itself, as reg 4 has it.
    """
    reviews = (step.movement for step in episode.steps_of("review_held"))
    if episode.movement.first_review_on or any(r.next_review_on and r.on < due for r in reviews):
        return False
    stated = stated_end(episode, _stated_end(episode.movement, days))
    return due <= (episode.ended or stated)


def _first_review(movement: Any, days: SchoolDays) -> date | None:
    first: date | None = movement.first_review_on
    return first


def _invited_by(movement: Any, days: SchoolDays) -> date | None:
    first: date | None = movement.first_review_on
    return first - INVITED_BEFORE if first else None


class OffSiteDirection(Kind):
    """A direction to attend another place from its relevant day on, for a stated number of days."""

    id: ClassVar[str] = "off_site_direction"
    title: ClassVar[str] = "Off-site direction"
    summary: ClassVar[str] = "A school directs a pupil off site for a time, to improve behaviour."
    copies: ClassVar[tuple[From, ...]] = (
        From("direction_decided", ("place", "days", "objectives")),
        From("off_site_direction", ("place", "objectives", "week")),
    )
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = Basis("statute", "Education Act 2002 s.29A; SI 2010/1156")
    identity: ClassVar[tuple[str, ...]] = ("place",)
    clocks: ClassVar[tuple[Clock, ...]] = (
        *for_every(
            Clock(
                id="direction_end",
                title="End of the days directed",
                owes="The school takes the pupil back, or decides again after a review",
                owner="school",
                unit="stated",
                basis=STATED_MAINTAINED,
                counts_days=True,
                due_day=_back_by,
                stops=set_again,
            ),
            STATED_ACADEMY,
            OUR_END,
        ),
        Clock(
            id="direction_review",
            title="Review of an off-site direction",
            owes="The governing body reviews the direction",
            owner="school",
            unit="weeks",
            local="direction_review_weeks",
            basis=INTERVALS,
            owed=_still_owed,
            stops=reviewed,
            over=over,
        ),
        Clock(
            id="direction_first_review",
            title="First review of a direction, on the day that was set",
            owes="The governing body reviews the direction",
            owner="school",
            unit="stated",
            basis=DAY_SET,
            due_day=_first_review,
            stops=reviewed,
            over=over,
        ),
        *for_both(
            Clock(
                id="first_review_invitation",
                title="Invitation to the first review of a direction",
                owes="The school invites in writing, six days before",
                owner="school",
                unit="stated",
                basis=INVITE_MAINTAINED,
                due_day=_invited_by,
                stops=stepped("review_invitation"),
                over=over,
            ),
            INVITE_ACADEMY,
        ),
        twelve_weeks("direction", lambda movement: movement.week is None),
        *CLOCKS,
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        NOTICE_RULE,
        STATED_RULE,
        OBJECTIVES_RULE,
        INVITE_RULE,
        CONTENTS_RULE,
        VOICE_RULE,
        DUAL_RULE,
        EVIDENCE_RULE,
    )

    place: PlaceRef = Field(
        title="Place directed to",
        description="URN, ukprn: and number, or id of the place",
        examples=["123456"],
    )
    notice_on: Day | None = Field(
        default=None,
        title="Notice given on",
        description="The day the parent was given written notice",
        examples=["2026-09-08"],
    )
    days: Count = Field(
        title="School days directed",
        description="The number of days the notice states",
        examples=["30"],
        ge=1,
        le=390,
    )
    objectives: Text | None = Field(
        default=None,
        title="Objectives",
        description="What the direction is to achieve",
        examples=["Return to full timetable"],
    )
    week: Week | None = Field(
        default=None,
        title="Week",
        description="Only when part time: ten 0s and 1s, Monday morning first",
        examples=[""],
    )

    decision: Count | None = Field(
        default=None,
        title="Decision",
        description="Number of the entry that decided it, with the notices that were given",
        examples=[""],
        ge=1,
    )
    first_review_on: PlannedDay | None = Field(
        default=None,
        title="First review",
        description="The day set for the first review",
        examples=["2026-10-19"],
    )
    authority_notice_on: Day | None = Field(
        default=None,
        title="Notice to the authority on",
        description="Where the pupil has a plan: the day the authority was given written notice",
        examples=[""],
    )
    notice_full: Literal["Y", "N"] | None = Field(
        default=None,
        title="Notice states all it must",
        description="Y where it states the address, the person to report to, the number of days, "
        "the reasons, the objectives and the times of sessions",
        examples=["Y"],
    )
    words: Text | None = own_words()
    not_given: Annotated[str | None, Coded("WORDS_NOT_GIVEN")] = why_no_words()

    @model_validator(mode="after")
    def _words_or_why(self) -> "OffSiteDirection":
        one_or_the_other(self.words, self.not_given)
        return self

    def problems(self, before: Before) -> Iterator[Problem]:
        """Only the pupil's school directs, to another place, once at a time."""
        if before.place is None or before.standing.roll_at(before.place.id) is None:
            # No more is said: what follows would tell a former school where the pupil is now.
            yield not_on_roll(self.on)
            return
        if self.place == before.place.id:
            yield Problem("place", "same_place", "Name a place other than the pupil's own school.")
        yield from open_already(before.standing, self.place, before.place.id)
        if self.decision is not None and self._decided(before) is None:
            yield Problem(
                "decision",
                "no_such_decision",
                "This school has no decision of that number for that place. Check the entry.",
            )

    def _decided(self, before: Before) -> Episode | None:
        place = before.place.id if before.place else None
        return decision_of(before.standing, place, self.place, self.decision)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """What its first day owes, by the law of the day for this type of school."""
        yield from begins_on_a_school_day(self.on, before.days, "the direction")
        yield from closed_before(before.facts(self.place), self.on, self.basis)
        yield from expected_elsewhere(before, self.place, self.week)
        yield from expired_evidence(self.place, before, self.on)
        basis = notice_basis(before.place)
        decided = self._decided(before)
        if basis is not None and basis.in_force(self.on):
            yield from self._notice(basis, before.days, self.notice_on or told_on(decided, *PARENT))
        yield from untold_authority(self, before, decided)
        yield from lacking(self, before, decided)
        yield from unheard(self, decided)
        if not self.objectives and not (decided and decided.movement.objectives):
            yield self._no_objectives(before)

    def _no_objectives(self, before: Before) -> Concern:
        law = in_force_for(before.place, CONTENTS_MAINTAINED, CONTENTS_ACADEMY, self.on)
        if law is None:
            words = "No objectives are recorded: say what the direction is to achieve."
            return Concern("no_objectives", words, OUR_OBJECTIVES, "note", field="objectives")
        words = "The notice must state the objectives: none are recorded."
        return Concern("no_objectives", words, law, field="objectives")

    def _notice(self, basis: Basis, days: SchoolDays, notice: date | None) -> Iterator[Concern]:
        if notice is None:
            yield Concern("no_notice", "No written notice is recorded.", basis, field="notice_on")
            return
        clear = clear_school_days(days, notice, self.on)
        if clear < CLEAR_DAYS:
            built_in = days.assumed_between(notice, self.on)
            assumed = " (counted on the built-in calendar)" if built_in else ""
            yield Concern(
                "short_notice",
                f"{clear} clear school days' notice, not the {CLEAR_DAYS} required{assumed}.",
                basis,
                field="notice_on",
                instead=decide_and_notify(self.place),
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """An open episode at the place; the pupil stays on the home school's roll."""
        episode = Provision(
            taken.number,
            self.id,
            self.place,
            None,
            self.on,
            None,
            taken.place,
            self.week,
            taken.earlier,
        )
        decided = decision_of(standing, taken.place, self.place, self.decision)
        if decided is not None:
            standing = standing.without_episode(decided.entry, self.on)
        return standing.with_provision(episode)

    def sentence(self, names: Names) -> str:
        """What happened."""
        notice = f", notice given {self.notice_on:%-d %B %Y}" if self.notice_on else ""
        length = counted(self.days, "school day")
        return f"Directed off site to {names(self.place)} for {length}{notice}"
