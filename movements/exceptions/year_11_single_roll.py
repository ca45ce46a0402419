"""A Year 11 pupil moved from a school's roll to the single roll of an AP setting."""

from collections.abc import Iterator
from datetime import date

from movements.basis import Basis
from movements.exception import Found, LedgerException, PupilView, Turn, View
from movements.school_days import school_year_start
from movements.standing import Standing

YEAR_11_AGE = 15
"""Age at the start of the school year."""


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        if not _only_at_ap(one.standing, view):
            continue
        turn = one.turn_since(lambda standing: _only_at_ap(standing, view))
        school = _left(turn, one, view)
        same_year = school_year_start(view.on, "1 September") <= turn.entry.on
        if school is None or _excluded(one.standing, school):
            continue
        if same_year and in_year_11(turn.after, turn.entry.on):
            yield _found(one, turn, school)


def _only_at_ap(standing: Standing, view: View) -> bool:
    """Whether the pupil's only registration is a single one, at an AP setting."""
    if len(standing.rolls) != 1 or standing.rolls[0].status != "C":
        return False
    place = view.facts(standing.rolls[0].place)
    return place is not None and place.is_ap_setting


def _excluded(standing: Standing, school: str) -> bool:
    """A permanent exclusion by the school left moves a pupil to a referral unit by law."""
    return any(exclusion.place == school for exclusion in standing.exclusions)


def _left(turn: Turn, one: PupilView, view: View) -> str | None:
    """The school that the pupil was on the main roll of last, where it is no AP setting."""
    for earlier in reversed(one.turns[: one.turns.index(turn) + 1]):
        for roll in reversed(earlier.before.main_rolls):
            place = view.facts(roll.place)
            if place and not place.is_ap_setting:
                return place.id
    return None


def in_year_11(standing: Standing, on: date) -> bool:
    """By the date of birth, or by the year group where that is not known."""
    dob = standing.details.get("dob")
    if dob is None:
        return standing.details.get("nc_year") == "11"
    born, start = date.fromisoformat(dob), school_year_start(on, "1 September")
    return start.year - born.year - (born.month >= 9) == YEAR_11_AGE


def _found(one: PupilView, turn: Turn, school: str) -> Found:
    setting = one.standing.rolls[0].place
    return Found(
        pupil=one.pupil,
        since=turn.entry.on,
        owner=one.authority,
        places=(school, setting),
        facts={"from": school, "to": setting, "on": turn.entry.on},
        entries=(turn.entry.number,),
    )


YEAR_11_SINGLE_ROLL = LedgerException(
    id="year_11_single_roll",
    title="Year 11 moved to the single roll of an AP setting",
    question="In Year 11 the pupil left the school's roll for the setting's own. In whose interest "
    "was it, and did the parents agree?",
    owner="authority",
    next_step="Ask both for the reasons and the agreement, and record them; nothing is presumed",
    basis=Basis(
        "guidance",
        "School inspection: removal from roll primarily in the school's interest is off-rolling",
        confirmed=False,
    ),
    find=_find,
)
