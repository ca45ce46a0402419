"""The thirteen categories of a fair access protocol, and what the register knows against each.

A test holds the referral's evidence, and what the register shows, against a category. Where the
register cannot know (a carer, a refuge) it asks who confirmed it. Nothing here refuses a referral;
a finding is a concern, recorded and shown.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from fair_access.referral.evidence import Evidence
from fair_access.scope import has_plan, is_looked_after
from movements.basis import Basis
from movements.clock import months_after
from movements.places import PlaceFacts
from movements.problems import Concern
from movements.standing import Provision, Roll, Standing

IN_FORCE = date(2021, 9, 1)
FOUR_WEEKS = timedelta(weeks=4)
ON_BEHAVIOUR = "challenging_behaviour"

REFUSAL = Basis(
    "statute",
    "School Admissions Code 2021 paragraph 3.10: a refusal on challenging behaviour, referred to "
    "the protocol",
    in_force_from=IN_FORCE,
)


@dataclass(frozen=True)
class RuledOut:
    """That an earlier case of the child was recorded as not eligible: on which day, and why."""

    on: date
    because: str


@dataclass(frozen=True)
class Facts:
    """What a test may look at beside the standing: places by id, and the referral's evidence.

    `ruled_out`: why no protocol was to place the child, as an earlier case has it. `authority` is
    the case's own; None where nothing is to be said of the authority that a place is in.
    """

    places: Mapping[str, PlaceFacts] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=Evidence)
    ruled_out: RuledOut | None = None
    authority: str | None = None

    def is_ap(self, place: str | None) -> bool:
        """Whether a place is an AP setting; a place nothing is known of counts as none."""
        facts = self.places.get(place) if place else None
        return facts is not None and facts.is_ap_setting


Test = Callable[[Standing, date, Facts], Concern | None]


@dataclass(frozen=True)
class Category:
    """One category: who it is for, what the panel must see, and its test."""

    id: str
    title: str
    evidence: str
    basis: Basis
    test: Test


def _basis(letter: str) -> Basis:
    return Basis("statute", f"School Admissions Code 2021 paragraph 3.17({letter})", IN_FORCE)


def _missing(letter: str, what: str, field: str) -> Concern:
    """Evidence that the referral does not give: a note, since the panel may see it otherwise."""
    words = f"The referral does not show {what}."
    return Concern("no_evidence", words, _basis(letter), level="note", field=field)


def _confirmed(letter: str) -> Test:
    """A category that the register cannot know: somebody confirms it."""

    def test(standing: Standing, on: date, facts: Facts) -> Concern | None:
        if facts.evidence.confirmed_by:
            return None
        return _missing(letter, CATEGORIES[letter].evidence, "confirmed_by")

    return test


def _plan_within_a_year(standing: Standing, on: date, facts: Facts) -> Concern | None:
    """Category a: a plan now, or one that ended within 12 months of the referral."""
    ended = facts.evidence.plan_ended
    if facts.evidence.plan_type is None:
        return _missing("a", "which plan it is", "plan_type")
    if ended is None or months_after(ended, 12) >= on:
        return None
    return Concern(
        "plan_over_12_months",
        f"The plan ended on {ended:%-d %B %Y}, more than 12 months before the referral.",
        _basis("a"),
        field="plan_ended",
    )


def _in_ap_or_excluded(standing: Standing, on: date, facts: Facts) -> Concern | None:
    """Category d: in alternative provision, or excluded and on no other school's roll since."""
    placed = any(_is_ap_episode(episode, facts) for episode in standing.provision)
    on_ap_roll = any(facts.is_ap(roll.place) for roll in standing.rolls)
    if placed or on_ap_roll or _excluded_and_unplaced(standing):
        return None
    return Concern(
        "not_in_ap",
        "The register shows no placement in alternative provision on that day, and no permanent "
        "exclusion after which the child is still without a school.",
        _basis("d"),
        field="category",
    )


def _is_ap_episode(episode: Provision, facts: Facts) -> bool:
    return episode.kind == "ap_placement" or facts.is_ap(episode.place)


def _excluded_and_unplaced(standing: Standing) -> bool:
    if not standing.exclusions:
        return False
    last = standing.exclusions[-1]
    return not any(r.place != last.place and r.since >= last.on for r in standing.main_rolls)


def _needs_without_a_plan(standing: Standing, on: date, facts: Facts) -> Concern | None:
    """Category e: special educational needs without an education, health and care plan."""
    if has_plan(standing):
        return Concern(
            "plan",
            "The child has an education, health and care plan: this category is for special "
            "educational needs without one.",
            _basis("e"),
            field="category",
        )
    if facts.evidence.need is None:
        return _missing("e", "which need it is", "need")
    if facts.evidence.need == "sen" and standing.details.get("sen_provision") == "N":
        return Concern(
            "no_sen_support",
            "The school's roll shows no special educational needs: say what support there is.",
            _basis("e"),
            level="note",
            field="need",
        )
    return None


def _in_kinship_care(standing: Standing, on: date, facts: Facts) -> Concern | None:
    """Category h: by an order of the court."""
    return None if facts.evidence.kinship else _missing("h", "the order of the court", "kinship")


def behaviour_refusals(standing: Standing, on: date) -> Iterator[int]:
    """The entries by which places were refused on challenging behaviour by a day, latest last."""
    for episode in standing.episodes:
        for step in episode.steps_of("in_year_outcome"):
            if step.movement.refused_for == ON_BEHAVIOUR and step.movement.on <= on:
                yield step.entry


