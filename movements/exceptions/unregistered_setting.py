"""A setting that is no registered school, with pupils who would make it one."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from movements.exception import Found, LedgerException, PupilView, View
from movements.placement_law import FULL_TIME, REGISTERED, is_no_school, makes_it_a_school
from movements.school_age import of_school_age
from movements.standing import Provision

FIVE = 5


class _Placed(NamedTuple):
    one: PupilView
    placed: Provision


def _find(view: View) -> Iterator[Found]:
    for place, here in sorted(_by_setting(view).items()):
        of_age = [p for p in here if of_school_age(p.one.standing.details.get("dob"), view.on)]
        five = len(of_age) >= FIVE
        for pupil in of_age if five else [p for p in of_age if needs_one(p.one)]:
            yield _found(view, place, pupil, len(of_age) if five else 1)


def _by_setting(view: View) -> dict[str, list[_Placed]]:
    """Who is full time at each setting that is no school."""
    found: dict[str, list[_Placed]] = defaultdict(list)
    for one in view.pupils:
        for placed in _at_no_school(one, view):
            found[placed.place or f"#{placed.entry}"].append(_Placed(one, placed))
    return found


def _is_at_no_school(one: PupilView, view: View) -> bool:
    return any(True for _ in _at_no_school(one, view))


def _at_no_school(one: PupilView, view: View) -> Iterator[Provision]:
    return (
        p
        for p in one.standing.provision
        if _full(p) and is_no_school(view.facts(p.place), p.setting_type)
    )


def _full(placed: Provision) -> bool:
    return placed.week is None or placed.week.count("1") >= FULL_TIME


def needs_one(one: PupilView) -> bool:
    """Whether the pupil alone would make it a school: looked after, or with a plan."""
    return makes_it_a_school(one.standing.details)


def _found(view: View, place: str, pupil: _Placed, full_time: int) -> Found:
    setting = view.facts(pupil.placed.place)
    return Found(
        pupil=pupil.one.pupil,
        since=pupil.placed.since,
        owner=f"la:{setting.la_code}" if setting and setting.la_code else pupil.one.authority,
        places=(setting.id,) if setting else (),
        facts={"place": place, "full_time": full_time, "alone": needs_one(pupil.one)},
        entries=(pupil.placed.entry,),
    )


UNREGISTERED_SETTING = LedgerException(
    id="unregistered_setting",
    title="Full time at a setting that is no registered school",
    question="The setting has five or more full-time pupils, or one who is looked after or has a "
    "plan, counting those of every commissioner. Does it have to register as a school?",
    owner="authority",
    next_step="Ask the setting about hours and pupils; refer it to the department if it should "
    "register",
    basis=REGISTERED,
    find=_find,
    together=_is_at_no_school,
)
