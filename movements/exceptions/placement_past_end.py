"""An AP placement that goes on after its planned end, or long with no end planned."""

from collections.abc import Iterator
from datetime import date, timedelta

from movements.basis import Basis
from movements.episode_end import NO_END, asked_from, end_to_ask_after, last_looked, no_end_said
from movements.exception import Found, LedgerException, PupilView, View
from movements.school_age import first_day_past
from movements.standing import Episode, Provision


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for placed in one.standing.provision:
            episode = one.standing.episode(placed.entry)
            if placed.kind == "ap_placement" and episode is not None:
                yield _found(one, placed, episode, view)


def _found(one: PupilView, placed: Provision, episode: Episode, view: View) -> Found:
    days = view.days.of(placed.by or one.authority)

    def most(since: date) -> date:
        (allowed,) = view.local.of(episode.authority, NO_END, since).values
        return days.add(since, allowed)

    end, stated = end_to_ask_after(episode, placed.planned_end, most)
    facts = {
        "place": placed.place or placed.setting_type,
        "since": placed.since,
        "planned_end": end if stated else None,
    }
    return Found(
        pupil=one.pupil,
        since=end + timedelta(days=1),
        owner=(None if episode.arranged_by == "authority" else placed.by) or one.authority,
        places=(placed.place,) if placed.place else (),
        facts=facts if stated else facts | {"looked": last_looked(episode)},
        entries=(placed.entry,),
        about=no_end_said(episode, stated),
        begins=asked_from(end, days),
        ends=date.max if one.standing.rolls else first_day_past(one.standing.details),
    )


PLACEMENT_PAST_END = LedgerException(
    id="placement_past_end",
    title="Placement past its planned end, or long with none",
    question="The planned end has passed and nothing was recorded since; or no end is planned and "
    "it has gone on for long (sixty school days unless set locally) since it began or somebody "
    "looked. Does the placement go on?",
    owner="school",
    next_step="Whoever arranged it records the end or the return, or a review that says why it "
    "goes on",
    basis=Basis(
        "guidance",
        "Arranging alternative provision: an agreed maximum period, reviewed",
        confirmed=False,
    ),
    find=_find,
    lapses=True,
)
