"""What entries come to depends on when things happened, never on when they were told."""

import secrets
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movements import register
from movements.dates import MONTHS
from movements.entry import Entry, canonical
from movements.kinds import KINDS, fill_in
from movements.register import fold, in_force, standing_of
from movements.standing import Standing
from movements.superseded import superseded

FIRST = date(2025, 9, 1)
FAR_ON = date(2027, 1, 1)

ROLLS = st.sampled_from(["s_a", "s_b"])
ACTS = st.one_of(
    st.tuples(st.just("on_roll"), st.sampled_from([{"enrol_status": s} for s in "CMS"])),
    st.tuples(st.just("removal_from_roll"), st.just({"ground": "g"})),
    st.tuples(st.just("suspension"), st.just({"sessions": 3, "reason1": "DB"})),
    st.tuples(st.just("permanent_exclusion"), st.just({"reason1": "PA"})),
    st.tuples(st.just("pupil_details"), st.sampled_from([{"forename": n} for n in MONTHS[:3]])),
    st.tuples(st.just("managed_move"), st.just({"to_place": "s_aaaaaaaa"})),
    st.tuples(st.just("ap_placement"), st.just({"setting_type": "OOT", "reason": "BHS"})),
    st.tuples(st.just("off_site_direction"), st.just({"place": "s_bbbbbbbb", "days": 5})),
    st.tuples(st.just("placement_end"), st.just({"place": "s_bbbbbbbb"})),
    st.tuples(st.just("reintegration"), st.just({})),
    st.tuples(st.just("roll_claim"), st.just({})),
)
HALVES = st.lists(st.integers(0, 200), unique=True, min_size=1, max_size=12)


def entry(number: int, kind: str, half: int, answers: dict[str, object], **more: object) -> Entry:
    """An entry as it would be read; `half` counts half-days from the first day."""
    on, session = FIRST + timedelta(days=half // 2), ("AM", "PM")[half % 2]
    told = {**answers, "on": on, "session": session}
    movement = KINDS[kind].model_validate(told)
    return Entry(
        number=number,
        pupil_id="p_1",
        place_id=str(more.pop("place", "s_a")),
        kind=kind,
        on=on,
        session=session,
        recorded_at="",
        recorded_by="",
        organisation="",
        authority=str(more.pop("authority", "330")) or None,
        source="csv",
        details=canonical(movement.details()),
        leaf=secrets.token_bytes(32),
        **more,
    )


def in_order(entries: list[Entry]) -> list[Entry]:
    """As a reading gives them: by day, session and number."""
    return sorted(entries, key=lambda e: (e.on, e.session, e.number))


def meaning(standing: Standing) -> object:
    """A standing but for the numbers of its entries."""
    return (
        standing.details,
        [replace(roll, told=0) for roll in standing.rolls],
        [(p.kind, p.place, p.setting_type, p.since) for p in standing.provision],
        [(s.on, s.session, s.sessions) for s in standing.suspensions],
        [(e.on, e.place) for e in standing.exclusions],
        (standing.removals, standing.former, standing.pending_move),
        [replace(claim, told=0) for claim in standing.claims],
        (standing.authority, standing.known),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, int, dict[str, object], str]]:
    """Acts, each in a half-day of its own."""
    halves = draw(HALVES)
    return [(*act, half, draw(ROLLS)) for half in halves for act in [draw(ACTS)]]  # type: ignore[misc]


def told(history: list[tuple[str, dict[str, object], int, str]]) -> list[Entry]:
    """The history told in the order it is listed in."""
    return in_order(
        [
            entry(number, kind, half, answers, place=place)
            for number, (kind, answers, half, place) in enumerate(history, 1)
        ]
    )


