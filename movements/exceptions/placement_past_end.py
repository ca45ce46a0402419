"""An AP placement that goes on after its planned end, with nothing recorded."""

from collections.abc import Iterator
from datetime import date, timedelta

from movements.basis import Basis
from movements.episode_end import is_carried_on, stated_end
from movements.exception import Found, LedgerException, View
from movements.school_age import first_day_past
from movements.standing import Episode


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        past = first_day_past(one.standing.details.get("dob"))
        for placed in one.standing.provision:
            if placed.kind != "ap_placement" or placed.planned_end is None:
                continue
            episode = one.standing.episode(placed.entry)
            end = stated_end(episode, placed.planned_end)
            if is_carried_on(episode, end):
                continue
            yield Found(
                pupil=one.pupil,
                since=end + timedelta(days=1),
                owner=(None if _by_authority(episode) else placed.by) or one.authority,
                places=(placed.place,) if placed.place else (),
                facts={
                    "place": placed.place or placed.setting_type,
                    "since": placed.since,
                    "planned_end": end,
                },
                entries=(placed.entry,),
                begins=end + timedelta(days=1),
                ends=date.max if one.standing.rolls else past,
            )


def _by_authority(episode: Episode | None) -> bool:
    return episode is not None and episode.arranged_by == "authority"


PLACEMENT_PAST_END = LedgerException(
    id="placement_past_end",
    title="Placement past its planned end",
    question="The planned end has passed and nothing was recorded since. Does the placement go on?",
    owner="school",
    next_step="Whoever arranged it records the end or the return, or a review that says why it "
    "goes on",
    basis=Basis(
        "guidance",
        "Arranging alternative provision: an agreed maximum period, reviewed",
        confirmed=False,
    ),
    find=_find,
)
