"""A pupil directed to a mainstream school or referral unit, and not on its register."""

from collections.abc import Iterator
from datetime import timedelta

from movements.direction_start import DUAL, is_dual, must_be_dual
from movements.exception import Found, LedgerException, View

WITHIN = "on_roll_check_days"
"""The local rule: days after the start within which the second registration is looked for."""


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for placed in one.standing.provision:
            if placed.kind != "off_site_direction" or not DUAL.in_force(placed.since):
                continue
            if not must_be_dual(view.facts(placed.place)) or is_dual(one.standing, placed.place):
                continue
            (allowed,) = view.local.of(one.standing.authority, WITHIN, placed.since).values
            asked_from = placed.since + timedelta(days=allowed)
            if asked_from < view.on:
                yield Found(
                    pupil=one.pupil,
                    since=placed.since,
                    owner=placed.by or one.authority,
                    places=(placed.place,) if placed.place else (),
                    facts={"place": placed.place, "since": placed.since},
                    entries=(placed.entry,),
                )


DIRECTION_NOT_DUAL = LedgerException(
    id="direction_not_dual",
    title="Directed to a school, and not on its register",
    question="The pupil is directed to a mainstream school or a referral unit and is on its "
    "register neither by roll nor by agreement. Is the pupil dual registered?",
    owner="school",
    next_step="The directing school agrees a dual registration; the other school enters the name",
    basis=DUAL,
    find=_find,
)
