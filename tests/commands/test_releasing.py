"""release: a scorecard is shown to its setting first, then frozen, and never changes again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from apregister.db import open_engines, reading, writing
from apregister.papers import files_named, lost_papers, store_of
from apregister.settings import Settings
from movements.actor import Actor
from movements.entry import ENTRIES, read_entries
from movements.record import stop_clock_at
from movements.redaction import redact
from movements.scorecard_release import SEEN_FIRST
from tests.commands.world import ADA, NOW, SETTING, Office

OF = (SETTING, "--year", "2025-26")
LATER = NOW + timedelta(days=30)


@pytest.fixture
def frozen(peopled: Office) -> Iterator[Office]:
    """A release opened, commented on by the authority, and frozen when the setting's days end."""
    assert "No release is open" in peopled.run("release", "freeze", *OF).err
    opened = peopled.run("release", "open", *OF)
    assert opened.code == 0, opened.err
    assert "Already held" in peopled.run("release", "open", *OF).out
    words = "Six came after January."
    said = peopled.run("release", "comment", *OF, "--words", words)
    assert said.code == 0, said.err
    assert "Already held" in peopled.run("release", "comment", *OF, "--words", words).out
    offered = ("release", "support", *OF, "--what", "A day a week", "--until", "2026-12-18")
    assert "Accepted" in peopled.run(*offered).out
    assert "Already held" in peopled.run(*offered).out
    early = peopled.run("release", "freeze", *OF)
    assert "until 11 November 2026" in early.err
    stop_clock_at(LATER)
    assert peopled.run("release", "freeze", *OF).code == 0
    yield peopled
    stop_clock_at(NOW)


def test_a_release_is_kept_whole_whatever_is_recorded_since(frozen: Office) -> None:
    before = frozen.run("release", "show", *OF).json()
    assert before["comments"][0]["words"] == "Six came after January."
    assert before["support"][0]["until"] == "2026-12-18"
    assert "Support from 14 October 2026 until" in frozen.run("release", "list", *OF).out
    assert before["scorecard"]["year"] == "2025-26"
    assert {row["sentence"] for row in before["scorecard"]["rows"]} == {
        "Fewer than 6 pupils: not released."
    }
    assert "value" not in before["scorecard"]["rows"][0]
    placed, _ = frozen.send(
        "movements",
        f"kind,upn,on,place,reason\nap_placement,{ADA},2026-10-05,{SETTING},BHS\n",
    )
    assert placed.code == 0, placed.err
    assert frozen.run("release", "show", *OF).json() == before
    verified = frozen.run("release", "verify", *OF)
    assert (verified.code, "the same, byte for byte" in verified.out) == (0, True), verified.out


def test_a_new_release_supersedes_and_the_old_one_stays(frozen: Office) -> None:
    first = frozen.run("release", "show", *OF).json()
    assert frozen.run("release", "open", *OF).code == 0
    stop_clock_at(LATER + timedelta(days=30))
    assert frozen.run("release", "freeze", *OF).code == 0
    held = frozen.run("release", "list", *OF, "--json").json()
    assert [one["superseded"] for one in held["releases"]] == [True, False]
    assert held["comments"] == [], "a new release has its own comments"
    old = frozen.run("release", "show", *OF, "--entry", str(first["entry"])).json()
    assert old == first | {"superseded": True}
    assert frozen.run("release", "verify", *OF).out.count("the same, byte for byte") == 2
    assert "Frozen 13 November 2026" in frozen.run("release", "list", *OF).out


def test_a_file_that_was_changed_or_lost_is_found_out_and_none_is_swept(frozen: Office) -> None:
    engines = open_engines(frozen.url)
    store = store_of(engines, Settings(db=frozen.url))
    sha256 = frozen.run("release", "show", *OF).json()["sha256"]
    with reading(engines.register) as session:
        assert sha256 in files_named(session)
        assert [*lost_papers(session, store)] == []
    path = next(store.folder.rglob(sha256))
    path.chmod(0o600)
    path.write_text("{}", "utf-8")
    assert frozen.run("release", "verify", *OF).code == 2
    with reading(engines.register) as session:
        assert len([*lost_papers(session, store)]) == 1
    engines.dispose()


def test_a_release_stands_when_a_pupil_and_a_comment_in_it_are_redacted(peopled: Office) -> None:
    """The hash and the figures stand, no word or child is in the file, and verify says why."""
    rows = f"ap_placement,{ADA},2026-10-05,{SETTING},BHS\n"
    assert peopled.send("movements", f"kind,upn,on,place,reason\n{rows}")[0].code == 0
    assert peopled.run("release", "open", *OF).code == 0
    said = "Ada came in October"
    assert peopled.run("release", "comment", *OF, "--words", said).code == 0
    stop_clock_at(LATER)
    try:
        assert peopled.run("release", "freeze", *OF).code == 0
        before = peopled.run("release", "show", *OF).json()
        assert before["comments"][0]["words"] == said
        engines = open_engines(peopled.url)
        kept = store_of(engines, Settings(db=peopled.url)).read(before["sha256"])
        with writing(engines.register) as session:
            told = [*read_entries(session, ENTRIES)]
            pupils = {str(one.pupil_id) for one in told if one.pupil_id}
            gone = [one.number for one in told if one.pupil_id or one.kind == "scorecard_comment"]
            by = Actor("command-line", "la_officer", authority="330")
            redact(session, gone, rule="erasure", title="Asked for", by=by)
        engines.dispose()
        for secret in (*pupils, ADA, said, "Ada"):
            assert secret.encode() not in kept
        after = peopled.run("release", "show", *OF).json()
        assert after["comments"][0]["words"] is None
        assert after["sha256"] == before["sha256"]
        assert after["scorecard"] == before["scorecard"]
        verified = peopled.run("release", "verify", *OF)
        assert (verified.code, "redacted since" in verified.out) == (0, True), verified.out
    finally:
        stop_clock_at(NOW)


def test_the_settings_days_are_a_clock_on_the_list_of_what_is_due(peopled: Office) -> None:
    def listed() -> list[dict[str, object]]:
        items = peopled.run("due", "--json").json()["items"]
        return [one for one in items if one["clock"] == SEEN_FIRST.id]

    assert peopled.run("release", "open", *OF).code == 0
    (one,) = listed()
    assert (one["due"], one["state"], one["owner_role"], one["about"]) == (
        *("2026-11-11", "running", "setting", "scorecard of 2025-26"),
    )
    stop_clock_at(LATER)
    try:
        assert listed() == [], "nobody has to comment"
        assert peopled.run("release", "freeze", *OF).code == 0
        assert listed() == []
    finally:
        stop_clock_at(NOW)


def test_what_is_no_setting_and_no_release(peopled: Office) -> None:
    assert "No such release" in peopled.run("release", "show", *OF).err
    assert (
        "not an alternative provision"
        in peopled.run("release", "open", "900003", "--year", "2025-26").err
    )
    assert peopled.run("release", "open", SETTING, "--year", "25").code != 0
    assert "Open to comments" not in peopled.run("release", "list", *OF).out