def _was_refused(standing: Standing, on: date, facts: Facts) -> Concern | None:
    """Category j: a school refused a place on challenging behaviour and referred the child."""
    if any(behaviour_refusals(standing, on)):
        return None
    evidence = facts.evidence
    if evidence.refused_by and evidence.refused_on and evidence.refused_on <= on:
        return Concern(
            "refusal_not_held",
            "The register holds no refusal on challenging behaviour: have the school record the "
            "outcome of the application.",
            REFUSAL,
            level="note",
            field="refused_by",
        )
    return Concern(
        "no_refusal",
        "No refusal is recorded: name the school that refused a place and the day it did, on or "
        "before the referral.",
        REFUSAL,
        field="refused_by",
    )


def _out_of_education(standing: Standing, on: date, facts: Facts) -> Concern | None:
    """Category l: four weeks or more (of the calendar, not school days) out of education."""
    if standing.provision or any(not _excluded_from(standing, r) for r in standing.rolls):
        return Concern(
            "in_education",
            "The register shows the child on a roll or in a placement on that day, not out of "
            "education.",
            _basis("l"),
            field="category",
        )
    if facts.evidence.offered_not_taken == "Y":
        return Concern(
            "place_not_taken",
            "A suitable place was offered and not taken up: this category is not for that.",
            _basis("l"),
            field="offered_not_taken",
        )
    since = _out_since(standing)
    if since is None or on - since >= FOUR_WEEKS:
        return None
    return Concern(
        "under_four_weeks",
        f"Out of education since {since:%-d %B %Y}, {(on - since).days} days: four weeks end on "
        f"{since + FOUR_WEEKS:%-d %B %Y}.",
        _basis("l"),
        field="category",
    )


def _excluded_from(standing: Standing, roll: Roll) -> bool:
    """The name may stay on the roll of a school that has excluded the child for good."""
    return any(e.place == roll.place and e.on >= roll.since for e in standing.exclusions)


def _out_since(standing: Standing) -> date | None:
    """The last day anything ended; None where the register never knew of any education."""
    ends = [spell.until for spell in standing.former]
    ends += [removal.on for removal in standing.removals]
    ends += [exclusion.on for exclusion in standing.exclusions]
    return max(ends, default=None)


def _no_longer_looked_after(standing: Standing, on: date, facts: Facts) -> Concern | None:
    """Category m: previously, not now, looked after."""
    left = facts.evidence.left_care_on
    if not is_looked_after(standing):
        if left is None or left > on:
            return _missing("m", "the day on which the child left care", "left_care_on")
        return None
    return Concern(
        "looked_after_now",
        "The child is looked after now: this category is for a child who was looked after before.",
        _basis("m"),
        field="category",
    )


CATEGORIES: dict[str, Category] = {
    category.id: category
    for category in (
        Category(
            "a",
            "Child in need or child protection plan, now or within 12 months of the referral",
            "the type of plan and, if it has ended, the day it ended",
            _basis("a"),
            _plan_within_a_year,
        ),
        Category(
            "b",
            "Living in a refuge or other relevant accommodation at the point of referral",
            "confirmation by whoever runs the accommodation; never its address",
            _basis("b"),
            _confirmed("b"),
        ),
        Category(
            "c",
            "From the criminal justice system",
            "confirmation by the youth justice worker",
            _basis("c"),
            _confirmed("c"),
        ),
        Category(
            "d",
            "In alternative provision and needing reintegration to mainstream, or permanently "
            "excluded but deemed suitable for mainstream",
            "the setting's report on readiness for mainstream",
            _basis("d"),
            _in_ap_or_excluded,
        ),
        Category(
            "e",
            "Special educational needs without a plan, a disability or a medical condition",
            "what support is needed, and medical advice where there is a condition",
            _basis("e"),
            _needs_without_a_plan,
        ),
        Category(
            "f",
            "Carer",
            "who is cared for, and how it bears on schooling",
            _basis("f"),
            _confirmed("f"),
        ),
        Category(
            "g",
            "Homeless",
            "the housing authority's confirmation",
            _basis("g"),
            _confirmed("g"),
        ),
        Category(
            "h",
            "In a formal kinship care arrangement",
            "the order of the court",
            _basis("h"),
            _in_kinship_care,
        ),
        Category(
            "i",
            "Gypsy, Roma, Traveller, refugee or asylum seeker, or a child of one",
            "how the family describes itself, or its status",
            _basis("i"),
            _confirmed("i"),
        ),
        Category(
            "j",
            "Refused a place on challenging behaviour and referred to the protocol",
            "the refusal: the school, the day and its reasons",
            _basis("j"),
            _was_refused,
        ),
        Category(
            "k",
            "No place was sought because of exceptional circumstances",
            "the circumstances, and that the authority accepts them",
            _basis("k"),
            _confirmed("k"),
        ),
        Category(
            "l",
            "Out of education for four or more weeks with no place at any school within a "
            "reasonable distance",
            "the applications made and refused; no suitable place was offered and not taken",
            _basis("l"),
            _out_of_education,
        ),
        Category(
            "m",
            "Previously looked after, and the authority could not promptly secure a place",
            "how the child left care, and the places sought",
            _basis("m"),
            _no_longer_looked_after,
        ),
    )
}
"""The closed list of paragraph 3.17, in its order."""


def concerns_of(category: str, standing: Standing, on: date, facts: Facts) -> Iterator[Concern]:
    """What is found against a category by its test, while the list of 2021 is in force."""
    found = CATEGORIES[category].test(standing, on, facts)
    if found and found.basis.in_force(on):
        yield found
