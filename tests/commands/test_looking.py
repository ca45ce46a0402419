"""Looking: history, due, ledger, scorecard and verify, on the screen and as JSON."""

import sqlite3
from contextlib import closing

import pytest

from apregister.db import make_engine
from movements.append_only import TRIGGERS
from movements.record import stop_clock_at
from tests.commands.world import ADA, BEN, MOVES, NOBODY, NOW, OTHER, SETTING, Office

EXCLUDED = f"permanent_exclusion,{BEN},2026-09-21,,,,PP"
LEFT = f"removal_from_roll,{ADA},2026-09-28,,,,,g"


@pytest.fixture
def told(peopled: Office) -> Office:
    """Ada was suspended and has left for nowhere; Ben was permanently excluded."""
    rows = (f"suspension,{ADA},2026-09-14,,r1,12,DB", EXCLUDED)
    assert peopled.send("movements", "\n".join([MOVES, *rows]))[0].code == 0
    assert peopled.send("movements", f"{MOVES},ground\n{LEFT}")[0].code == 0
    return peopled


def test_a_history_is_one_sentence_for_each_entry_in_order(told: Office) -> None:
    ran = told.run("history", ADA)
    lines = [line for line in ran.out.splitlines()[2:] if not line.startswith("      ")]
    assert ran.code == 0
    assert ran.out.startswith("SYNTHETIC: the register holds invented pupils.\nPupil p_")
    assert [line[:11] for line in lines] == [
        "02 Sep 2026", "02 Sep 2026", "14 Sep 2026", "28 Sep 2026",
    ]  # fmt: skip
    assert "Suspended for 6 school days" in ran.out
    assert ADA not in ran.out, "a UPN is asked with, never shown"


def test_the_way_from_a_list_to_the_child_is_the_id_it_gives(told: Office) -> None:
    asked = told.run("ledger", "--on", "2026-10-20", "--json").json()["items"]
    [ada] = {item["pupil"] for item in asked if item["cause"] == "no_destination"}
    by_id = told.run("history", ada, "--json").json()
    assert by_id == told.run("history", ADA, "--json").json()
    nobody = told.run("history", "p_nobody")
    assert (nobody.code, nobody.err.strip()) == (2, "The register holds no pupil with this id.")


def test_a_history_as_json_holds_what_was_told(told: Office) -> None:
    entries = told.run("history", ADA, "--json").json()["entries"]
    assert [entry["kind"] for entry in entries] == [
        "on_roll", "pupil_details", "suspension", "removal_from_roll",
    ]  # fmt: skip
    assert entries[2]["details"]["sessions"] == 12
    assert {entry["recorded_by"] for entry in entries} == {"command-line"}


def test_a_history_as_known_on_an_earlier_day_holds_what_was_told_by_then(peopled: Office) -> None:
    stop_clock_at(NOW.replace(day=20))
    peopled.send("movements", f"{MOVES}\nsuspension,{ADA},2026-09-14,,r1,12,DB")
    then = peopled.run("history", ADA, "--as-known-on", "19/10/2026", "--json").json()
    now = peopled.run("history", ADA, "--as-known-on", "2026-10-20", "--json").json()
    assert (len(then["entries"]), len(now["entries"])) == (2, 3)


@pytest.mark.parametrize(
    ("upn", "words"),
    [
        (NOBODY, "The register holds no pupil with this UPN."),
        ("B8012", "has 5 characters: a UPN has 13"),
        (f"Z{ADA[1:]}", "does not agree with the rest"),
    ],
)
def test_a_history_of_nobody(upn: str, words: str, told: Office) -> None:
    ran = told.run("history", upn)
    assert (ran.code, words in ran.err) == (2, True)


def test_a_upn_may_be_typed_in_small_letters_with_spaces(told: Office) -> None:
    assert told.run("history", f" {ADA.lower()} ").out == told.run("history", ADA).out


def test_looking_is_noted(told: Office) -> None:
    told.run("history", ADA)
    with closing(sqlite3.connect(told.folder / "register.db.looks.db")) as looks:
        seen = looks.execute("SELECT who, what, door FROM look").fetchall()
    assert ("command-line", "history", "command") in seen


