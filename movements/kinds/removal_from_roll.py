"""A pupil's name deleted from the admission register on one of the fifteen grounds."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.codes_outcomes import NOWHERE
from movements.exclusion_law import review_is_open
from movements.home_educated import HOME_EDUCATION, MISSING, ORDER, home_educated
from movements.kind import (
    Before,
    Coded,
    Count,
    Day,
    Kind,
    Names,
    PlaceRef,
    Taken,
    not_on_roll,
    said,
)
from movements.last_seen import seen_again
from movements.lawful_ways import AFTER_THE_REVIEW, keep_until_agreed
from movements.missing_law import CONTACT, SOON_AFTER_RULE, soon_after
from movements.problems import Concern, Problem
from movements.registration_law import before_2024
from movements.removal_conditions import RULES, conditions
from movements.rule import Rule, Version
from movements.school_age import of_school_age
from movements.school_days import SchoolDays
from movements.sent_on import CTF_SENT, DELETION_RETURN, PROTECTION_FILE
from movements.standing import MAIN_STATUSES, Removal, Standing
from movements.unconfirmed import passed_on

GROUNDS = Basis(
    "statute",
    "School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208) reg 9(1)",
    in_force_from=date(2024, 8, 19),
    earlier=before_2024("reg 8(1)"),
)
REVIEW_FIRST = Basis(
    "statute",
    "SI 2024/208 reg 9(1)(o): only after the review routes end",
    in_force_from=date(2024, 8, 19),
    confirmed=False,
    earlier=before_2024("reg 8: only after the review routes end"),
)
DESTINATION = Basis("ours", "A child removed from roll is seen at the next place within days")
NO_DESTINATION_NEEDED = frozenset({"k", "l"})
REVIEW_DAYS = 15


def _seen(start: Started, later: Later) -> bool:
    """Registered elsewhere, before the removal or since; placed; or gone on to what is known."""
    told = later.movement
    if told.id == "destination":
        return told.value("destination") not in NOWHERE
    if told.id in {"on_roll", "ap_placement", "cme_traced"}:
        return True
    now = later.standing
    return bool(now.main_rolls or now.provision) or home_educated(now)


def _unnoticed(movement: Any, before: Standing, days: SchoolDays) -> date | None:
    """Counted where it alone says that the child is educated at home: the notice has its own."""
    on: date = movement.on
    return on if movement.is_at_home and not before.open_episodes(HOME_EDUCATION) else None


def _asked_at_home(start: Started, later: Later) -> bool:
    """Told of by a notice, or asked by one of an order; seen or spoken to; or at school again."""
    told = later.movement.id in {HOME_EDUCATION, MISSING, ORDER, "contact_made"}
    return told or bool(later.standing.main_rolls)


def _settled(standing: Standing, to_place: str | None) -> Standing:
    """A school that claims the pupil has the pupil once the one left says so too."""
    said = (c for c in standing.claims if c.place == to_place and c.status in MAIN_STATUSES)
    claim = next(said, None)
    if claim is None or standing.main_rolls:
        return standing
    if claim.authority:
        standing = standing.under(claim.authority)
    return passed_on(standing, standing.removals[-1].place, claim).with_roll(claim)


class RemovalFromRoll(Kind):
    """The name is deleted. Mandatory when a ground is met, forbidden otherwise, never backdated."""

    id: ClassVar[str] = "removal_from_roll"
    title: ClassVar[str] = "Removal from roll"
    summary: ClassVar[str] = "A pupil's name is deleted from the admission register."
    basis: ClassVar[Basis] = GROUNDS
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "removal_grounds",
            "Grounds for removal from roll",
            (Version("Only on one of the grounds listed, and whenever one is met", GROUNDS),),
        ),
        Rule(
            "removal_after_review",
            "Removal after a permanent exclusion",
            (Version("Only once the review routes have ended", REVIEW_FIRST),),
        ),
        SOON_AFTER_RULE,
        *RULES,
    )
    clocks: ClassVar[tuple[Clock, ...]] = (
        seen_again("seen_after_removal", "A child removed without a school seen"),
        Clock(
            id="destination_known",
            title="Next place known after a removal from roll",
            owes="The authority finds where the child is educated now",
            owner="authority",
            unit="school_days",
            local="destination_days",
            basis=DESTINATION,
            applies=lambda movement: movement.ground not in NO_DESTINATION_NEEDED,
            stops=_seen,
            aged=of_school_age,
        ),
        Clock(
            id="removed_to_home_contact",
            title="The family asked how a child removed without a notice recorded is educated",
            owes="The authority records the notice of home education, or contact with the family",
            owner="authority",
            unit="weeks",
            local="home_education_weeks",
            basis=CONTACT,
            counted_from=_unnoticed,
            stops=_asked_at_home,
            over=lambda start, later: later.standing.left_education,
            aged=of_school_age,
        ),
        DELETION_RETURN,
        *CTF_SENT,
        PROTECTION_FILE,
    )

    ground: Annotated[str, Coded("REMOVAL_GROUNDS")] = Field(
        title="Ground",
        description="The letter a to o of regulation 9(1)",
        examples=["a"],
    )
    to_place: PlaceRef | None = Field(
        default=None,
        title="Next place",
        description="Where the pupil goes, if known",
        examples=["123456"],
    )
    deleted_on: Day | None = Field(
        default=None,
        title="Deleted on",
        description="The day the name was struck out, where it was not the same day",
        examples=[""],
    )
    other_schools_agree_on: Day | None = Field(
        default=None,
        title="Other schools agreed on",
        description="Ground c: the day the other schools consented",
        examples=[""],
    )
    order_changed_on: Day | None = Field(
        default=None,
        title="Attendance order changed on",
        description="Grounds d and e: the day the order was changed or revoked",
        examples=[""],
    )
    notice_from_parent_on: Day | None = Field(
        default=None,
        title="Parent's notice dated",
        description="Ground f: the day of the parent's written notice",
        examples=[""],
    )
    moved_on: Day | None = Field(
        default=None,
        title="Moved away on",
        description="Ground g: the day from which the pupil lives too far from the school",
        examples=[""],
    )
    leave_ended_on: Day | None = Field(
        default=None,
        title="Leave ended on",
        description="Ground h: the last day of the leave of absence",
        examples=[""],
    )
    last_attended_on: Day | None = Field(
        default=None,
        title="Last attended on",
        description="Ground i: the last day of attendance",
        examples=[""],
    )
    school_enquiries_on: Day | None = Field(
        default=None,
        title="School's enquiries on",
        description="Grounds h and i: the day of the school's last enquiry",
        examples=[""],
    )
    authority_enquiries_on: Day | None = Field(
        default=None,
        title="Authority's enquiries on",
        description="Grounds h and i: the day of the authority's last enquiry",
        examples=[""],
    )
    sentence_months: Count | None = Field(
        default=None,
        title="Sentence in months",
        description="Ground j: the length of the sentence",
        examples=[""],
        ge=0,
        le=600,
    )
    died_on: Day | None = Field(
        default=None,
        title="Died on",
        description="Ground k: the day of the death",
        examples=[""],
    )
    protection_file: Literal["Y", "N"] | None = Field(
        default=None,
        title="Child protection file",
        description="Y where the school holds one",
        examples=["N"],
    )
    return_sent_on: Day | None = Field(
        default=None,
        title="Authority told on",
        description="The day of the deletion return",
        examples=[""],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """A name can be deleted only where it stands."""
        if before.place is None or before.standing.roll_at(before.place.id) is None:
            yield not_on_roll(self.on)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Grounds whose condition the register does not bear out."""
        standing = before.standing
        if self.ground == "a" and len(standing.rolls) < 2 and standing.pending_move is None:
            yield from self._no_other_roll(standing)
        if self.ground == "o":
            yield from self._after_exclusion(before)
        if self.ground == "f":
            yield from soon_after(standing, self.on, "ground")
        yield from conditions(self, before)

    def _no_other_roll(self, standing: Standing) -> Iterator[Concern]:
        """A school named is no registration: no more than a note, as it may enter the pupil yet."""
        if self.to_place is None:
            yield Concern(
                "no_other_roll",
                "Ground a needs a registration at another school: none is known on that day.",
                GROUNDS,
                field="ground",
                instead=keep_until_agreed(None),
            )
        elif not self._known_there(standing):
            yield Concern(
                "not_entered_yet",
                "Ground a is met once the next school has entered the pupil: it had not when the "
                "name was deleted. See that it does.",
                GROUNDS,
                level="note",
                field="to_place",
                instead=keep_until_agreed(self.to_place),
            )

    def _known_there(self, standing: Standing) -> bool:
        """By a claim of that school, or by the registration at two schools.

        Of a protected child it stays unsaid which school claims the child.
        """
        if standing.protected:
            return False
        claimed = any(claim.place == self.to_place for claim in standing.claims)
        return claimed or bool(standing.open_episodes("dual_registration"))

    def _after_exclusion(self, before: Before) -> Iterator[Concern]:
        place = before.place.id if before.place else None
        here = [e for e in before.standing.exclusions if e.place == place]
        if not here:
            yield Concern(
                "no_exclusion",
                "Ground o needs a permanent exclusion by this school: none is recorded.",
                GROUNDS,
                field="ground",
                instead=keep_until_agreed(self.to_place),
            )
            return
        episode = before.standing.episode(here[-1].entry)
        open_still = review_is_open(episode, self.on, before.days) if episode else None
        if open_still:
            yield Concern(
                "review_open",
                "Removed while a review of the exclusion may still be applied for or is under way.",
                REVIEW_FIRST,
                field="ground",
                instead=AFTER_THE_REVIEW,
            )
        elif open_still is None:
            yield from self._governors_unknown(here[-1].on, before.days)

    def _governors_unknown(self, excluded: date, days: SchoolDays) -> Iterator[Concern]:
        """Where no notice of the governors' decision is known: no review route can have ended."""
        if days.add(excluded, REVIEW_DAYS) >= self.on:
            built_in = days.assumed_between(excluded, self.on)
            assumed = " (counted on the built-in calendar)" if built_in else ""
            yield Concern(
                "review_open",
                f"Removed before the fifteen school days for a review can have passed{assumed}.",
                REVIEW_FIRST,
                field="ground",
                instead=AFTER_THE_REVIEW,
            )
        else:
            yield Concern(
                "governors_unknown",
                "Removed with no decision of the governors recorded: the fifteen school days for "
                "a review run from the notice of it.",
                REVIEW_FIRST,
                level="note",
                field="ground",
                instead=AFTER_THE_REVIEW,
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """Off this roll; the authority of residence is responsible where no roll is left."""
        if taken.place is None:
            return standing
        for episode in standing.open_episodes("dual_registration"):
            if taken.place in (episode.place, *episode.named):
                standing = standing.without_episode(episode.entry, self.on)
        removal = Removal(self.on, taken.place, self.ground, self.to_place, self.is_at_home)
        return _settled(standing.without_roll(removal), self.to_place)

    @property
    def is_at_home(self) -> bool:
        """To be educated otherwise than at school, with the paper that the ground needs."""
        papers = {"e": self.order_changed_on, "f": self.notice_from_parent_on}
        return papers.get(self.ground) is not None

    def sentence(self, names: Names) -> str:
        """What happened."""
        where = f", going to {names(self.to_place)}" if self.to_place else ""
        ground = said("REMOVAL_GROUNDS", self.ground)
        return f"Removed from roll on ground {self.ground} ({ground}){where}"
