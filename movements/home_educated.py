"""A child educated at home by notice: no school's, and not out of sight."""

from movements.standing import Standing

HOME_EDUCATION = "elective_home_education"
MISSING = "child_missing_education"


def home_educated(standing: Standing) -> bool:
    """On no main roll, with notice in writing of education at home, and not held as missing.

    The authority is responsible, and its duty after children missing education does not reach such
    a child: section 436A is about those not suitably educated. It ends when the notice does.
    """
    if standing.main_rolls or standing.open_episodes(MISSING):
        return False
    removal = standing.removals[-1] if standing.removals else None
    written = removal is not None and removal.at_home
    told = [e for e in standing.episodes if e.kind == HOME_EDUCATION]
    if not told:
        return written
    if told[-1].ended is None:
        return written or told[-1].movement.in_writing_on is not None
    return written and removal is not None and told[-1].ended < removal.on
