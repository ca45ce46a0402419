"""What an entry said goes from the letters that say it again; the hash of each stays."""

from pathlib import Path

import pytest

from apregister.papers import files_named, lost_papers
from fair_access.letters.make import make_letter
from fair_access.letters.owed import letters_of
from fair_access.letters.redaction import redact_letters
from fair_access.retention import case_papers
from movements.actor import Actor
from movements.attachments import Store
from movements.legal_hold import holds
from movements.problems import Refused
from movements.record import Recorded
from movements.redaction import redact
from movements.schedule import schedule_on
from tests.fair_access.world import AMY, BEN, BROOK, OFFICER, TODAY, World, refusal

KEEPER = Actor("keeper", "administrator")
CALL = "Fair access team, 01632 960 001"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "papers")


@pytest.fixture
def case_id(brook: World) -> str:
    case_id = brook.agreed(AMY)
    brook.allocated(case_id, "2026-10-14", reasons="The parent's preference")
    return case_id


def _made(brook: World, store: Store, case_id: str, whom: str = "parent") -> Recorded:
    asked = {"whom": whom, "call": CALL}
    return make_letter(brook.session, store, case_id, asked, OFFICER, TODAY)


def _gone(brook: World, *numbers: int) -> list[int]:
    redact(brook.session, numbers, rule="x", title="x", by=KEEPER)
    return redact_letters(brook.session, numbers, KEEPER)


def _of(brook: World, case_id: str, kind: str) -> int:
    return next(line.number for line in brook.case(case_id).steps if line.kind == kind)


@pytest.mark.parametrize("kind", ["case_referred", "case_allocated"])
def test_a_step_takes_every_letter_of_its_case_and_leaves_the_proof(
    brook: World, store: Store, case_id: str, kind: str
) -> None:
    other = brook.agreed(BEN)
    brook.allocated(other, "2026-10-14")
    kept = _made(brook, store, other)
    letters = [_made(brook, store, case_id, whom) for whom in ("parent", "school")]
    step = _of(brook, case_id, kind)
    told = [brook.entry(number) for number in _gone(brook, step)]
    assert [one.answers()["letter"] for one in told] == [one.entry for one in letters]
    assert all(one.answers()["entries"] == [step] for one in told)
    hashes = [str(brook.entry(one.entry).answers()["sha256"]) for one in letters]
    assert not files_named(brook.session) & {*hashes}, "the sweep deletes the text"
    assert str(brook.entry(kept.entry).answers()["sha256"]) in files_named(brook.session)
    for sha256 in hashes:
        store.drop(sha256)
    assert not [*lost_papers(brook.session, store)], "what was redacted is not lost"
    assert _gone(brook, step) == [], "once"


def test_the_childs_name_takes_it_and_what_came_later_does_not(
    brook: World, store: Store, case_id: str
) -> None:
    named = brook.moved("pupil_details", AMY, BROOK, "2026-10-01", forename="Sam")
    letter = _made(brook, store, case_id)
    moved = brook.moved("suspension", AMY, BROOK, "2026-10-05", sessions="2", reason1="DB")
    later = brook.moved("pupil_details", AMY, BROOK, "2026-10-20", forename="Samuel")
    assert _gone(brook, moved.entry, later.entry) == []
    assert len(_gone(brook, named.entry)) == 1
    (parent, *_) = letters_of(brook.session, brook.case(case_id), TODAY)
    (made,) = parent.made
    assert (made.entry, made.redacted) == (letter.entry, True)
    assert parent.as_dict()["made"][0]["redacted"] is True
    assert brook.case(case_id).steps[-1].sentence == (
        f"The letter of entry {letter.entry} was redacted, for it quoted entry {named.entry}"
    )
    again = _made(brook, store, case_id)
    assert (again.result, again.entry == letter.entry) == ("accepted", False)


def test_a_redaction_does_not_keep_a_closed_case_longer(
    brook: World, store: Store, case_id: str
) -> None:
    brook.step(case_id, "case_declined", "2026-10-15", because="Too far")
    brook.step(case_id, "case_withdrawn", "2026-10-16", because="Placed in-year")
    _made(brook, store, case_id)

    def since() -> list[object]:
        held, keep = holds(brook.session, TODAY), schedule_on(TODAY)["panel_papers"]
        on = TODAY.replace(year=TODAY.year + 40)
        return [one.since for one in case_papers(brook.session, on, keep, held)]

    before = since()
    assert before
    assert _gone(brook, _of(brook, case_id, "case_agreed"))
    assert since() == before


def test_no_form_redacts_a_letter(brook: World, case_id: str) -> None:
    with pytest.raises(Refused) as refused:
        brook.step(case_id, "case_letter_redacted", "2026-10-15", letter="1", entries="1")
    assert refusal(refused.value) == {"step": "not_by_form"}
