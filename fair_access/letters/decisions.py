"""Which decisions are told by letter, and to whom: an entry for each kind of decision."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fair_access.steps import READERS, Reader, TakenStep
from movements.standing import Standing


def _allocated(one: TakenStep, then: Standing) -> str:
    """The place that was allocated, or was until this step."""
    found = one.after.allocation or one.before.allocation
    return found.to_place if found else ""


def _where_the_child_is(one: TakenStep, then: Standing) -> str:
    return then.main_roll.place if then.main_roll else ""


def _by_movement(one: TakenStep) -> str:
    return str(one.step.value("movement"))


def _by_route(one: TakenStep) -> str:
    return str(one.step.value("route"))


def _one_for_all(one: TakenStep) -> str:
    return ""


@dataclass(frozen=True)
class Decision:
    """A kind of decision: who is written to of it, and which school is "the school".

    `variant` tells apart decisions of one step that are told in words of their own.
    """

    step: str
    readers: tuple[Reader, ...]
    school: Callable[[TakenStep, Standing], str] = _allocated
    variant: Callable[[TakenStep], str] = _one_for_all

    def school_of(self, one: TakenStep, then: Standing) -> str:
        """The id of the school of the place, given the standing of the day; "" where none is."""
        return self.school(one, then)

    def readers_of(self, one: TakenStep, then: Standing) -> Iterator[Reader]:
        """Those of its readers that there are: no school without a place, none written to twice."""
        school, referrer = self.school_of(one, then), one.after.referred_by
        there = {"parent": True, "school": bool(school), "referrer": referrer not in (None, school)}
        yield from (whom for whom in self.readers if there[whom])

    def paths(self, one: TakenStep, whom: Reader) -> Iterator[str]:
        """Where its sentences may stand in a language's file, the closest first."""
        variant = self.variant(one)
        if variant:
            yield f"letter.{self.step}.{variant}.{whom}"
        yield f"letter.{self.step}.{whom}"


EVERY: tuple[Reader, ...] = tuple(READERS)
DECISIONS: dict[str, Decision] = {
    one.step: one
    for one in (
        Decision("case_allocated", EVERY, variant=_by_movement),
        Decision("case_supported", ("parent", "school"), school=_where_the_child_is),
        Decision("case_assessment", ("parent", "referrer")),
        Decision("case_deferred", ("parent", "referrer")),
        Decision("case_not_eligible", ("parent", "referrer")),
        Decision("case_refusal_accepted", ("parent", "school")),
        Decision("case_direction_served", ("parent", "school"), variant=_by_route),
        Decision("case_directed", ("parent", "school")),
        Decision("case_withdrawn", ("parent", "referrer")),
    )
}
"""The decisions that are told by letter, by the step that takes them."""