@settings(max_examples=60, deadline=None)
@given(histories(), st.randoms(use_true_random=False), st.integers(-1, 201))
def test_told_in_any_order_it_comes_to_the_same(history, random, half) -> None:  # type: ignore[no-untyped-def]
    another = list(history)
    random.shuffle(another)
    on, session = FIRST + timedelta(days=half // 2), ("AM", "PM")[half % 2]
    first, second = (standing_of(told(h), on, session) for h in (history, another))
    assert meaning(first) == meaning(second)


@settings(max_examples=40, deadline=None)
@given(histories(), st.data())
def test_a_correction_and_its_withdrawal_come_to_nothing_but_two_entries(history, data) -> None:  # type: ignore[no-untyped-def]
    entries = told(history)
    target = data.draw(st.sampled_from(entries))
    kind, answers, _, place = history[target.number - 1]
    count = len(entries)
    moved = data.draw(st.integers(201, 220))
    correction = entry(count + 1, kind, moved, answers, place=place, corrects=target.number)
    withdrawal = entry(count + 2, "withdrawn", 230, {"because": "No"}, corrects=count + 1)
    with_both = in_order([*entries, correction, withdrawal])
    assert standing_of(with_both, FAR_ON) == standing_of(entries, FAR_ON)
    assert superseded(with_both) == {count + 1: count + 2}


@settings(max_examples=40, deadline=None)
@given(histories(), st.data())
def test_an_entry_withdrawn_comes_to_what_the_others_come_to(history, data) -> None:  # type: ignore[no-untyped-def]
    entries = told(history)
    target = data.draw(st.sampled_from(entries))
    told_by = {"corrects": target.number, "authority": ""}
    withdrawal = entry(len(entries) + 1, "withdrawn", 0, {"because": "No"}, **told_by)
    others = [e for e in entries if e is not target]
    assert standing_of(in_order([*entries, withdrawal]), FAR_ON) == standing_of(others, FAR_ON)


@settings(max_examples=40, deadline=None)
@given(histories(), st.data())
def test_an_entry_corrected_to_itself_comes_to_the_same(history, data) -> None:  # type: ignore[no-untyped-def]
    entries = told(history)
    target = data.draw(st.sampled_from(entries))
    kind, answers, half, place = history[target.number - 1]
    again = entry(len(entries) + 1, kind, half, answers, place=place, corrects=target.number)
    corrected = standing_of(in_order([*entries, again]), FAR_ON)
    assert meaning(corrected) == meaning(standing_of(entries, FAR_ON))


def test_an_episode_answers_to_the_numbers_of_all_the_entries_that_opened_it() -> None:
    placed = {"setting_type": "OOT", "reason": "BHS"}
    line = [
        entry(1, "ap_placement", 10, placed),
        entry(2, "ap_placement", 12, placed, corrects=1),
        entry(3, "ap_placement", 14, placed, corrects=2),
    ]
    (episode,) = standing_of(line, FAR_ON).provision
    assert (episode.entry, episode.earlier) == (3, (1, 2))
    assert [episode.opened_by(number) for number in (1, 2, 3, 4)] == [True, True, True, False]


def test_a_child_whose_only_entry_was_withdrawn_stays_in_the_authority_s_sight() -> None:
    lone = [entry(1, "on_roll", 0, {}), entry(2, "withdrawn", 1, {"because": "No"}, corrects=1)]
    now = standing_of(lone, FAR_ON)
    assert (now.known, now.home_authority) == (False, "330")


def test_what_is_redacted_or_no_movement_counts_for_nothing() -> None:
    gone = entry(1, "on_roll", 0, {})._replace(details=None)
    step = entry(2, "on_roll", 1, {})._replace(kind="case_referred")
    assert list(in_force([gone, step])) == []
    assert list(fold([gone])) == []


def test_the_sender_s_reference_is_no_part_of_what_happened() -> None:
    told = '{"enrol_status":"C","ref":"row 7"}'
    held = entry(1, "on_roll", 0, {})._replace(details=told)
    ((_, movement),) = in_force([held])
    assert movement == fill_in("on_roll", {"on": FIRST})


@pytest.mark.parametrize(("half", "rolls"), [(9, 0), (10, 1), (11, 1), (12, 0)])
def test_a_standing_is_that_of_the_end_of_its_half_day(half: int, rolls: int) -> None:
    entries = [entry(1, "on_roll", 10, {}), entry(2, "removal_from_roll", 12, {"ground": "g"})]
    on, session = FIRST + timedelta(days=half // 2), ("AM", "PM")[half % 2]
    assert len(standing_of(entries, on, session).rolls) == rolls


def test_what_is_told_of_no_place_puts_nobody_on_a_roll_or_off_it() -> None:
    entries = [entry(1, "on_roll", 0, {})]
    before = standing_of(entries, FAR_ON)
    of_no_place = [
        entry(2, "on_roll", 2, {})._replace(place_id=None),
        entry(3, "roll_claim", 4, {})._replace(place_id=None),
        entry(4, "removal_from_roll", 6, {"ground": "g"})._replace(place_id=None),
    ]
    assert standing_of([*entries, *of_no_place], FAR_ON) == before


def test_what_is_read_again_is_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Movements are read once in a process, and let go when very many are held."""
    entries = [entry(1, "on_roll", 10, {}), entry(2, "removal_from_roll", 12, {"ground": "g"})]
    monkeypatch.setattr(register, "_MOST_READ", 1)
    twice = [standing_of(entries, FAR_ON) for _ in range(2)]
    assert twice[0] == twice[1]
    assert [removal.place for removal in twice[0].removals] == ["s_a"]


def test_a_claim_of_no_authority_leaves_the_child_to_the_one_it_was() -> None:
    claimed = [
        entry(1, "on_roll", 0, {}),
        entry(2, "roll_claim", 2, {}, place="s_bbbbbbbb", authority=""),
        entry(3, "removal_from_roll", 4, {"ground": "a", "to_place": "s_bbbbbbbb"}),
    ]
    after = standing_of(claimed, FAR_ON)
    assert ([roll.place for roll in after.rolls], after.authority) == (["s_bbbbbbbb"], "330")
