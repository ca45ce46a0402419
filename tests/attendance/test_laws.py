"""Laws of marks, whatever is sent: none is lost, and what was sent before changes nothing."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from movements.attendance import MarkAt, sessions
from movements.mark_versions import every_mark
from movements.sealed_marks import broken_seals
from tests.attendance.world import AMY, BEN, HOME, SETTING, World, upn, world

LATE, LATER = upn(7), upn(8)
DAYS = ("2025-11-03", "2025-11-04", "2025-11-05")
CODES = ("/", "N", "I", "C1", "D")
Sent = tuple[str, str, str, str]
File = tuple[str, tuple[Sent, ...]]


def marks_of(*whose: str) -> st.SearchStrategy[tuple[Sent, ...]]:
    """The marks of one file: one at most for each session of each of these pupils."""
    cell = st.tuples(*map(st.sampled_from, (whose, DAYS, ("AM", "PM"))))
    marks = st.dictionaries(cell, st.sampled_from(CODES), min_size=1, max_size=6)
    return marks.map(lambda told: tuple((*cell, code) for cell, code in told.items()))


FILES = st.lists(
    st.tuples(st.sampled_from([HOME, SETTING]), marks_of(AMY, BEN)),
    min_size=1,
    max_size=4,
    unique=True,
)


def send(brook: World, file: File) -> None:
    """A file as a place sends it."""
    place, rows = file
    brook.sent(*map(",".join, rows), to=place)


def held(brook: World, *whose: str) -> dict[tuple[str, str, str, str], str]:
    """Every mark held, by pupil, place, day and session."""
    return {
        (who, one.place, one.day.isoformat(), one.session): as_sent(one)
        for who in whose
        for one in brook.marks(who)
    }


def as_sent(one: MarkAt) -> str:
    """The mark before its sign was mended: `/` is sent for both sessions here."""
    return "/" if one.mark == "\\" else one.mark


def state(brook: World) -> tuple[object, ...]:
    """The marks held, each with what it replaced and the submissions that said so; versions."""
    traced = [every_mark(brook.session, brook.pupil(who)) for who in (AMY, BEN)]
    return held(brook, AMY, BEN), traced, brook.days_held(), brook.count()


@settings(max_examples=15, deadline=None)
@given(FILES, st.data())
def test_sent_again_in_any_order_files_leave_the_state_that_they_made(
    files: list[File], data: st.DataObject
) -> None:
    """Files may contradict one another: the later one counts, and none sent before undoes it."""
    with world() as brook:
        for file in files:
            send(brook, file)
        before = state(brook)
        for file in data.draw(st.lists(st.sampled_from(files), max_size=4)):
            send(brook, file)
        for file in data.draw(st.permutations(files)):
            send(brook, file)
        assert state(brook) == before


@settings(max_examples=15, deadline=None)
@given(marks_of(AMY, BEN), st.data())
def test_a_day_in_pieces_in_any_order_comes_to_the_day_at_once(
    rows: tuple[Sent, ...], data: st.DataObject
) -> None:
    pieces = data.draw(st.permutations(rows))
    size = data.draw(st.integers(1, len(rows)))
    with world() as whole, world() as brook:
        send(whole, (HOME, rows))
        for start in range(0, len(rows), size):
            send(brook, (HOME, tuple(pieces[start : start + size])))
        assert held(brook, AMY, BEN) == held(whole, AMY, BEN)
        assert len(held(whole, AMY, BEN)) == len(rows)


@settings(max_examples=12, deadline=None)
@given(marks_of(AMY, BEN), marks_of(AMY, BEN, LATE), marks_of(LATE, LATER))
def test_pupils_who_arrive_late_take_nobodys_mark(
    first: tuple[Sent, ...], second: tuple[Sent, ...], third: tuple[Sent, ...]
) -> None:
    """The roll grows between the files: in the midst of it, for no number is told in order."""
    told: dict[tuple[str, str, str, str], str] = {}
    with world() as brook:
        for joins, rows in (("", first), (LATE, second), (LATER, third)):
            if joins:
                brook.moved("on_roll", joins, HOME, "2025-11-03")
            send(brook, (HOME, rows))
            told |= {(who, "s_00" + HOME, day, half): code for who, day, half, code in rows}
        assert held(brook, AMY, BEN, LATE, LATER) == told
        assert [*broken_seals(brook.session)] == []


@settings(max_examples=12, deadline=None)
@given(marks_of(BEN), marks_of(BEN))
def test_two_places_that_mark_one_session_are_both_kept_and_their_union_loses_none(
    home: tuple[Sent, ...], setting: tuple[Sent, ...]
) -> None:
    with world() as brook:
        send(brook, (HOME, home))
        send(brook, (SETTING, setting))
        kept = held(brook, BEN)
        for place, rows in ((HOME, home), (SETTING, setting)):
            assert {(day, half): code for _, day, half, code in rows} == {
                key[2:]: code for key, code in kept.items() if key[1] == "s_00" + place
            }
        union = sessions(brook.session, [brook.pupil(BEN)], date(2025, 11, 3), date(2025, 11, 5))
        marked = {key[2:] for key in kept}
        counted = {
            (day.isoformat(), half)
            for number, day in enumerate(union.days)
            for at, half in enumerate(("AM", "PM"))
            if union.marks[0, number, at]
        }
        assert counted == marked