def test_due_names_the_clock_its_day_and_its_law(told: Office) -> None:
    ran = told.run("due", "--on", "2026-09-25")
    rows = told.run("due", "--on", "2026-09-25", "--json").json()
    assert rows["on"] == "2026-09-25"
    assert len(rows["items"]) == rows["total"] == int(ran.out.splitlines()[1].split()[0]) > 0
    assert rows["synthetic"] is True
    assert [row["due"] for row in rows["items"]] == sorted(row["due"] for row in rows["items"])
    first = rows["items"][0]
    asked = ("--state", first["state"], "--clock", first["clock"], "--due-by", first["due"])
    some = told.run("due", "--on", "2026-09-25", "--json", *asked).json()["items"]
    assert first in some
    assert {(i["state"], i["clock"], i["due"]) for i in some} == {
        (first["state"], first["clock"], first["due"])
    }
    assert f"{len(some)} clock" in told.run("due", "--on", "2026-09-25", *asked).out
    assert "as asked for on 25 September 2026" in told.run("due", "--on", "2026-09-25", *asked).out
    nowhere = told.run("due", "--place", "999999")
    assert nowhere.code == 2
    assert "[statute: " in ran.out


def test_due_of_a_state_that_there_is_not_is_refused_and_the_states_named(told: Office) -> None:
    ran = told.run("due", "--state", "met")
    assert ran.code == 2
    assert "one of missed, running, warning" in ran.err


def test_the_ledger_names_who_is_out_of_sight_and_who_owns_it(told: Office) -> None:
    ran = told.run("ledger")
    rows = told.run("ledger", "--json").json()["items"]
    assert len(rows) == int(ran.out.splitlines()[1].split()[0]) > 0
    assert "since 28 September 2026" in ran.out
    assert told.run("ledger", "--on", "2026-09-25", "--json").json()["items"] == []


def test_the_ledger_as_known_on_an_earlier_day_asks_what_was_known_by_then(
    peopled: Office,
) -> None:
    """Ada had left by then already, and nobody had said so yet."""
    stop_clock_at(NOW.replace(day=20))
    peopled.send("movements", f"{MOVES},ground\n{LEFT}")
    asked = ("ledger", "--on", "2026-10-19", "--json")
    assert [i["cause"] for i in peopled.run(*asked).json()["items"]] == [
        "no_roll", "no_destination",
    ]  # fmt: skip
    assert peopled.run(*asked, "--as-known-on", "2026-10-19").json()["items"] == []
    ran = peopled.run("ledger", "--as-known-on", "2026-10-19")
    assert "0 questions about 0 pupils on 19 October 2026, as known on 19 October 2026" in ran.out
    both = peopled.run("ledger", "--as-known-on", "2026-10-19", "--from", "2026-09-01")
    assert (both.code, "not both" in both.err) == (2, True)


def test_the_ledger_tells_the_spells_of_a_range(told: Office) -> None:
    between = ("--from", "2026-09-01", "--to", "2026-10-22")
    ran = told.run("ledger", *between)
    body = told.run("ledger", *between, "--json").json()
    assert len(body["items"]) == int(ran.out.splitlines()[1].split()[0]) > 0
    assert (body["from"], body["on"]) == ("2026-09-01", "2026-10-22")
    assert "from 28 September 2026 AM to 22 October 2026 PM and on" in ran.out
    assert "0 spells" in told.run("ledger", *between, "--question", "claim").out


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--from", "2026-10-30", "--to", "2026-09-01"), "ends after it begins"),
        (("--to", "2026-09-01"), "first day of the range with --from"),
        (("--from", "2026-09-01", "--on", "2026-09-01"), "not both"),
        (("--question", "why"), "is no question of the ledger"),
    ],
)
def test_a_ledger_that_cannot_be(asked: tuple[str, ...], words: str, told: Office) -> None:
    ran = told.run("ledger", *asked)
    assert (ran.code, words in ran.err) == (2, True)


def test_a_scorecard_counts_and_says_what_cannot_be_told(told: Office) -> None:
    ran = told.run("scorecard", SETTING, "--year", "2026-27")
    card = told.run(
        "scorecard", SETTING, "--year", "2026-27", "--on", "2026-10-01", "--json"
    ).json()
    assert ran.code == 0
    assert "no rank" in ran.out
    assert (card["on"], card["place"]["urn"]) == ("2026-10-01", SETTING)
    assert {row["band"] for row in card["rows"]} == {"can't tell"}


