"""The ledger over a range: every session of every pupil is accounted for, once."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from movements.entry import Entry
from movements.exception import PupilView
from movements.home_educated import home_educated
from movements.register import fold, standing_of
from movements.responsible import cause_of, clashing, expected_at
from movements.school_days import Calendars
from movements.spells import Range, responsibility, runs, spells_of
from movements.standing import Standing
from movements.sweep import pupil_view
from tests.movements.test_folding import FIRST, histories, told

CALENDARS = Calendars(None, {})  # type: ignore[arg-type]
RANGES = st.tuples(st.integers(-10, 90), st.integers(0, 60))


def _within(days: tuple[int, int]) -> Range:
    first = FIRST + timedelta(days=days[0])
    return Range(first, first + timedelta(days=days[1]), CALENDARS)


def _view(entries: list[Entry], within: Range) -> PupilView:
    return pupil_view("p_1", fold(entries), within.last) or PupilView("p_1", (), Standing())


@settings(max_examples=150, deadline=None)
@given(histories(), RANGES)
def test_every_session_falls_in_one_run_of_none_one_or_several_schools(history, days) -> None:  # type: ignore[no-untyped-def]
    entries, within = told(history), _within(days)
    one = _view(entries, within)
    sessions = within.sessions(one)
    found = list(runs(one, sessions, responsibility))
    assert [at for run in found for at in run.sessions] == sessions
    for run in found:
        schools, cause, outside = run.reads
        alone = len(schools) == 1 and not run.then.claims
        at_home = home_educated(run.then) and bool(run.then.responsible)
        gone = outside and not run.then.claims
        assert (cause is None) == (gone or alone or at_home)
        for at in run.sessions:
            assert responsibility(standing_of(entries, *at)) == run.reads


@settings(max_examples=150, deadline=None)
@given(histories(), RANGES)
def test_the_spells_are_the_sessions_out_of_sight_and_no_others(history, days) -> None:  # type: ignore[no-untyped-def]
    entries, within = told(history), _within(days)
    found = list(spells_of("p_1", entries, within))
    sessions = within.sessions(_view(entries, within))
    then = {at: standing_of(entries, *at) for at in sessions}
    for at in sessions:
        causes = [s.cause for s in found if s.cause != "two_expected" and s.first <= at <= s.last]
        assert causes == [cause for cause in [cause_of(then[at])] if cause]
    clashes = [s for s in found if s.cause == "two_expected"]
    apart = [at for at in sessions if at.slot in clashing(then[at])]
    assert all(len(expected_at(then[at], at.slot)) > 1 for at in apart)
    assert sum(spell.sessions for spell in clashes) == len(apart)
    for spell in found:
        assert within.first <= spell.first.on <= spell.last.on <= within.last
        assert spell.since <= spell.first.on


@settings(max_examples=60, deadline=None)
@given(histories(), st.integers(0, 100))
def test_folding_one_at_a_time_comes_to_the_same_as_folding_at_once(history, day) -> None:  # type: ignore[no-untyped-def]
    entries, on = told(history), FIRST + timedelta(days=day)
    at_once = standing_of(entries, on)
    one_by_one = Standing()
    for upto in range(1, len(entries) + 1):
        turns = [turn for turn in fold(entries[:upto]) if turn[0].on <= on]
        one_by_one = turns[-1][3] if turns else one_by_one
    assert one_by_one == at_once
