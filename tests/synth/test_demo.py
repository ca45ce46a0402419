"""The demonstration shows what the register can show: built once, read as a person would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from apregister.commands.showing import DEMO_PUPILS, DEMO_SEED, DEMO_YEARS
from apregister.db import open_engines, reading
from fair_access.cases import cases
from fair_access.fair_share.advice import advice
from fair_access.fair_share.child import of_child
from fair_access.fair_share.held import SHARE_KINDS
from fair_access.fair_share.ledger import COUNTS, fair_share
from fair_access.fair_share.rolls import Asked
from fair_access.letters.reasons import reasons_of
from fixtures.demo_cases import REASON
from fixtures.demo_earlier import EARLIER
from fixtures.demo_settings import FULL_TIME_THERE, WORKSHOP
from fixtures.demo_totals import RETURNED
from fixtures.synth.simulate import simulate
from fixtures.synth.world import Awkward
from movements.attachments import Store
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.exceptions import EXCEPTIONS
from movements.kinds import KINDS
from movements.ledger import OutOfSight, ledger
from movements.likely_same import likely_same
from movements.morning import morning
from movements.place_kinds import PLACE_KINDS
from movements.places import place_facts
from movements.reconcile import differences
from movements.register import find_pupil, history, standing, standings
from movements.session_totals import totals_held
from movements.setting_standing import SettingStanding
from movements.settings_read import settings_of
from movements.stays import commissioners, stays
from reports.case_mix import TIERS
from reports.funnel import funnels
from reports.scorecard import scorecard
from tests.commands.world import Ran, run
from tests.synth.recount import recounted

LAST = date(2026, 11, 20)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}"


@pytest.fixture(scope="module")
def built(url: str) -> Ran:
    return run("demo", "--until", LAST.isoformat(), "--db", url)


@pytest.fixture(scope="module")
def demo(built: Ran, url: str) -> Iterator[Session]:
    assert built.code == 0
    engines = open_engines(url)
    with reading(engines.register) as session:
        yield session
    engines.dispose()


@pytest.fixture(scope="module")
def store(url: str) -> Store:
    return Store(Path(f"{url.removeprefix('sqlite:///')}.attachments"))


@pytest.fixture(scope="module")
def asked(demo: Session) -> list[OutOfSight]:
    return ledger(demo, LAST, answered=True)


@pytest.fixture(scope="module")
def listed() -> list[Awkward]:
    """The awkward histories of the same authority: the demo keeps none of their list."""
    world = simulate(DEMO_PUPILS, DEMO_YEARS, DEMO_SEED, LAST, None, None)
    return [one for one in world.awkward if one.on <= LAST]


def told(demo: Session, kind: str) -> list[Entry]:
    return list(read_entries(demo, ENTRIES.where(col(EntryRow.kind) == kind)))


def codes(demo: Session, pupil: str) -> set[str]:
    lines = history(demo, pupil, today=LAST)
    return {concern.code for line in lines for concern in line.concerns}


def test_nothing_is_refused(built: Ran) -> None:
    assert "refused" not in built.out


def test_each_question_of_the_ledger_is_open_for_somebody(asked: list[OutOfSight]) -> None:
    still = {item.cause for item in asked if item.answer is None}
    assert still == {*EXCEPTIONS}


def test_every_kind_of_movement_setting_and_share_is_told_of(demo: Session) -> None:
    kinds = {kind for (kind,) in demo.execute(select(col(EntryRow.kind)).distinct())}
    assert kinds >= {*KINDS, *PLACE_KINDS, *SHARE_KINDS}


def test_a_child_of_no_authority_is_asked_after_at_the_school_overseas(
    demo: Session, asked: list[OutOfSight]
) -> None:
    (found,) = (item for item in asked if item.cause == "nobody")
    assert found.owner is not None
    place = place_facts(demo)[found.owner]
    assert (place.type_name, place.la_code) == ("British schools overseas", None)


def test_one_pair_of_records_is_to_be_looked_at_and_one_is_of_two_children(demo: Session) -> None:
    found = likely_same(demo, standings(demo, None, LAST))
    assert [one.temporary for one in found] == [True, True]
    assert {one.of_two is None for one in found} == {True, False}


@pytest.mark.parametrize("kind", ["withdrawn", "setting_withdrawn", "fair_share_withdrawn"])
def test_a_mistake_of_each_sort_is_taken_back(demo: Session, kind: str) -> None:
    (entry,) = told(demo, kind)
    (mistake,) = read_entries(demo, ENTRIES.where(col(EntryRow.number) == entry.corrects))
    assert mistake.on == entry.on


def test_the_register_says_of_each_awkward_history_what_is_listed(
    demo: Session, asked: list[OutOfSight], listed: list[Awkward]
) -> None:
    found = {(item.pupil, item.cause) for item in asked}
    for row in listed:
        pupil = find_pupil(demo, row.pupil.upn) or ""
        *no, kind, code = row.says.split()
        said = (pupil, code) in found if kind == "ledger" else code in codes(demo, pupil)
        assert said != bool(no), row
    assert len({row.pupil.upn for row in listed}) == len(listed) >= 20


def test_home_education_follows_a_suspension_a_direction_and_a_refusal(
    listed: list[Awkward],
) -> None:
    what = {row.what for row in listed if row.says.endswith("home_education_soon_after")}
    assert {words.rpartition("after a ")[2] for words in what} == {
        "suspension", "direction", "refused move",
    }  # fmt: skip


def test_five_full_time_pupils_of_two_schools_are_at_a_workshop(
    demo: Session, asked: list[OutOfSight]
) -> None:
    workshop = next(p.id for p in place_facts(demo).values() if p.name == WORKSHOP)
    there = [item for item in asked if workshop in item.places]
    found = Counter(item.cause for item in there)
    # And one more, placed there later, who never came.
    assert found == {"unregistered_setting": FULL_TIME_THERE + 1, "b_or_k_absent": 1}
    schools, _ = commissioners(stays(demo, [workshop]))
    assert len(schools) == 2
    assert [c.level for c in settings_of(demo).of(workshop).open_concerns] == ["concern"]


def test_one_question_is_answered_and_one_is_open_again(
    demo: Session, asked: list[OutOfSight]
) -> None:
    answers = told(demo, "question_answered")
    hold = {item.answer.entry for item in asked if item.answer}
    (lapsed,) = (entry for entry in answers if entry.number not in hold)
    again = {item.pupil: item.facts for item in asked if item.cause == "repeat_moves"}
    assert len(hold) == 1
    assert lapsed.answers()["facts"] != again[str(lapsed.pupil_id)]


def test_a_hand_over_waits_for_its_answer(demo: Session) -> None:
    (entry,) = told(demo, "hand_over")[-1:]
    assert standing(demo, str(entry.pupil_id), LAST).open_episodes("hand_over")


def test_of_corrections_that_settings_ask_one_waits_one_is_made_and_one_refused(
    demo: Session,
) -> None:
    asked = told(demo, "correction_requested")
    numbers = {entry.number: entry for entry in asked}
    answers = {entry.answers()["episode"]: entry for entry in told(demo, "correction_answered")}
    said = {n: one.answers()["answer"] for n, one in answers.items()}
    assert Counter(said.get(n, "waits") for n in numbers) == {
        "waits": 1, "approved": 1, "rejected": 1,
    }  # fmt: skip
    for number, answer in answers.items():
        assert answer.organisation != numbers[number].organisation
    (made,) = (numbers[n] for n, answer in said.items() if answer == "approved")
    (corrected,) = (e for e in told(demo, "ap_placement") if e.corrects == made.answers()["entry"])
    assert corrected.answers()["planned_end"] == made.answers()["proposed"]["planned_end"]


def test_the_totals_of_a_census_are_held_and_one_differs_from_the_marks(demo: Session) -> None:
    held = totals_held(demo)
    assert len({one.pupil_id for one in held}) == RETURNED
    (differs,) = differences(demo)
    assert (differs.what, differs.told - differs.held) == ("I", 2)


def test_an_entry_told_late_casts_doubt_on_one_told_before_it(demo: Session) -> None:
    timetables = told(demo, "part_time_timetable")
    late = max(timetables, key=lambda entry: entry.number)
    assert "in_doubt" in codes(demo, str(late.pupil_id))


def test_the_last_morning_has_real_gaps(demo: Session) -> None:
    found = morning(demo, LAST)
    sent = sorted((one.marked > 0) + (one.marked == one.expected) for one in found.settings)
    assert {*sent} == {0, 1, 2}, "all, a part, and nothing"
    states = Counter(line.state for line in found.lines)
    assert states["late"] >= 1
    assert states["no_reason"] >= 1
    unaccounted = [line for line in found.of("no_mark") if "D" in dict(line.elsewhere).values()]
    assert unaccounted, "a child whom the school thinks at the setting"
    settings = [p.id for p in place_facts(demo).values() if p.is_ap_setting]
    assert all(settings_of(demo).of(place).contact for place in settings)


def test_the_directory_has_offers_evidence_visits_and_actions(demo: Session) -> None:
    places = [p for p in place_facts(demo).values() if p.is_ap_setting and p.urn]
    held: list[SettingStanding] = [settings_of(demo).of(p.id) for p in places]
    assert all(one.offer and one.commissioned(date(2026, 11, 16)) for one in held)
    assert Counter(one.state(LAST) for one in held) == {"expired": 1, "in_date": len(held) - 1}
    for one in held:
        assert [a.overdue(LAST) for a in one.actions if a.done is None] == [True, False]
        assert [a.number for a in one.actions if a.done] == [1]
        assert one.concerns
        assert not one.open_concerns


def test_a_setting_is_banded_beside_similar_ones_and_its_authority_has_a_funnel(
    demo: Session,
) -> None:
    settings = [p for p in place_facts(demo).values() if p.is_ap_setting and p.urn]
    first = min(settings, key=lambda place: place.name)
    card = scorecard(demo, first, "2025-26", LAST)
    words = {row.measure.id: row.band.word for row in card.rows}
    assert words["REI-3"] == "clearly above"
    beside = next(row.beside for row in card.rows if row.measure.id == "REI-3")
    assert beside
    assert beside.settings == len(EARLIER)
    assert {tally.words for tally in card.came} >= {*TIERS.values(), "of no tier told"}
    in_line = next(one for one in settings if one.name == EARLIER[0].name)
    rows = scorecard(demo, in_line, "2025-26", LAST).rows
    assert "in line" in {row.band.word for row in rows}
    drawn = {one.measure.id for one in funnels(demo, settings, "2025-26", LAST) if one.rate}
    assert drawn >= {"REI-3", "ATM-1", "P16-1"}


def test_places_are_shared_by_a_scheme_with_one_exemption(demo: Session) -> None:
    share = fair_share(demo, "999", Asked(LAST, None, LAST))
    assert share.scheme
    assert share.scheme.says.method == "weightings"
    exempt = {line.place.id for line in share.of_year("9") if line.exemptions}
    assert len(exempt) == 1
    totals = share.totals(None)
    assert totals["roll"] > 1000
    assert (totals["admitted"] or 0) >= 3, "the stories, and what the panels did since September"
    (journey,) = told(demo, "fair_share_journey")
    child = of_child(demo, str(journey.pupil_id), share.held, share.asked)
    found = advice(share, child)
    assert found
    assert not any(one.order for one in found.schools if one.excused)
    assert any(one.journey for one in found.schools)


def test_the_ledger_of_three_years_is_what_the_bare_rows_come_to(demo: Session) -> None:
    counted: set[str] = set()
    for on in (LAST, date(2026, 8, 31), date(2025, 11, 20), date(2025, 7, 1)):
        share = fair_share(demo, "999", Asked(on, None, LAST))
        lines = [line for line in share.lines if line.year is not None]
        theirs = {
            (line.place.id, str(line.year), measure): count
            for line in lines
            for measure, count in line.counts.items()
            if count
        }
        assert theirs == recounted(demo, {line.place.id for line in share.lines}, on, LAST)
        counted |= {measure for _, _, measure in theirs}
    assert {*COUNTS} - counted == {"excluded_taken"}, "nobody was taken in the year of an exclusion"


def test_what_the_panel_decided_was_told_by_letter_and_where_a_protected_child_is_is_not(
    demo: Session, store: Store
) -> None:
    found = {one.id: one for one in cases(demo, None, None, LAST)}
    letters = [(found[str(one.case_id)], one.answers()) for one in told(demo, "case_letter_made")]
    assert len(letters) >= 9
    assert {whom["whom"] for _, whom in letters} == {"parent", "school"}
    named = {place.name for place in place_facts(demo).values()}
    protected = [made for one, made in letters if one.protected]
    assert protected
    for made in protected:
        text = store.read(str(made["sha256"])).decode()
        assert not [name for name in named if name in text]
    decided = [r for one in found.values() for r in reasons_of(demo, one, LAST)["decisions"]]
    own = [one for one in decided if one["on"] >= "2026-09-01"]
    assert all(one["reasons"] for one in own)
    without = {one["title"] for one in own if not one["options"]}
    assert without == {"Notice of a direction served"}, "the authority's own, after the panel's"
    assert any(one["meeting"] for one in own)


def test_every_story_opens_and_its_child_was_in_provision_when_referred(demo: Session) -> None:
    found = [one for one in cases(demo, None, None, LAST) if REASON in one.steps[0].sentence]
    states = Counter(one.state.state for one in found)
    wanted = {"referred": 1, "agreed": 4, "started": 2, "refused": 1, "allocated": 1}
    assert states == wanted
    taken = Counter(line.kind for one in found for line in one.steps)
    assert (taken["case_deferred"], taken["case_directed"], taken["case_refused"]) == (1, 1, 2)
    assert taken["case_chased"] == 1, "asked after before the start"
    assert not {concern.code for one in found for concern in one.concerns} & {"not_in_ap", "plan"}
    opened = {one.id for one in found}
    for entry in told(demo, "case_referred"):
        if entry.case_id in opened:
            assert standing(demo, str(entry.pupil_id), entry.on).provision
    clocks = Counter(one.clock.state for one in found if one.clock)
    assert clocks == {"running": 2, "missed": 1, "met": 4, "met_late": 1}
