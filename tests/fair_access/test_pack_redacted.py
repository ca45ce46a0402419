"""What an entry said goes from the packs that say it again; the hash of the first bytes stays."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col

from fair_access.meetings.pack import Pack, read_pack, seal
from fair_access.meetings.pack_redaction import kept_packs, redact_packs
from movements.actor import Actor
from movements.attachments import Store
from movements.entry import ENTRIES, EntryRow, read_entries
from movements.problems import Refused
from movements.redaction import redact
from tests.fair_access.world import AMY, BEN, DOT, OFFICER, TODAY, World, refusal

KEEPER = Actor("keeper", "administrator")
DAY = "2026-10-14"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "papers")


@pytest.fixture
def met(brook: World, store: Store) -> tuple[str, str, str]:
    """Two cases before a second meeting, its pack sealed; amy's was before the first one too."""
    old = brook.refer(AMY, "2026-09-10", reason="Once before")
    brook.step(old, "case_withdrawn", "2026-09-11", because="Found in-year")
    amy, ben = brook.agreed(AMY), brook.agreed(BEN)
    panel = brook.panel()
    first = brook.called(panel, amy, day="2026-10-07")
    told = {"case": amy, "what": "A place?", "promised_by": "Head", "due": "2026-10-14"}
    brook.minute("meeting_update", first, "2026-10-07", **told)
    second = brook.called(panel, amy, ben, day=DAY)
    seal(brook.session, store, second, OFFICER, date.fromisoformat(DAY), "0 (a)")
    return amy, ben, second


def _redacted(brook: World, store: Store, meeting: str, *kinds: str, of: str = AMY) -> Pack:
    """The pack that is kept once the entries of these kinds on a child were redacted."""
    named = col(EntryRow.kind).in_(kinds) & (col(EntryRow.pupil_id) == brook.pupil(of))
    numbers = [entry.number for entry in read_entries(brook.session, ENTRIES.where(named))]
    redact(brook.session, numbers, rule="x", title="x", by=KEEPER)
    redact_packs(brook.session, store, numbers, KEEPER)
    sealed = brook.book().meetings[meeting].sealed[-1]
    assert kept_packs(brook.session)[sealed.entry] == sealed.file
    return read_pack(store.read(sealed.file))


def test_a_step_of_the_case_takes_the_childs_file_and_leaves_the_others(
    brook: World, store: Store, met: tuple[str, str, str]
) -> None:
    amy, ben, meeting = met
    before = brook.book().meetings[meeting].sealed[-1]
    pack = _redacted(brook, store, meeting, "case_agreed")
    after = brook.book().meetings[meeting].sealed[-1]
    assert (after.sha256, after.kept == before.sha256) == (before.sha256, False)
    assert (list(pack["files"]), pack["redacted"]) == ([ben], [amy])
    assert [one["why"] for one in pack["agenda"]] == ["Redacted", "A place is due"]
    assert pack["updates"] == []
    assert pack["meeting"] == read_pack(store.read(before.sha256))["meeting"]
    shown = brook.book().of_meeting(meeting)[-1]
    assert shown.entry.kind == "meeting_pack_redacted"
    assert "redacted of what entries" in shown.minute.sentence(str)


def test_an_earlier_case_goes_by_itself_and_a_minute_by_its_line(
    brook: World, store: Store, met: tuple[str, str, str]
) -> None:
    amy, ben, meeting = met
    pack = _redacted(brook, store, meeting, "case_withdrawn", "meeting_update", "meeting_agenda")
    assert pack["files"].keys() == {amy, ben}
    file = pack["files"][amy]
    assert file["earlier"] == []
    gone = [line["title"] for line in file["lines"] if line["sentence"] == "Redacted"]
    assert sorted(gone) == ["Agenda", "Agenda", "Fair access case withdrawn", "Update promised"]
    assert pack["updates"] == []
    assert pack["redacted"] == []
    again = _redacted(brook, store, meeting, "case_referred", of=BEN)
    assert (list(again["files"]), again["redacted"]) == ([amy], [ben])
    assert len(brook.book().meetings[meeting].sealed[-1].redacted) > 4


def test_what_a_pack_does_not_know_changes_none_and_a_lost_one_stays_lost(
    brook: World, store: Store, met: tuple[str, str, str]
) -> None:
    amy, _, meeting = met
    sealed = brook.book().meetings[meeting].sealed[-1]
    brook.step(amy, "case_heard", DAY)
    _redacted(brook, store, meeting, "case_heard")
    assert brook.book().meetings[meeting].sealed[-1] == sealed
    assert redact_packs(brook.session, store, [_first(brook, DOT)], KEEPER) == [], "of no case"
    store.drop(sealed.sha256)
    assert redact_packs(brook.session, store, [_first(brook, AMY)], KEEPER) == []


def _first(brook: World, who: str) -> int:
    of = ENTRIES.where(col(EntryRow.pupil_id) == brook.pupil(who)).order_by(col(EntryRow.number))
    return next(entry.number for entry in read_entries(brook.session, of))


def test_nobody_tells_it_by_a_form(brook: World, met: tuple[str, str, str]) -> None:
    with pytest.raises(Refused) as refused:
        brook.minute("meeting_pack_redacted", met[2], f"{TODAY}")
    assert refusal(refused.value) == {"minute": "unknown_minute"}
