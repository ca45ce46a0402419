"""A child educated at home by notice: no school's, and not out of sight."""

from collections.abc import Iterator
from datetime import date

from movements.standing import Standing

HOME_EDUCATION = "elective_home_education"
MISSING = "child_missing_education"
ORDER = "attendance_order_notice"
PLACED = "ap_placement"
AT_HOME = "home_education"
"""As the finding of a missing child has it."""
_OTHERWISE = frozenset({"e", "f"})
"""Grounds of removal on which a child may be educated otherwise than at school."""


def home_educated(standing: Standing) -> bool:
    """On no main roll, with notice in writing of education at home, and not held as missing.

    The authority is responsible, and its duty after children missing education does not reach such
    a child: section 436A is about those not suitably educated. It ends when the notice does, and
    where anybody has said otherwise since: a removal on another ground, where a missing child was
    found, what the authority finds once it has asked to be shown, a placement that it arranged.
    """
    if standing.main_rolls or standing.open_episodes(MISSING):
        return False
    since = _noticed(standing)
    return since is not None and not any(day >= since for day in _said_otherwise(standing))


def _noticed(standing: Standing) -> date | None:
    """The day of the latest notice in writing that holds: by itself, or with the removal."""
    removal = standing.removals[-1] if standing.removals else None
    written = removal.on if removal is not None and removal.at_home else None
    told = [e for e in standing.episodes if e.kind == HOME_EDUCATION]
    if not told:
        return written
    notice = told[-1]
    if notice.ended is None:
        days = [notice.on] if notice.movement.in_writing_on is not None else []
        return max([*days, *([written] if written else [])], default=None)
    return written if written is not None and notice.ended < written else None


def _said_otherwise(standing: Standing) -> Iterator[date]:
    """The days on which something was said that a child educated at home is not true of."""
    for removal in standing.removals[-1:]:
        if removal.ground not in _OTHERWISE:
            yield removal.on
    for episode in standing.episodes:
        if episode.kind == PLACED and episode.arranged_by == "authority":
            yield episode.on
        if episode.ended is None:
            continue
        told = episode.steps[-1].movement if episode.steps else None
        if episode.kind == MISSING and getattr(told, "where", AT_HOME) != AT_HOME:
            yield episode.ended
        if episode.kind == ORDER and getattr(told, "answer", "suitable") != "suitable":
            yield episode.ended
