"""What is corrected and put back, or told and taken back, leaves two entries and nothing else."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from movements.due import Watch
from movements.entry import Entry
from movements.exception import View
from movements.exceptions import EXCEPTIONS
from movements.local_rules import LocalRules
from movements.register import fold, in_force, standing_of
from movements.school_days import SchoolDays
from movements.sweep import History, pupil_view
from tests.movements.test_folding import (
    ACTS,
    FAR_ON,
    ROLLS,
    entry,
    histories,
    in_order,
    meaning,
    told,
)


class OneCalendar:
    """The built-in calendar, for whoever asks."""

    days = SchoolDays("everybody")

    def of(self, whose: str) -> SchoolDays:
        return self.days


class NoSchools:
    """Places of which nothing is known."""

    def of(self, place: str | None, on: date) -> None:
        return None


WATCH = Watch(OneCalendar(), LocalRules(), FAR_ON, NoSchools())  # type: ignore[arg-type]


def _clocks(entries: Sequence[Entry]) -> list[tuple[object, ...]]:
    """Every clock, whatever its state, but for the numbers of entries."""
    found = WATCH.clocks_of(History("p_1", entries, list(fold(entries))))
    return sorted(
        (i.clock.id, i.started, i.due, str(i.met), i.state, i.owner, str(i.place)) for i in found
    )


def _questions(entries: Sequence[Entry]) -> list[tuple[object, ...]]:
    """Every question of the ledger, but for the numbers of entries."""
    one = pupil_view("p_1", fold(entries), FAR_ON)
    view = View(FAR_ON, [one] if one else [], OneCalendar())  # type: ignore[arg-type]
    return sorted(
        (id_, found.since, str(found.owner), found.places, str(sorted(found.facts.items())))
        for id_, exception in EXCEPTIONS.items()
        for found in exception.find(view)
    )


def _in_force(entries: Sequence[Entry]) -> list[tuple[object, ...]]:
    """What the history says and stands by, in its order."""
    return [
        (e.kind, e.on, e.session, e.place_id, e.details)
        for e, _ in in_force(entries)
        if e.kind != "withdrawn"
    ]


def says(entries: Sequence[Entry]) -> tuple[object, ...]:
    """All that the register says of a pupil: standing, history, clocks and questions."""
    standing = meaning(standing_of(entries, FAR_ON))
    return standing, _in_force(entries), _clocks(entries), _questions(entries)


@settings(max_examples=60, deadline=None)
@given(histories(), st.data(), st.integers(201, 220))
def test_a_correction_and_the_correction_back_come_to_nothing_but_two_entries(  # type: ignore[no-untyped-def]
    history, data, moved
) -> None:
    entries = told(history)
    target = data.draw(st.sampled_from(entries))
    kind, answers, half, place = history[target.number - 1]
    count = len(entries)
    there = entry(count + 1, kind, moved, answers, place=place, corrects=target.number)
    back = entry(count + 2, kind, half, answers, place=place, corrects=count + 1)
    after = in_order([*entries, there, back])
    assert says(after) == says(entries)
    assert len(after) == count + 2


@settings(max_examples=60, deadline=None)
@given(histories(), ACTS, ROLLS, st.integers(201, 220))
def test_an_entry_and_its_withdrawal_come_to_nothing_but_two_entries(  # type: ignore[no-untyped-def]
    history, act, place, half
) -> None:
    entries = told(history)
    count = len(entries)
    kind, answers = act
    more = entry(count + 1, kind, half, answers, place=place)
    gone = entry(count + 2, "withdrawn", 230, {"because": "No"}, corrects=count + 1)
    after = in_order([*entries, more, gone])
    assert says(after) == says(entries)
    assert len(after) == count + 2


@settings(max_examples=40, deadline=None)
@given(histories(), st.data(), st.integers(201, 220))
def test_a_correction_withdrawn_says_again_what_was_said_before(history, data, moved) -> None:  # type: ignore[no-untyped-def]
    entries = told(history)
    target = data.draw(st.sampled_from(entries))
    kind, answers, _, place = history[target.number - 1]
    count = len(entries)
    there = entry(count + 1, kind, moved, answers, place=place, corrects=target.number)
    gone = entry(count + 2, "withdrawn", 230, {"because": "No"}, corrects=count + 1)
    assert says(in_order([*entries, there, gone])) == says(entries)
