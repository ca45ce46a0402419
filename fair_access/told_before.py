"""What was told, or recorded, on the strength of what a step said before it was corrected."""

from collections.abc import Iterator, Sequence
from datetime import date

from fair_access.steps import READERS, CaseNotified, TakenStep, step_of
from movements.basis import Basis
from movements.entry import Entry
from movements.problems import Concern
from movements.superseded import superseded

TOLD_AGAIN = Basis("ours", "Who was told what has been corrected since is told of the correction")
_NOTICES = {
    "case_direction_consulted": "the school was consulted",
    "case_direction_served": "notice was served",
    "case_academy_asked": "the academy was asked",
    "case_secretary_asked": "the Secretary of State was asked",
    "case_directed": "the school was directed",
}
"""Steps by which somebody outside is told, besides those that say so."""


def told_before(one: TakenStep, steps: Sequence[Entry]) -> Iterator[Concern]:
    """Of a corrected step, who was told after it and before it was corrected, and not since.

    `steps` are the entries of all the steps of the case.
    """
    if not one.earlier:
        return
    gone = superseded(steps)
    later = [e for e in steps if e.number not in gone and (e.on, e.number) > _turn(one)]
    told = [said for e in later if e.number < one.entry.number for said in _told(e, one, later)]
    if told:
        words = "; ".join(told)
        yield Concern(
            "told_before_corrected",
            f"Before this was corrected, {words}. Tell them of the correction where it matters.",
            TOLD_AGAIN,
            level="note",
        )


def _turn(one: TakenStep) -> tuple[date, int]:
    return one.entry.on, one.first


def _told(entry: Entry, one: TakenStep, later: Sequence[Entry]) -> Iterator[str]:
    """What an entry told, unless the same reader was told again after the correction."""
    when = f"on {entry.on:%-d %B %Y} (entry {entry.number})"
    if entry.kind in _NOTICES:
        yield f"{_NOTICES[entry.kind]} {when}"
    whom = _whom(entry)
    if whom and not any(e.number > one.entry.number and _whom(e) == whom for e in later):
        yield f"{whom} was told {when}"


def _whom(entry: Entry) -> str | None:
    """Who was told by an entry, in words; None where it tells nobody."""
    step, _ = step_of(entry) or (None, None)
    return READERS[step.whom] if isinstance(step, CaseNotified) else None
