"""What an earlier case of a child says that bears on a later one."""

from collections.abc import Mapping, Sequence

from fair_access.eligibility import Facts, RuledOut
from fair_access.steps.eligible import CaseNotEligible
from movements.entry import Entry
from movements.places import PlaceFacts
from movements.superseded import superseded

LASTING = frozenset({"plan", "looked_after"})
"""Why a child was not eligible that holds until somebody says that it has changed."""


def facts_for(
    step: Entry | None, case_id: str, held: Sequence[Entry], places: Mapping[str, PlaceFacts]
) -> Facts:
    """What a step of a case is judged by besides the standing, given the pupil's entries.

    `step` is its entry, where it is recorded: what came after it is not looked at. Of another
    authority's cases nothing is told.
    """
    authority = next((one.authority for one in held if one.case_id == case_id), None)
    before = (one for one in held if step is None or one.number < step.number)
    others = [one for one in before if one.authority == authority and one.case_id != case_id]
    gone = superseded(held) if others else {}
    counting = (one for one in others if one.number not in gone)
    ruled = [one for one in map(_ruled_out, counting) if one is not None]
    return Facts(places, ruled_out=ruled[-1] if ruled else None, authority=authority)


def _ruled_out(entry: Entry) -> RuledOut | None:
    if entry.kind != CaseNotEligible.id or entry.details is None:
        return None
    because = str(entry.answers()["because"])
    return RuledOut(entry.on, because) if because in LASTING else None
