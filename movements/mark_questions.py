"""What the cross-checks of marks share: where else a pupil is registered, who arranged, words.

Sessions that are wrong in the same way are one question, so long as no more than ten days of the
place's register lie between them, and the same law was in force. An answer holds while a run goes
on in the week it was given in: one that goes on into another week is asked about again.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from movements.counted import counted
from movements.exception import Found, PupilView, View
from movements.mark_law import SINCE_2024
from movements.mark_window import HalfDay, Row
from movements.placement_law import keeps_no_register
from movements.responsible import takes
from movements.standing import Provision, Standing
from movements.suspended import last_day

APART = 10
"""Days of a register between two sessions that are still one question."""
Arranger = Literal["school", "authority"]


def registered_elsewhere(standing: Standing, row: Row, at: HalfDay, view: View) -> tuple[str, ...]:
    """The other schools where the pupil is due in a session: placed there, or on the register.

    A placement that does not take the session, or at a setting that is no school, is none.
    """
    placed = (p for p in standing.provision if p.place not in (None, row.place))
    due = [str(p.place) for p in placed if takes(p, at.slot) and not _no_school(p, view)]
    rolls = [roll.place for roll in standing.rolls if roll.place != row.place]
    agreed = [
        place
        for episode in standing.open_episodes("dual_registration")
        for place in (episode.place, *episode.named)
        if place and place != row.place
    ]
    return tuple(dict.fromkeys((*due, *rolls, *agreed)))


class Elsewhere:
    """Where else a pupil is registered, session by session; each standing and slot asked once."""

    def __init__(self, one: PupilView, row: Row, view: View) -> None:
        self._of = (one, row, view)
        self._known: dict[tuple[int, int], tuple[str, ...]] = {}

    def at(self, at: HalfDay) -> tuple[str, ...]:
        """The other schools where the pupil is due in a session; none that has closed by then."""
        one, row, view = self._of
        turn = one.turns_upto(at)
        if (turn, at.slot) not in self._known:
            then = one.standing_at(at)
            self._known[turn, at.slot] = registered_elsewhere(then, row, at, view)
        return tuple(school for school in self._known[turn, at.slot] if _is_open(school, at, view))


def _is_open(school: str, at: HalfDay, view: View) -> bool:
    facts = view.facts(school)
    return facts is None or facts.closed is None or at.on <= facts.closed


def _no_school(placed: Provision, view: View) -> bool:
    return keeps_no_register(view.facts(placed.place))


def arrangers(standing: Standing, at: HalfDay, view: View) -> frozenset[Arranger]:
    """Who arranged education elsewhere that takes a session: the school, the authority, or both."""
    found: set[Arranger] = set()
    for placed in standing.provision:
        episode = standing.episode(placed.entry)
        if takes(placed, at.slot) and episode is not None:
            found.add(episode.arranged_by)
    for episode in standing.episodes:
        begun = [step.movement.on for step in episode.steps_of("day_six_education")]
        if begun and min(begun) <= at.on and at.on <= _last_day(standing, episode.entry, view):
            found.add("school" if episode.kind == "suspension" else "authority")
    return frozenset(found)


def _last_day(standing: Standing, entry: int, view: View) -> date:
    """The last day of a suspension; none of a permanent exclusion."""
    ends = (last_day(one, view.days) for one in standing.suspensions if one.entry == entry)
    return next(ends, date.max)


def in_runs(row: Row, sessions: Sequence[HalfDay]) -> Iterator[list[HalfDay]]:
    """Sessions that are asked about together."""
    run: list[HalfDay] = []
    at = {day: number for number, day in enumerate(row.days)}
    for one in sessions:
        if run and (at[one.on] - at[run[-1].on] > APART or run[-1].on < SINCE_2024 <= one.on):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def asked_of_runs(
    one: PupilView,
    row: Row,
    sessions: Sequence[HalfDay],
    what: str,
    *,
    owner: str | None = None,
    beside: Sequence[str] = (),
) -> Iterator[Found]:
    """A question for each run of sessions of one pupil at a place, asked of it or of another."""
    for run in in_runs(row, sessions):
        first, last = run[0], run[-1]
        yield Found(
            pupil=one.pupil,
            since=first.on,
            owner=owner or row.place,
            places=tuple(dict.fromkeys((row.place, *beside))),
            facts={
                "places": [row.place, *beside],
                "from": [first.on, first.session],
                "week": last.on - timedelta(days=last.on.weekday()),
            },
            entries=(row.told_by(first.on),),
            about=sessions_in_words(run, what),
        )


def sessions_in_words(run: Sequence[HalfDay], what: str) -> str:
    """How many sessions, and from which to which: 2 sessions marked D, 3 November 2025 AM to ..."""
    first, last = (f"{at.on:%-d %B %Y} {at.session}" for at in (run[0], run[-1]))
    many = counted(len(run), "session")
    return f"{many} {what}, {first if first == last else f'{first} to {last}'}"
