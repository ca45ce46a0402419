"""A review is held: of a direction, a placement, a move, a part-time timetable or a return."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.clock import Clock, stepped
from movements.direction_law import (
    ACADEMIES_FROM,
    ATTENDEES,
    ATTENDEES_RULE,
    CONTINUES_ACADEMY,
    CONTINUES_MAINTAINED,
    CONTINUES_RULE,
    DAY_SET,
    INVITE_ACADEMY,
    INVITE_MAINTAINED,
    INVITED_BEFORE,
    LETTER_ACADEMY,
    LETTER_MAINTAINED,
    LETTER_RULE,
    OUR_END,
    TRANSITIONAL,
    TRANSITIONAL_RULE,
    directing_school,
    for_both,
    for_every,
)
from movements.episode_end import back_by
from movements.kind import Before, Coded, Names, PlannedDay, Taken, Text, said
from movements.lawful_ways import PROPOSE_FIRST
from movements.milestone import Milestone
from movements.move_law import AGREEMENT, AGREEMENT_RULE
from movements.part_time_law import PART_TIME_AGAIN
from movements.placement_law import PLACEMENT_AGAIN
from movements.problems import Concern, Problem, Wrong
from movements.reviews import DIRECTION, REVIEWED, over, reviewed, set_again
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.separation_law import SEPARATION_AGAIN
from movements.signatures import PROPOSED, in_the_way, signatures, way_to_sign
from movements.standing import Episode, Standing
from movements.voice import OWN_WORDS_RULE, one_or_the_other, own_words, unheard, why_no_words

REASONS = Basis("ours", "The parent is given the reasons of a review in plain English")
AGREED_END = Basis(
    "guidance",
    "Arranging alternative provision: an agreed maximum period, decided again at a review",
    date(2025, 2, 5),
    confirmed=False,
)
YesNo = Literal["Y", "N"]


OF_DIRECTION = frozenset({DIRECTION})


def _back_by(movement: Any, days: SchoolDays) -> date | None:
    return back_by(movement.until, days) if movement.until else None


def _invited_by(movement: Any, days: SchoolDays) -> date | None:
    following: date | None = movement.next_review_on
    return following - INVITED_BEFORE if following else None


def _next(movement: Any, days: SchoolDays) -> date | None:
    following: date | None = movement.next_review_on
    return following


class ReviewHeld(Milestone):
    """What was decided, why, until when; the pupil's own words; the day of the next review."""

    id: ClassVar[str] = "review_held"
    title: ClassVar[str] = "Review held"
    summary: ClassVar[str] = "A review decides whether an arrangement goes on, and for how long."
    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("Who was there", ("head_present", "parent_present", "nominee_present")),
    )
    about: ClassVar[frozenset[str]] = REVIEWED
    basis: ClassVar[Basis] = CONTINUES_MAINTAINED
    clocks: ClassVar[tuple[Clock, ...]] = (
        *for_every(
            Clock(
                id="direction_extended_end",
                title="End of a direction as a review has set it",
                owes="The school takes the pupil back, or decides again after a review",
                owner="school",
                unit="stated",
                basis=CONTINUES_MAINTAINED,
                counts_days=True,
                of=OF_DIRECTION,
                due_day=_back_by,
                stops=set_again,
            ),
            CONTINUES_ACADEMY,
            OUR_END,
        ),
        Clock(
            id="reviewed_end",
            title="End that a review has set",
            owes="Whoever arranged it ends it, or decides again after a review",
            owner="arranger",
            unit="stated",
            basis=AGREED_END,
            counts_days=True,
            of=REVIEWED - OF_DIRECTION,
            due_day=_back_by,
            stops=set_again,
        ),
        Clock(
            id="next_review",
            title="Next review, on the day that was set",
            owes="Whoever arranged it holds the next review",
            owner="arranger",
            unit="stated",
            basis=DAY_SET,
            due_day=_next,
            stops=reviewed,
            over=over,
        ),
        PLACEMENT_AGAIN,
        PART_TIME_AGAIN,
        SEPARATION_AGAIN,
        *for_both(
            Clock(
                id="review_invitation",
                title="Invitation to the next review of a direction",
                owes="The school invites in writing, six days before",
                owner="school",
                unit="stated",
                basis=INVITE_MAINTAINED,
                of=OF_DIRECTION,
                due_day=_invited_by,
                stops=stepped("review_invitation"),
                over=over,
            ),
            INVITE_ACADEMY,
        ),
        *for_both(
            Clock(
                id="review_letter",
                title="Letter after a review of a direction",
                owes="The school sends the outcome and its reasons in writing",
                owner="school",
                unit="calendar_days",
                length=6,
                basis=LETTER_MAINTAINED,
                of=OF_DIRECTION,
                stops=stepped("review_letter"),
            ),
            LETTER_ACADEMY,
        ),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        CONTINUES_RULE,
        Rule("review_reasons", "Reasons of a review", (Version("In plain English", REASONS),)),
        LETTER_RULE,
        ATTENDEES_RULE,
        TRANSITIONAL_RULE,
        AGREEMENT_RULE,
        OWN_WORDS_RULE,
    )

    outcome: Annotated[str, Coded("REVIEW_DECISIONS")] = Field(
        title="Outcome",
        description="extend, return, continue, or for a direction convert (to an agreed move)",
        examples=["extend"],
    )
    until: PlannedDay | None = Field(
        default=None,
        title="Last day",
        description="The new last day: needed where it is extended; may be given on a return",
        examples=["2026-12-18"],
    )
    reasons: Text | None = Field(
        default=None,
        title="Reasons",
        description="For the parent, in plain English",
        examples=["Mornings go well; afternoons need more time"],
    )
    words: Text | None = own_words()
    not_given: Annotated[str | None, Coded("WORDS_NOT_GIVEN")] = why_no_words()
    next_review_on: PlannedDay | None = Field(
        default=None,
        title="Next review",
        description="The day set for the next review",
        examples=["2026-11-30"],
    )
    head_present: YesNo | None = Field(
        default=None, title="Head present", description="Y or N", examples=["Y"]
    )
    parent_present: YesNo | None = Field(
        default=None, title="Parent present", description="Y or N", examples=["Y"]
    )
    nominee_present: YesNo | None = Field(
        default=None,
        title="Trustees' nominee present",
        description="Of an academy: a person the trustees name who is not the head",
        examples=["Y"],
    )

    @model_validator(mode="after")
    def _lasts(self) -> "ReviewHeld":
        if self.outcome == "extend" and self.until is None:
            raise Wrong("until", "missing", "Give the new last day: it is extended.")
        if self.until and self.outcome not in ("extend", "return"):
            words = "Leave the last day empty: only what is extended or ends has a new one."
            raise Wrong("until", "not_for_this", words)
        one_or_the_other(self.words, self.not_given)
        return self

    def problems(self, before: Before) -> Iterator[Problem]:
        """Only a direction can become a managed move."""
        yield from super().problems(before)
        episode = self._about(before)
        if self.outcome == "convert" and episode and episode.kind != DIRECTION:
            yield Problem(
                "outcome", "not_for_this", "Only an off-site direction becomes a managed move."
            )

    def _about(self, before: Before) -> Episode | None:
        return self.meant(before.standing, before.place.id if before.place else None)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """No reasons, no pupil's words; a move nobody agreed to; an academy's own rules."""
        episode = self._about(before)
        if episode is None:
            return
        if not self.reasons:
            yield Concern("no_reasons", "Give the parent the reasons.", REASONS, field="reasons")
        heard = (s.movement for s in episode.steps_of("pupil_views"))
        if not any((view.at, view.on) == ("review", self.on) for view in heard):
            yield from unheard(self.words, self.not_given)
        if self.outcome == "convert":
            yield from self._converted(before.standing, episode)
        if episode.kind == DIRECTION:
            yield from self._by_an_academy(before, episode)

    def _converted(self, standing: Standing, episode: Episode) -> Iterator[Concern]:
        proposed = [e for e in standing.open_episodes(PROPOSED) if e.place == episode.place]
        found = [signatures(e, standing) for e in proposed]
        if any(one.complete for one in found):
            return
        missing = in_the_way(found[-1]) if found else "no managed move has been proposed"
        yield Concern(
            "not_agreed",
            f"A direction becomes a managed move only once all have agreed: {missing}.",
            AGREEMENT,
            field="outcome",
            instead=way_to_sign(found[-1]) if found else PROPOSE_FIRST,
        )

    def _by_an_academy(self, before: Before, episode: Episode) -> Iterator[Concern]:
        school = directing_school(before, episode)
        academy = school is not None and school.is_academy and not school.is_maintained
        if not academy or not ATTENDEES.in_force(self.on):
            return
        present = (self.head_present, self.parent_present, self.nominee_present)
        if present != ("Y", "Y", "Y"):
            yield Concern(
                "attendees",
                "An academy's review is attended by the head, the parent and a person the "
                "trustees name: say who was there.",
                ATTENDEES,
                level="note",
                field="nominee_present",
            )
        if episode.on < ACADEMIES_FROM:
            yield Concern(
                "transitional",
                "The direction was running when the law for academies began: check the "
                "transitional provision.",
                TRANSITIONAL,
                level="note",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """A new last day for the placement or direction."""
        episode = self.meant(standing, taken.place)
        if episode is None or self.until is None:
            return standing
        return standing.lasting_until(episode.entry, self.until)

    def sentence(self, names: Names) -> str:
        """What happened."""
        until = f", until {self.until:%-d %B %Y}" if self.until else ""
        following = f"; next review {self.next_review_on:%-d %B %Y}" if self.next_review_on else ""
        return f"Review held: {said('REVIEW_DECISIONS', self.outcome)}{until}{following}"
