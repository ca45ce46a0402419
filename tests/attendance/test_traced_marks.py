"""Each mark that is held, with the submissions that set it and those it replaced."""

from datetime import date

from movements.mark_versions import submissions_of, traced_marks
from tests.attendance.world import AMY, BEN, HOME, SETTING, World

DAY, NEXT = date(2025, 11, 3), date(2025, 11, 4)


def test_a_mark_is_traced_to_the_submissions_that_set_it(brook: World) -> None:
    first = brook.sent(f"{AMY},{DAY},AM,N", f"{AMY},{DAY},PM,N").submission
    second = brook.sent(f"{AMY},{DAY},AM,I").submission
    third = brook.sent(f"{AMY},{DAY},AM,O", f"{AMY},{NEXT},AM,/").submission
    am, pm = traced_marks(brook.session, brook.pupil(AMY), DAY, DAY)
    assert (am.mark, am.submission, pm.mark, pm.submission) == ("O", third, "N", first)
    assert [(one.mark, one.submission) for one in am.earlier] == [("N", first), ("I", second)]
    assert pm.earlier == ()
    assert submissions_of([*am.earlier]) == [first, second]


def test_of_some_places_no_other_place_s_marks_are_told(brook: World) -> None:
    brook.sent(f"{BEN},{DAY},AM,D")
    brook.sent(f"{BEN},{DAY},AM,/", to=SETTING)
    ben = brook.pupil(BEN)
    told = {
        places: [one.mark for one in traced_marks(brook.session, ben, DAY, NEXT, places)]
        for places in (None, (f"s_00{HOME}",), (f"s_00{SETTING}",), ())
    }
    assert told == {
        None: ["D", "/"],
        (f"s_00{HOME}",): ["D"],
        (f"s_00{SETTING}",): ["/"],
        (): [],
    }
