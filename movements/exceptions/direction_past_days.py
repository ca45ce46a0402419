"""An off-site direction that goes on after the days it was stated for."""

from collections.abc import Iterator
from datetime import date, timedelta

from movements.basis import Basis
from movements.direction_law import OUR_END, STATED_ACADEMY, STATED_MAINTAINED, in_force_for
from movements.episode_end import NO_END, asked_from, end_to_ask_after, last_looked, no_end_said
from movements.exception import Found, LedgerException, PupilView, View
from movements.standing import Episode, Provision


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for placed in one.standing.provision:
            episode = one.standing.episode(placed.entry)
            if placed.kind == "off_site_direction" and episode is not None:
                yield _found(one, placed, episode, view)


def _found(one: PupilView, placed: Provision, episode: Episode, view: View) -> Found:
    days, directed = view.days.of(placed.by or one.authority), episode.movement.days

    def most(since: date) -> date:
        (allowed,) = view.local.of(episode.authority, NO_END, since).values
        return days.add(since, allowed)

    end, stated = end_to_ask_after(episode, days.nth(placed.since, directed), most)
    facts = {"place": placed.place, "since": placed.since, "days": directed, "end": end}
    return Found(
        pupil=one.pupil,
        since=end + timedelta(days=1),
        owner=placed.by or one.authority,
        places=(placed.place,) if placed.place else (),
        facts=facts if stated else facts | {"end": None, "looked": last_looked(episode)},
        entries=(placed.entry,),
        about=no_end_said(episode, stated),
        basis=_basis(view, placed),
        begins=asked_from(end, days),
    )


def _basis(view: View, placed: Provision) -> Basis:
    """The law of the directing school on the day it began; a question of ours where none bound."""
    school = view.facts(placed.by)
    return in_force_for(school, STATED_MAINTAINED, STATED_ACADEMY, placed.since) or OUR_END


DIRECTION_PAST_DAYS = LedgerException(
    id="direction_past_days",
    title="Direction past its stated days",
    question="The days that the notice stated have passed; or somebody looked then and set no last "
    "day, and it has gone on for long since (sixty school days unless set locally). Has the pupil "
    "come back?",
    owner="school",
    next_step="The school records the return or the end, or decides again after a review",
    basis=OUR_END,
    find=_find,
    lapses=True,
)
