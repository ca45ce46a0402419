"""What holds of every ledger and every advice, whatever was told."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fair_access.fair_share.advice import OfChild, advice
from fair_access.fair_share.held import Held, ShareHeld
from fair_access.fair_share.ledger import COUNTS, FairShare, Line
from fair_access.fair_share.rolls import Asked, OnRoll, of_standing, rolls_of
from fair_access.fair_share.scheme import FairShareScheme
from movements.entry import Entry
from movements.places import PlaceFacts
from movements.problems import Refused
from movements.register import standings
from tests.fair_access.share.world import TODAY, ShareWorld
from tests.spec.pages import SPECS, Spec
from tests.spec.world import place_id, world

PAGES = {
    *("on_roll", "details_and_milestones", "half_days_and_known_on", "saying_it_again"),
    *("withdrawn_openings", "hand_over", "dual_registration", "managed_move"),
}
SCHOOLS = ("brook", "hill", "dale")
YEARS = ("7", "8", "9", "")
HISTORY = st.lists(
    st.tuples(
        st.sampled_from(("amy", "ben", "cal", "dot")),
        st.sampled_from(SCHOOLS),
        st.sampled_from(("on_roll", "removal", "details", "excluded", "moved")),
        st.integers(0, 120),
    ),
    max_size=14,
)


def _tell(told: ShareWorld, history: list[tuple[str, str, str, int]]) -> None:
    """What can be told of these; what cannot be true is refused, as at any door."""
    for child, school, kind, day in history:
        on = (date(2026, 9, 2) + timedelta(days=day)).isoformat()
        other = SCHOOLS[(SCHOOLS.index(school) + 1) % 3]
        kinds = {
            "on_roll": ("on_roll", ""),
            "removal": ("removal_from_roll", "ground=a"),
            "details": ("pupil_details", f"nc_year={YEARS[day % 4]}; looked_after={'YN'[day % 2]}"),
            "excluded": ("permanent_exclusion", "reason1=PA"),
            "moved": ("managed_move", f"to_place={other}; agreed_on={on}"),
        }
        id_, answers = kinds[kind]
        row = {"on": on, "at": school, "child": child, "kind": id_, "answers": answers}
        try:
            told.tell(row)
        except Refused:
            continue


@settings(max_examples=60, deadline=None)
@given(HISTORY, st.integers(0, 130))
def test_the_year_groups_of_a_school_come_to_the_school(
    history: list[tuple[str, str, str, int]], day: int
) -> None:
    with world() as made:
        told = ShareWorld(made.session)
        _tell(told, history)
        on = date(2026, 9, 2) + timedelta(days=day)
        share = told.share(on.isoformat())
        for whole in share.of_year(None):
            years = [x for x in share.lines if x.place == whole.place and x.year is not None]
            for count in COUNTS:
                assert whole.counts[count] == sum(line.counts[count] for line in years)
        # And the roll is what the standings say it is.
        now = standings(told.session, None, on)
        main = [roll.place for one in now.values() for roll in one.main_rolls]
        rolls = {line.place.id: line.counts["roll"] for line in share.of_year(None)}
        assert rolls == {place_id(school): main.count(place_id(school)) for school in SCHOOLS}


@pytest.mark.parametrize("spec", [s for s in SPECS if s.page in PAGES], ids=str)
def test_rolls_read_plainly_are_those_that_the_folding_gives(spec: Spec) -> None:
    with world() as made:
        told = ShareWorld(made.session)
        days = set[str]()
        for row in spec.rows("on"):
            try:
                told.told.append(told.tell(row))
            except Refused:
                told.told.append(None)
            else:
                days.add(row["on"][:10])
        assert days
        for on in map(date.fromisoformat, sorted(days)):
            for known in (None, on):
                assert_same_rolls(told, Asked(on, known, TODAY))


def assert_same_rolls(told: ShareWorld, asked: Asked) -> None:
    places = {place_id(school) for school in SCHOOLS}
    found = rolls_of(told.session, places, asked)
    then = standings(told.session, None, asked.on, asked.known_on)
    now = standings(told.session, None, asked.today)
    hidden = {p for of in (then, now) for p, one in of.items() if one.protected}
    counted = {p: of_standing(one) for p, one in then.items() if p not in hidden}
    assert _at(found.children, places) == _at(counted, places)


def _at(children: dict[str, OnRoll], places: set[str]) -> dict[str, OnRoll]:
    return {p: one for p, one in children.items() if places & {*one.places}}


COUNTED = st.tuples(*(st.integers(0, 3) for _ in COUNTS))


def _share(counts: list[tuple[int, ...]], scheme: FairShareScheme) -> FairShare:
    """Schools with some counts, under a scheme."""
    asked = Asked(TODAY, None, TODAY)
    entry = Entry(1, "", TODAY, "", "", "", "", b"")
    lines = []
    for number, found in enumerate(counts):
        place = PlaceFacts(f"s_{number:08d}", f"School {number}")
        held = dict(zip(COUNTS, found, strict=True))
        lines += [Line(place, "9", held), Line(place, None, held)]
    return FairShare("330", asked, Held(entry, scheme), ShareHeld(), tuple(lines))


SCHEMES = (
    FairShareScheme(
        on=TODAY, method="points", admitted=Decimal(2), plans=Decimal("-0.5"), cite="7"
    ),
    FairShareScheme(on=TODAY, method="weightings", admitted=Decimal(2), cite="7"),
    FairShareScheme(on=TODAY, method="rotation", cite="7"),
)


@given(st.lists(COUNTED, min_size=1, max_size=8), st.sampled_from(SCHEMES), st.randoms())
def test_the_order_advised_is_the_same_in_whatever_order_schools_are_read(
    counts: list[tuple[int, ...]], scheme: FairShareScheme, chance: Random
) -> None:
    share, child = _share(counts, scheme), OfChild("9")
    shuffled = replace(share, lines=tuple(chance.sample(share.lines, len(share.lines))))
    assert advice(share, child) == advice(shuffled, child)


@given(st.lists(COUNTED, min_size=1, max_size=8), st.sampled_from(SCHEMES[:2]))
def test_the_lines_of_the_arithmetic_come_to_the_sum_and_the_sum_to_the_order(
    counts: list[tuple[int, ...]], scheme: FairShareScheme
) -> None:
    found = advice(_share(counts, scheme), OfChild("9"))
    assert found is not None
    for one in found.schools:
        assert one.total == sum((line.count * line.weight for line in one.sums), Decimal(0))
        assert (one.order is None) == bool(one.why_not)
    compared = [one for one in found.schools if one.order is not None]
    per = [one.total / (one.pupils if scheme.method == "weightings" else 1) for one in compared]
    assert per == sorted(per)
    assert [one.order for one in compared] == [1 + sum(p < own for p in per) for own in per]
