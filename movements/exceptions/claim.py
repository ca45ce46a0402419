"""A pupil whom a second school claims.

An answer holds for the claims of the week it was given in: one made again asks anew.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from movements.basis import Basis
from movements.exception import Found, LedgerException, View
from movements.responsible import found_by_cause


def _find(view: View) -> Iterator[Found]:
    claims = {one.pupil: one.standing.claims for one in view.pupils}
    for found in found_by_cause(view, "claim"):
        days = [claim.since for claim in claims[found.pupil]]
        weeks = sorted({day - timedelta(days=day.weekday()) for day in days})
        yield replace(found, facts={**found.facts, "weeks": weeks})


CLAIM = LedgerException(
    id="claim",
    title="Claimed by a second school",
    question="A school's roll names a pupil of another school. Has the child moved?",
    owner="authority",
    next_step="Confirm the move with both schools, then record the roll or withdraw the claim",
    basis=Basis("ours", "A child current elsewhere is claimed, and moves once that is confirmed"),
    find=_find,
)
