"""A pupil on a school's roll whom the school's own roll file leaves out.

An answer holds for the files of the week it was given in: a file of another is asked about again.
"""

from collections.abc import Iterator
from datetime import timedelta

from movements.basis import Basis
from movements.exception import Found, LedgerException, View


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for place, since, entry, told in view.left_out.get(one.pupil, ()):
            week = told - timedelta(days=told.weekday())
            yield Found(
                pupil=one.pupil,
                since=since,
                owner=place,
                places=(place,),
                facts={"place": place, "since": since, "week": week},
                entries=(entry,),
            )


NOT_IN_FILE = LedgerException(
    id="not_in_file",
    title="Not in the school's roll file",
    question="The pupil is on the school's roll here and not in the roll that it sent. Has the "
    "child left?",
    owner="school",
    next_step="The school sends the removal with its ground, or the pupil's row",
    basis=Basis("ours", "A pupil missing from a roll file is asked after, and never removed by it"),
    find=_find,
    lapses=True,
)
