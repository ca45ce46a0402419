"""A proposed managed move that the school asked has not answered: passed on to the authority.

Nothing is agreed to or refused for anyone. A claim is the authority's from the first day, and a
hand-over that is not answered stays the sender's: its clock runs on there.
"""

from collections.abc import Iterator
from datetime import timedelta

from movements.basis import Basis
from movements.exception import Found, LedgerException, PupilView, View
from movements.signatures import PROPOSED, signatures
from movements.standing import Episode

WITHIN = "proposal_answer_days"
"""The local rule: school days of the school asked, within which it answers."""
PARTY = "receiving_school"
_WAITING = frozenset({"missing", "unconfirmed"})


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for episode in one.standing.open_episodes(PROPOSED):
            answer = signatures(episode, one.standing).of(PARTY)
            if answer and answer.state in _WAITING:
                yield _passed_on(one, episode, view)


def _passed_on(one: PupilView, episode: Episode, view: View) -> Found:
    asked = str(episode.movement.to_place)
    (allowed,) = view.local.of(episode.authority, WITHIN, episode.on).values
    day = view.days.of(asked).add(episode.on, allowed) + timedelta(days=1)
    return Found(
        pupil=one.pupil,
        since=day,
        owner=one.authority,
        places=tuple(place for place in (episode.place, asked) if place),
        facts={"proposal": episode.entry, "asked": asked},
        entries=(episode.entry,),
        begins=day,
    )


NOT_ANSWERED = LedgerException(
    id="not_answered",
    title="Proposed move not answered",
    question="The days the school asked has to answer (ten school days unless set locally) have "
    "passed, so this has passed on to you. Nothing is agreed for anyone. Who will answer?",
    owner="authority",
    next_step="The authority asks the receiving school for its answer, which it records",
    basis=Basis("ours", "A proposal that is not answered passes on to the authority"),
    find=_find,
)
