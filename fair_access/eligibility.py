"""The thirteen categories of a fair access protocol, and what the register knows against each.

A test finds what the register shows against a category. It finds nothing where the register
cannot know (a carer, a refuge, a plan): the panel looks at the evidence. Nothing here refuses a
referral; a finding is a concern, recorded and shown.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from movements.basis import Basis
from movements.places import PlaceFacts
from movements.problems import Concern
from movements.standing import Provision, Roll, Standing

IN_FORCE = date(2021, 9, 1)
FOUR_WEEKS = timedelta(weeks=4)

PLAN = Basis(
    "statute",
    "Children and Families Act 2014 s.43: a school is named in the plan, and a fair access "
    "protocol does not place the child",
    confirmed=False,
)
LOOKED_AFTER = Basis(
    "statute",
    "School Standards and Framework Act 1998 s.97A: a looked-after child is placed by direction, "
    "not by a fair access protocol",
    confirmed=False,
)
REFUSAL = Basis(
    "statute",
    "School Admissions Code 2021 paragraph 3.10: a refusal on challenging behaviour, referred to "
    "the protocol",
    in_force_from=IN_FORCE,
)


@dataclass(frozen=True)
class Facts:
    """What a test may look at beside the standing: places by id, and a refusal that was named."""

    places: Mapping[str, PlaceFacts] = field(default_factory=dict)
    refused_by: str | None = None
    refused_on: date | None = None

    def is_ap(self, place: str | None) -> bool:
        """Whether a place is an AP setting; a place nothing is known of counts as none."""
        facts = self.places.get(place) if place else None
        return facts is not None and facts.is_ap_setting


Test = Callable[[Standing, date, Facts], Concern | None]


def _unknowable(standing: Standing, on: date, facts: Facts) -> Concern | None:
    return None


@dataclass(frozen=True)
class Category:
    """One category: who it is for, what the panel must see, and what the register can test."""

    id: str
    title: str
    evidence: str
    basis: Basis
    test: Test = _unknowable


def _basis(letter: str) -> Basis:
    return Basis("statute", f"School Admissions Code 2021 paragraph 3.17({letter})", IN_FORCE)


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


def _no_plan(standing: Standing, on: date, facts: Facts) -> Concern | None:
    """Category e: special educational needs without an education, health and care plan."""
    if not _has_plan(standing):
        return None
    return Concern(
        "plan",
        "The child has an education, health and care plan: this category is for special "
        "educational needs without one.",
        _basis("e"),
        field="category",
    )


def _has_plan(standing: Standing) -> bool:
    return standing.details.get("sen_provision") == "E"


def _was_refused(standing: Standing, on: date, facts: Facts) -> Concern | None:
    """Category j: a school refused a place on challenging behaviour and referred the child."""
    if facts.refused_by and facts.refused_on and facts.refused_on <= on:
        return None
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
    if not _is_looked_after(standing):
        return None
    return Concern(
        "looked_after_now",
        "The child is looked after now: this category is for a child who was looked after before.",
        _basis("m"),
        field="category",
    )


def _is_looked_after(standing: Standing) -> bool:
    return standing.details.get("looked_after") == "Y"


CATEGORIES: dict[str, Category] = {
    category.id: category
    for category in (
        Category(
            "a",
            "Child in need or child protection plan, now or within 12 months of the referral",
            "the type of plan and, if it has ended, the day it ended",
            _basis("a"),
        ),
        Category(
            "b",
            "Living in a refuge or other relevant accommodation at the point of referral",
            "confirmation by whoever runs the accommodation; never its address",
            _basis("b"),
        ),
        Category(
            "c",
            "From the criminal justice system",
            "confirmation by the youth justice worker",
            _basis("c"),
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
            _no_plan,
        ),
        Category("f", "Carer", "who is cared for, and how it bears on schooling", _basis("f")),
        Category("g", "Homeless", "the housing authority's confirmation", _basis("g")),
        Category(
            "h", "In a formal kinship care arrangement", "the order of the court", _basis("h")
        ),
        Category(
            "i",
            "Gypsy, Roma, Traveller, refugee or asylum seeker, or a child of one",
            "how the family describes itself, or its status",
            _basis("i"),
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
    """What the register shows against a referral: its category's test, then who is out of scope."""
    found = CATEGORIES[category].test(standing, on, facts)
    shown = [found] if found else []
    shown += out_of_scope(standing)
    yield from {c.code: c for c in reversed(shown) if c.basis.in_force(on)}.values()


def out_of_scope(standing: Standing) -> list[Concern]:
    """Children whom a protocol does not place, whatever the category."""
    found = []
    if _has_plan(standing):
        found.append(
            Concern(
                "plan",
                "The child has an education, health and care plan: the authority names a school "
                "in the plan; the panel does not place the child.",
                PLAN,
            )
        )
    if _is_looked_after(standing):
        found.append(
            Concern(
                "looked_after",
                "The child is looked after: the authority may direct a school to admit; the panel "
                "does not place the child.",
                LOOKED_AFTER,
            )
        )
    return found
