"""Whatever step an open case takes next, there is a next step, with a day and an owner."""

from collections import deque
from datetime import date, timedelta

from fair_access.case_state import OPEN
from fair_access.decide import open_steps
from movements.problems import Refused
from tests.fair_access.world import AMY, HILL, OFFICER, World, world

FIRST = date(2026, 10, 1)
ANSWERS: dict[str, list[dict[str, str]]] = {
    "case_sent_back": [{"what": "x", "needed_by": "+5"}],
    "case_information_given": [{"given": "x"}],
    "case_scheduled": [{"meeting_on": "+5"}],
    "case_allocated": [
        {"to_place": HILL, "starts_on": "+3", "movement": "on_roll", "reasons": "x"}
    ],
    "case_supported": [{"support": "x", "review_on": "+20"}],
    "case_assessment": [{"asked_of": "x", "back_on": "+7"}],
    "case_deferred": [{"because": "information", "back_on": "+7"}],
    "case_notified": [{"whom": whom, "how": "letter"} for whom in ("parent", "school")],
    "case_accepted": [{"how": "letter"}],
    "case_declined": [{"because": "x"}],
    "case_refused": [{"because": "no_place"}],
    "case_refusal_accepted": [{"because": "x"}],
    "case_direction_consulted": [{"route": "maintained", "consulted": "x"}],
    "case_direction_served": [{"route": "maintained", "not_each": "x"}],
    "case_academy_answered": [{"admits": "N"}, {"admits": "Y", "starts_on": "+3"}],
    "case_determined": [{"admits": admits, "because": "x"} for admits in "YN"],
    "case_directed": [{"starts_on": "+4"}],
    "case_chased": [{"whom": "parent", "how": "telephone", "answer": "x"}],
    "case_on_roll_checked": [{"found": "x"}],
    "case_sustained": [{"check": "1"}, {"check": "2"}],
}
"""What each step is told; a day is so many days after the step. Steps that close are left out."""
CLOSES = frozenset({"case_not_eligible", "case_withdrawn", "case_broke_down", "case_override"})
Path = tuple[tuple[str, int], ...]


def test_no_step_leaves_an_open_case_without_a_next_one() -> None:
    reached, paths = {"referred"}, deque[Path]([()])
    while paths:
        path = paths.popleft()
        for further in _steps_after(path):
            with world() as w:
                case_id = w.refer(AMY, FIRST.isoformat())
                try:
                    _walk(w, case_id, further)
                except Refused:
                    continue
                found = w.case(case_id, FIRST + timedelta(days=len(further)))
                assert not found.state.is_open or found.next, further
                if found.state.state not in reached:
                    reached.add(found.state.state)
                    paths.append(further)
    assert sorted(OPEN - reached) == []


def _steps_after(path: Path) -> list[Path]:
    with world() as w:
        case_id = w.refer(AMY, FIRST.isoformat())
        _walk(w, case_id, path)
        steps = [one.id for one in open_steps(w.case(case_id), OFFICER) if one.id not in CLOSES]
        return [(*path, (one, nth)) for one in steps for nth in range(len(ANSWERS.get(one, [{}])))]


def _walk(w: World, case_id: str, path: Path) -> None:
    for days, (step, nth) in enumerate(path, 1):
        on = FIRST + timedelta(days=days)
        told = ANSWERS.get(step, [{}])[nth].items()
        answers = {name: _day(on, said) for name, said in told}
        w.step(case_id, step, on.isoformat(), **answers)


def _day(on: date, said: str) -> str:
    return (on + timedelta(days=int(said))).isoformat() if said.startswith("+") else said
