"""An off-site direction that goes on after the days it was stated for."""

from collections.abc import Iterator
from datetime import timedelta

from movements.basis import Basis
from movements.direction_law import OUR_END, STATED_ACADEMY, STATED_MAINTAINED, in_force_for
from movements.episode_end import is_carried_on, stated_end
from movements.exception import Found, LedgerException, View
from movements.standing import Provision


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for placed in one.standing.provision:
            episode = one.standing.episode(placed.entry)
            if placed.kind != "off_site_direction" or episode is None:
                continue
            stated = episode.movement.days
            days = view.days.of(placed.by or one.authority)
            end = stated_end(episode, days.nth(placed.since, stated))
            if end >= view.on or is_carried_on(episode, end):
                continue
            yield Found(
                pupil=one.pupil,
                since=end + timedelta(days=1),
                owner=placed.by or one.authority,
                places=(placed.place,) if placed.place else (),
                facts={"place": placed.place, "since": placed.since, "days": stated, "end": end},
                entries=(placed.entry,),
                basis=_basis(view, placed),
            )


def _basis(view: View, placed: Provision) -> Basis:
    """The law of the directing school on the day it began; a question of ours where none bound."""
    school = view.facts(placed.by)
    return in_force_for(school, STATED_MAINTAINED, STATED_ACADEMY, placed.since) or OUR_END


DIRECTION_PAST_DAYS = LedgerException(
    id="direction_past_days",
    title="Direction past its stated days",
    question="The days that the notice stated have passed. Has the pupil come back?",
    owner="school",
    next_step="The school records the return or the end, or decides again after a review",
    basis=OUR_END,
    find=_find,
)
