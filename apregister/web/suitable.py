"""What the form of a direction begins with: the schools that are shown to have refused."""

from sqlmodel import Session

from fair_access.case_reader import Case
from fair_access.steps import CaseBefore, Step
from fair_access.steps.each_school import turned_away
from movements.record import today
from movements.register import standings


def suitable_shown(session: Session, found: Case, step: type[Step]) -> dict[str, str]:
    """The schools that refused or excluded the child, one to a line, to be checked and added to.

    Of a protected child none.
    """
    if "suitable" not in step.fields() or found.protected:
        return {}
    now = standings(session, {found.pupil}, today())[found.pupil]
    return {"suitable": "\n".join(turned_away(CaseBefore(found.state, now)))}
