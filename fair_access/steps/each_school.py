"""Whether each school that would suit the child has refused, before one of them is directed.

The law lets an authority direct a maintained school only where it is so of each suitable school
within a reasonable distance. Which those are a person says; what each did the register shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fair_access.law import EACH_REFUSED
from fair_access.steps.step import CaseBefore
from movements.kind import Names
from movements.problems import Concern, Problem


@dataclass(frozen=True)
class TurnedAway:
    """That a school refused the child a place, or excluded the child: when, by which entry."""

    place: str
    how: str
    on: date
    entry: int

    @property
    def words(self) -> str:
        """What it did, after its name."""
        return f"{self.how} on {self.on:%-d %B %Y} (entry {self.entry})"


def turned_away(before: CaseBefore) -> dict[str, TurnedAway]:
    """What the case and the register show of each school, by its id; the last where there are two.

    Refusals of a place allocated in this case, of an in-year application, permanent exclusions.
    """
    return {one.place: one for one in sorted(_every(before), key=lambda x: (x.on, x.entry))}


def _every(before: CaseBefore) -> Iterator[TurnedAway]:
    for place, on, entry in before.state.refused_by:
        yield TurnedAway(place, "refused", on, entry)
    for place, one in ((e.place, e) for e in before.standing.exclusions if e.place):
        yield TurnedAway(place, "excluded the child permanently", one.on, one.entry)
    applied = (one for one in before.standing.episodes if one.kind == "in_year_application")
    for episode in applied:
        for step in episode.steps_of("in_year_outcome"):
            if step.movement.outcome == "refused":
                place = episode.movement.to_place
                yield TurnedAway(place, "refused in-year", step.movement.on, step.entry)


def unasked(
    suitable: tuple[str, ...] | None, not_each: str | None, before: CaseBefore
) -> Iterator[Problem]:
    """Neither the schools are named, each with its refusal, nor is it said why not.

    Of a protected child nothing is held against the names: the answer would tell of a place.
    """
    if not_each is not None:
        return
    if not suitable:
        words = (
            "Name each suitable school within a reasonable distance of the home, or say below why "
            "not each of them has refused."
        )
        yield Problem("suitable", "missing", words)
    elif not before.standing.protected:
        missing = _without(suitable, before)
        if missing:
            words = (
                f"No refusal and no permanent exclusion by {', '.join(missing)} is recorded: "
                "record it first, or say below why the notice was served all the same."
            )
            yield Problem("suitable", "not_refused", words)


def _without(suitable: tuple[str, ...], before: CaseBefore) -> list[str]:
    shown = turned_away(before)
    return [_name(place, before) for place in suitable if place not in shown]


def _name(place: str, before: CaseBefore) -> str:
    facts = before.facts.places.get(place)
    return facts.name if facts else "a school"


def not_of_each(not_each: str | None) -> Iterator[Concern]:
    """That the notice was served though not each has refused."""
    if not_each is not None:
        yield Concern(
            "not_each_refused",
            "Not each suitable school is shown to have refused the child, for a reason that is "
            "recorded: the law lets a school be directed where each has.",
            EACH_REFUSED,
            field="not_each",
        )


def told_of_each(suitable: tuple[str, ...] | None, before: CaseBefore, names: Names) -> str:
    """What is shown of each school named, after a sentence; of a protected child nothing."""
    if not suitable or before.standing.protected:
        return ""
    shown = turned_away(before)
    said = [
        f"{names(place)} {shown[place].words if place in shown else '(nothing is recorded)'}"
        for place in suitable
    ]
    return f". Suitable schools within a reasonable distance: {'; '.join(said)}"
