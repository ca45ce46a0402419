"""Marks to send again, because a placement, its end or a removal was recorded later than its day.

Of D where the pupil was due at no other school any more, cross-check 1 asks.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from movements.exception import Found, LedgerException, PupilView, View
from movements.mark_law import CODES
from movements.mark_questions import sessions_in_words
from movements.restating import NOT_D, ToRestate, to_restate


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        asked = (line for line in to_restate(one, view) if line.should_be != NOT_D)
        lines = sorted(asked, key=_together)
        for _, same in groupby(lines, key=_together):
            yield _found(one, list(same))


def _together(line: ToRestate) -> tuple[str, int, str]:
    return line.place, line.entry, line.should_be


def _found(one: PupilView, lines: Sequence[ToRestate]) -> Found:
    first = lines[0]
    what = f"to be {first.should_be}" if first.should_be else "after the pupil had left"
    return Found(
        pupil=one.pupil,
        since=first.at.on,
        owner=first.place,
        places=tuple(place for place in (first.place, first.due_at) if place),
        facts={
            "place": first.place,
            "entry": first.entry,
            "sessions": [(line.at.on, line.at.session) for line in lines],
        },
        entries=(first.entry,),
        about=sessions_in_words([line.at for line in lines], what),
    )


RESTATE = LedgerException(
    id="restate",
    title="Marks to send again after what was recorded late",
    question="A placement or direction, its end or a removal was recorded after the sessions that "
    "it concerns were marked. What should these sessions have been?",
    owner="school",
    next_step="Send the sessions again as D where the pupil was due at another school; if pupils "
    "were marked after a removal or an end, correct its day or say why",
    basis=CODES,
    find=_find,
)
