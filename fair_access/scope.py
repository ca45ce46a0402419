"""Children whom a protocol does not place, whatever the category; each with the right route."""

from fair_access.case_state import CaseState
from fair_access.law import IN_YEAR_FIRST, LOOKED_AFTER, PLAN, RULED_OUT
from movements.kind import said
from movements.problems import Concern
from movements.standing import Standing

APPLICATION = "in_year_application"
NEED_NOT_HAVE_APPLIED = frozenset({"d", "j", "k"})
"""Categories of who is placed or excluded, was refused, or for whom no place was sought."""

APPLIED = frozenset({"refused", "awaited"})


def has_plan(standing: Standing) -> bool:
    """Whether the child has an education, health and care plan."""
    return standing.details.get("sen_provision") == "E"


def is_looked_after(standing: Standing) -> bool:
    """Whether a local authority looks after the child now."""
    return standing.details.get("looked_after") == "Y"


def out_of_scope(standing: Standing, state: CaseState) -> list[Concern]:
    """Why a protocol does not place the child, as the register and the referral show it."""
    found = []
    if has_plan(standing):
        found.append(
            Concern(
                "plan",
                "The child has an education, health and care plan: the authority names a school "
                "in the plan; the panel does not place the child.",
                PLAN,
            )
        )
    if is_looked_after(standing):
        found.append(
            Concern(
                "looked_after",
                "The child is looked after: the authority may direct a school to admit; the panel "
                "does not place the child.",
                LOOKED_AFTER,
            )
        )
    if state.ruled_out is not None:
        found.append(
            Concern(
                "ruled_out",
                f"The case was recorded as not eligible: {said('NOT_ELIGIBLE', state.ruled_out)}.",
                RULED_OUT,
            )
        )
    if _must_have_applied(standing, state) and state.in_year not in APPLIED:
        found.append(_not_tried(state))
    return found


def still_out_of_scope(standing: Standing, state: CaseState) -> list[Concern]:
    """Why a protocol does not place the child, as far as no override was recorded for it."""
    return [one for one in out_of_scope(standing, state) if one.code not in state.overridden]


def _must_have_applied(standing: Standing, state: CaseState) -> bool:
    """Whether somebody has to say that a place was applied for: the register knows of none."""
    if state.category in NEED_NOT_HAVE_APPLIED:
        return False
    return not any(episode.kind == APPLICATION for episode in standing.episodes)


def _not_tried(state: CaseState) -> Concern:
    """Said not to have been tried, or left unsaid: an empty answer is not "tried"."""
    if state.in_year is None:
        return Concern(
            "in_year_unsaid",
            "Nobody has said whether an ordinary in-year application was tried: say it as the "
            "case is agreed, or have the application recorded.",
            IN_YEAR_FIRST,
            field="in_year",
        )
    return Concern(
        "in_year_not_tried",
        "No ordinary in-year application has been tried: apply first; the protocol does not "
        "replace it.",
        IN_YEAR_FIRST,
        field="in_year",
    )
