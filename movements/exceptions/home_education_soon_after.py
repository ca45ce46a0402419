"""Home education that begins soon after an exclusion, a placement or a move that was refused."""

from collections.abc import Iterator
from datetime import date, timedelta

from movements.basis import Basis
from movements.exception import Found, LedgerException, PupilView, Turn, View
from movements.standing import Standing

SOON = timedelta(days=60)
"""Days before the notice within which what happened, or had not ended, counts."""
GROUND = "f"
NOTICE = "elective_home_education"
AWAY = frozenset(
    {"off_site_direction", "ap_placement", "part_time_timetable", "safeguarding_separation"}
)
EXCLUDED = frozenset({"suspension", "permanent_exclusion"})
PROPOSED = "managed_move_proposed"
FAILED = "managed_move_ended"


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        turn = _begun(one)
        before = list(_shortly_before(one, turn.entry.on)) if turn else []
        if turn and before:
            yield _found(one, turn, before)


def _begun(one: PupilView) -> Turn | None:
    """The notice, while it holds; else the removal on ground f, while no school has the child."""
    notices = {episode.entry for episode in one.standing.open_episodes(NOTICE)}
    removals = one.standing.removals
    if notices:
        return next(turn for turn in one.turns if turn.entry.number in notices)
    if one.standing.main_rolls or not removals or removals[-1].ground != GROUND:
        return None
    return next(turn for turn in reversed(one.turns) if turn.movement.id == "removal_from_roll")


def _shortly_before(one: PupilView, on: date) -> Iterator[Turn]:
    for turn in one.turns:
        last = _last_day(turn, one.standing, on)
        if last is not None and turn.entry.on <= on and on - last <= SOON:
            yield turn


def _last_day(turn: Turn, standing: Standing, on: date) -> date | None:
    """The last day of what a family may have been pressed by; None for anything else."""
    began = turn.entry.on
    if turn.movement.id in EXCLUDED or _is_refusal(turn, standing):
        return began
    if turn.movement.id in AWAY:
        episode = standing.episode(turn.entry.number)
        return min(on, episode.ended or on) if episode else began
    return None


def _is_refusal(turn: Turn, standing: Standing) -> bool:
    """A managed move that a party refused, or that failed."""
    if turn.movement.id == FAILED:
        return bool(turn.movement.value("outcome") != "success")
    if turn.movement.id != "agreement" or turn.movement.value("answer") != "refused":
        return False
    proposed = (episode for episode in standing.episodes if episode.kind == PROPOSED)
    return any(step.entry == turn.entry.number for episode in proposed for step in episode.steps)


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
    title="Home education soon after an exclusion, placement or refused move",
    question="Home education begins within sixty days of a suspension, permanent exclusion, "
    "direction, placement, part-time timetable, separation or refused move. Was it the parent's "
    "own free choice?",
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
