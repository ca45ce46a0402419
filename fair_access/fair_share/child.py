"""What of a child fair share looks at, and for whom that may be asked."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from fair_access.cases import SEES_CASES, cases_of, may_see_case
from fair_access.fair_share.advice import OfChild
from fair_access.fair_share.held import ShareHeld
from fair_access.fair_share.rolls import Asked
from fair_access.meetings.sight import before_panel
from fair_access.steps import CaseReferred, step_of
from movements.actor import Actor
from movements.linked import links
from movements.problems import Problem, Refused
from movements.register import entries, standing
from movements.scope import may_see
from movements.standing import Standing
from movements.superseded import superseded

APPLICATION = "in_year_application"


def may_ask_for(session: Session, pupil: str, by: Actor, today: date) -> bool:
    """Whether an actor may see the schools advised for a child.

    The authority's officers and auditors may for the children they see; its panel for those with a
    case before it. A school never may: the grounds say what is between a child and other schools.
    """
    if by.role not in SEES_CASES or by.authority is None:
        return False
    if by.role != "panel_member":
        return may_see(standing(session, pupil, today), by) == "all"
    listed = before_panel(session, by, today).cases
    return any(may_see_case(one, by, listed) for one in cases_of(session, pupil, today))


def of_child(
    session: Session,
    pupil: str,
    held: ShareHeld,
    asked: Asked,
    *,
    year: str | None = None,
    show_protected: bool = False,
) -> OfChild:
    """What is known of a child on a day: the year group, grounds, applications and journeys.

    Of a protected child, on that day or today, nothing but the year group, unless asked to show
    it. Raises Refused where no year group is held and none is given.
    """
    then = standing(session, pupil, asked.on, as_known_on=asked.known_on)
    now = standing(session, pupil, asked.today)
    year = year or str(then.details.get("nc_year") or "")
    if not year:
        words = "The child's year group is not held: give it with the question."
        raise Refused([Problem("year_group", "missing", words)])
    if (then.protected or now.protected) and not show_protected:
        return OfChild(year, withheld=True)
    records = links(session, asked.known_at).records(pupil)
    referred = _referral(session, pupil, asked)
    return replace(
        _known(then, year),
        wish=(referred.preferred_schools if referred else None) or "",
        travels=(referred.journey if referred else None) or "",
        matters={one.says.to_place: one.number for one in held.matters_on(asked.on, records)},
        journeys=held.journeys_on(asked.on, records),
    )


def _known(then: Standing, year: str) -> OfChild:
    applied = [one for one in then.episodes if one.kind == APPLICATION]
    return OfChild(
        year,
        rolls=frozenset(roll.place for roll in then.rolls),
        excluded_by={e.place: (e.on, e.entry) for e in then.exclusions if e.place},
        applied_to={one.movement.to_place: one.on for one in applied},
    )


def _referral(session: Session, pupil: str, asked: Asked) -> CaseReferred | None:
    """The child's last referral to the panel, as known."""
    held = entries(session, [pupil], asked.known_on)
    gone = superseded(held)
    found = None
    for entry in held:
        step, _ = step_of(entry) or (None, None)
        counts = entry.number not in gone and entry.on <= asked.on
        if isinstance(step, CaseReferred) and counts:
            found = step
    return found
