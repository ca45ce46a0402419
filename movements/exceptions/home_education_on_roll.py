"""A pupil of whom a parent's notice of home education is held, and whose name still stands."""

from collections.abc import Iterator

from movements.exception import Found, LedgerException, View
from movements.missing_law import NOTICE

WITHIN = 5
"""School days after the notice, the school's own; the law sets none, and a day is soon passed."""


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        notices = one.standing.open_episodes("elective_home_education")
        written = [notice for notice in notices if notice.movement.in_writing_on]
        for roll in one.standing.main_rolls if written else ():
            told = written[0]
            if view.days.of(roll.place).add(told.on, WITHIN) < view.on:
                yield Found(
                    pupil=one.pupil,
                    since=told.on,
                    owner=roll.place,
                    places=(roll.place,),
                    facts={"at": roll.place, "since": told.on},
                    entries=(told.entry,),
                )


HOME_EDUCATION_ON_ROLL = LedgerException(
    id="home_education_on_roll",
    title="Notice of home education, and still on roll",
    question="A parent's notice in writing of home education is more than five school days old, "
    "and the name still stands. Has the parent changed their mind?",
    owner="school",
    next_step="The school deletes the name on ground f and tells the authority, or the notice is "
    "recorded as ended",
    basis=NOTICE,
    find=_find,
    lapses=True,
)
