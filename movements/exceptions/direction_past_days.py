"""An off-site direction that goes on after the days it was stated for."""

from collections.abc import Iterator
from datetime import timedelta

from movements.basis import Basis
from movements.episode_end import is_carried_on, stated_end
from movements.exception import Found, LedgerException, View


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
            )


DIRECTION_PAST_DAYS = LedgerException(
    id="direction_past_days",
    title="Direction past its stated days",
    question="The days that the notice stated have passed. Has the pupil come back?",
    owner="school",
    next_step="The school records the return or the end, or decides again after a review",
    basis=Basis("statute", "SI 2010/1156 reg 3(4): the notice states the number of days"),
    find=_find,
)