@pytest.mark.parametrize(
    ("place", "year", "words"),
    [
        (OTHER, "2026-27", "is not an alternative provision setting"),
        (SETTING, "2026", "--year: '2026' is not a school year"),
        (SETTING, "2026-28", "--year: '2026-28' is not a school year"),
        ("123456", "2026-27", "No place '123456' is known."),
    ],
)
def test_a_scorecard_that_cannot_be(place: str, year: str, words: str, told: Office) -> None:
    ran = told.run("scorecard", place, "--year", year)
    assert (ran.code, words in ran.err) == (2, True)


def test_a_head_kept_elsewhere_still_fits_what_has_grown(told: Office) -> None:
    kept = told.file(told.head(), "head.json")
    told.send("movements", f"{MOVES}\nsuspension,{ADA},2026-09-24,,r2,2,DB")
    ran = told.run("verify", "--head", kept)
    assert (ran.code, "the fence and the tree are whole" in ran.err) == (0, True)


def tampered(office: Office, *statements: str) -> None:
    """As somebody with the file in hand could: the fence taken down, and put up again."""
    engine = make_engine(office.url)
    with engine.begin() as connection:
        for name in TRIGGERS:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.exec_driver_sql(statement)
        for trigger in TRIGGERS.values():
            connection.exec_driver_sql(trigger)
    engine.dispose()


def test_an_entry_changed_behind_the_register_s_back_is_named(told: Office) -> None:
    tampered(told, "UPDATE entry SET \"on\" = '2026-09-15' WHERE number = 5")
    ran = told.run("verify")
    assert ran.code == 1
    assert ran.err.startswith("entry 5: changed since it was recorded\n")


def test_entries_cut_off_are_found_by_a_head_kept_elsewhere(told: Office, made: object) -> None:
    kept = told.file(told.head(), "head.json")
    size = int(told.run("verify").err.split()[0])
    tampered(told, f"DELETE FROM entry WHERE number = {size}")
    ran = told.run("verify", "--head", kept)
    assert (ran.code, f"entry {size}: missing" in ran.err) == (1, True)


def test_a_trigger_that_is_gone_is_named(told: Office) -> None:
    with closing(sqlite3.connect(told.folder / "register.db")) as other:
        other.execute(f"DROP TRIGGER {next(iter(TRIGGERS))}")
    ran = told.run("verify")
    assert (ran.code, "missing or altered" in ran.err) == (1, True)


@pytest.mark.parametrize("content", ["", "not a head", "{}", "[1]", '{"size": "x", "root": 1}'])
def test_a_head_file_that_is_none(content: str, told: Office) -> None:
    ran = told.run("verify", "--head", told.file(content, "head.json"))
    assert (ran.code, "cannot be read" in ran.err) == (2, True)


class TestAProtectedChild:
    """Ben's place is withheld at the command line as by every door."""

    @pytest.fixture
    def hidden(self, told: Office) -> Office:
        row = f"pupil_details,{BEN},2026-09-10,999,Y"
        ran, _ = told.send("movements", f"kind,upn,on,home_la,protected\n{row}")
        assert ran.code == 0
        return told

    @pytest.mark.parametrize("options", [(), ("--json",)])
    def test_a_history_names_no_place_without_a_reason(
        self, hidden: Office, options: tuple[str, ...]
    ) -> None:
        named = hidden.run("history", ADA, "--json").json()["entries"][0]["place"]
        shown = hidden.run("history", BEN, *options).out
        assert "a place that is withheld" in shown
        assert named["name"] not in shown
        assert named["id"] not in shown

    def test_a_reason_shows_them_and_is_noted(self, hidden: Office) -> None:
        named = hidden.run("history", ADA, "--json").json()["entries"][0]["place"]["name"]
        assert named in hidden.run("history", BEN, "--reason", "Safety plan review").out
        with closing(sqlite3.connect(hidden.folder / "register.db.looks.db")) as looks:
            noted = looks.execute("SELECT reason FROM look ORDER BY rowid DESC").fetchone()
        assert noted == ("Safety plan review",)

    def test_what_is_due_for_the_child_names_no_place(self, hidden: Office) -> None:
        named = hidden.run("history", ADA, "--json").json()["entries"][0]["place"]
        pupil = hidden.run("history", BEN, "--json").json()["pupil"]
        shown = hidden.run("due", "--on", "2026-10-14", "--json").json()["items"]
        assert {item["place"] for item in shown if item["pupil"] == pupil} == {None}
        said = hidden.run("due", "--on", "2026-10-14").out.splitlines()
        of_ben = [line for line in said if pupil in line]
        assert of_ben
        assert all(named["name"] not in line for line in of_ben)
