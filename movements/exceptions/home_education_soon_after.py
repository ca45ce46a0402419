"""Home education that begins soon after a suspension, a direction or a placement."""

from collections.abc import Iterator
from datetime import date, timedelta

from movements.basis import Basis
from movements.exception import Found, LedgerException, PupilView, Turn, View

SOON = timedelta(days=60)
"""Days before the parent's notice within which a suspension, direction or placement counts."""
HOME = "f"
AWAY = frozenset({"off_site_direction", "ap_placement"})


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        removals = one.standing.removals
        if one.standing.main_rolls or not removals or removals[-1].ground != HOME:
            continue
        turn = _removed(one)
        before = list(_shortly_before(one, turn.entry.on))
        if before:
            yield _found(one, turn, before)


def _removed(one: PupilView) -> Turn:
    return next(t for t in reversed(one.turns) if t.movement.id == "removal_from_roll")


def _shortly_before(one: PupilView, on: date) -> Iterator[Turn]:
    """Suspensions, directions and placements that began or went on within the sixty days."""
    for turn in one.turns:
        number, began = turn.entry.number, turn.entry.on
        if turn.movement.id == "suspension" and timedelta(0) <= on - began <= SOON:
            yield turn
        elif turn.movement.id in AWAY and began <= on:
            episode = one.standing.episode(number)
            ended = episode.ended if episode else began
            if ended is None or on - ended <= SOON:
                yield turn


def _found(one: PupilView, turn: Turn, before: list[Turn]) -> Found:
    school = turn.entry.place_id
    return Found(
        pupil=one.pupil,
        since=turn.entry.on,
        owner=one.authority,
        places=(school,) if school else (),
        facts={
            "from": school,
            "on": turn.entry.on,
            "after": [(t.movement.id, t.entry.on) for t in before],
        },
        entries=(turn.entry.number, *(t.entry.number for t in before)),
    )


HOME_EDUCATION_SOON_AFTER = LedgerException(
    id="home_education_soon_after",
    title="Home education soon after a suspension or a placement",
    question="The parent gave notice of home education within sixty days of a suspension, "
    "direction or placement. Was it the parent's own free choice?",
    owner="authority",
    next_step="Ask the parent and the school, and record what was said; nothing is presumed",
    basis=Basis(
        "guidance",
        "Suspension and permanent exclusion guidance: schools must not press parents to educate "
        "at home",
        confirmed=False,
    ),
    find=_find,
)
