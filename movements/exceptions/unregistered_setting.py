"""A setting that is no registered school, with pupils who would make it one."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from movements.authority_claims import is_with
from movements.entry import Entry
from movements.exception import Found, LedgerException, PupilView, View
from movements.placement_law import FULL_TIME, REGISTERED, makes_it_a_school, may_be_a_school
from movements.places import PlaceFacts
from movements.school_age import of_school_age

FIVE = 5


class _There(NamedTuple):
    """A pupil full time at a setting that is no school, and the entry since which that is so."""

    one: PupilView
    place: str | None
    since: date
    entry: int


def _find(view: View) -> Iterator[Found]:
    for place, here in sorted(_by_setting(view).items()):
        of_age = [p for p in here if of_school_age(p.one.standing.details, view.on)]
        five = len(of_age) >= FIVE
        for pupil in of_age if five else [p for p in of_age if needs_one(p.one)]:
            yield _found(view, place, pupil, len(of_age) if five else 1)


def _by_setting(view: View) -> dict[str, list[_There]]:
    """Who is full time at each setting that is no school."""
    found: dict[str, list[_There]] = defaultdict(list)
    for one in view.pupils:
        for there in _at_no_school(one, view):
            found[there.place or f"#{there.entry}"].append(there)
    return found


def _is_at_no_school(one: PupilView, view: View) -> bool:
    return any(True for _ in _at_no_school(one, view))


def _at_no_school(one: PupilView, view: View) -> Iterator[_There]:
    """By a placement, or by the name on its roll."""
    placed = list(_placed(one, view))
    yield from placed
    held = {there.place for there in placed}
    yield from (there for there in _on_roll(one, view) if there.place not in held)


def _placed(one: PupilView, view: View) -> Iterator[_There]:
    for placed in one.standing.provision:
        if _full(placed.week) and may_be_a_school(view.facts(placed.place), placed.setting_type):
            yield _There(one, placed.place, placed.since, placed.entry)


def _on_roll(one: PupilView, view: View) -> Iterator[_There]:
    rolls = one.standing.main_rolls if _full(one.standing.part_time_week) else ()
    for place in (roll.place for roll in rolls if may_be_a_school(view.facts(roll.place), None)):
        entered = _entered(one, place)
        yield _There(one, place, entered.on, entered.number)


def _entered(one: PupilView, place: str) -> Entry:
    return one.turn_since(lambda standing: standing.roll_at(place) is not None).entry


def _full(week: str | None) -> bool:
    return week is None or week.count("1") >= FULL_TIME


def needs_one(one: PupilView) -> bool:
    """Whether the pupil alone would make it a school: looked after, or with a plan."""
    return makes_it_a_school(one.standing.details)


def _found(view: View, place: str, pupil: _There, full_time: int) -> Found:
    setting = view.facts(pupil.place)
    return Found(
        pupil=pupil.one.pupil,
        since=pupil.since,
        owner=_owner(pupil.one, setting),
        places=(setting.id,) if setting else (),
        facts={
            "place": place,
            "full_time": full_time,
            "alone": needs_one(pupil.one),
            "since": pupil.since,
        },
        entries=(pupil.entry,),
    )


def _owner(one: PupilView, setting: PlaceFacts | None) -> str | None:
    """The setting's authority, or that which has the child where the setting's may not see it."""
    if setting and is_with(one.standing, setting.la_code):
        return f"la:{setting.la_code}"
    return f"la:{one.standing.authority}" if one.standing.authority else one.authority


UNREGISTERED_SETTING = LedgerException(
    id="unregistered_setting",
    title="Full time at a setting that is no registered school",
    question="The setting has five or more full-time pupils, or one who is looked after or has a "
    "plan, counting those of every commissioner. Does it have to register as a school?",
    owner="authority",
    next_step="Ask the setting about hours and pupils, and tell the authority that it is in; refer "
    "it to the department if it should register",
    basis=REGISTERED,
    find=_find,
    together=_is_at_no_school,
)
