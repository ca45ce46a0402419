"""fair-share and fair-share-tell: the ledger and the advice by the commands."""

import csv
import io

import pytest

from tests.commands.world import ADA, BEN, CAL, NOBODY, OTHER, SCHOOL, Office, Ran, roll

ASKED = ("fair-share", "--authority", "999")


def _tell(office: Office, kind: str, **answers: str) -> Ran:
    given = [part for name, value in answers.items() for part in ("--answer", f"{name}={value}")]
    return office.run("fair-share-tell", kind, "--authority", "999", *given)


@pytest.fixture
def shared(office: Office) -> Office:
    """Three children of Year 9 at the high school, and a scheme."""
    office.send("pupils", roll(ADA, BEN, CAL))
    scheme = {"on": "2026-09-01", "method": "weightings", "plans": "2", "cite": "Protocol 7"}
    assert _tell(office, "fair_share_scheme", **scheme).out.startswith("Accepted: entry ")
    assert _tell(office, "fair_share_scheme", **scheme).out.startswith("Already held: entry ")
    return office


def test_each_school_has_its_line_and_the_exemption_its_reason(shared: Office) -> None:
    agreed = {"on": "2026-10-01", "until": "2026-12-18", "agreed_by": "Panel", "reason": "Four"}
    assert _tell(shared, "fair_share_exemption", school=SCHOOL, **agreed).code == 0
    out = shared.run(*ASKED, "--on", "2026-10-14").out
    assert "Weightings by year group: pupils with a plan 2 (Protocol 7)" in out
    assert "3 pupils on roll" in out
    assert "Exempt in every year group until 18 December 2026: Four (agreed by Panel)" in out
    before = shared.run(*ASKED, "--on", "2026-10-14", "--as-known-on", "2026-09-30").out
    assert "as known on 30 September 2026" in before
    assert "Exempt" not in before
    told = shared.run(*ASKED, "--year-group", "9", "--json").json()
    assert [line["roll"] for line in told["items"] if line["urn"] == SCHOOL] == [3]


def test_a_table_has_every_year_group_unless_one_is_asked_for(shared: Office) -> None:
    rows = list(csv.DictReader(io.StringIO(shared.run(*ASKED, "--csv").out)))
    assert ("Year 9", "3") in {(row["year_group"], row["roll"]) for row in rows}
    assert ("Whole school", "3") in {(row["year_group"], row["roll"]) for row in rows}
    only = csv.DictReader(io.StringIO(shared.run(*ASKED, "--year-group", "9", "--csv").out))
    assert {row["year_group"] for row in only} == {"Year 9"}


def test_for_a_child_the_schools_come_in_order_with_their_arithmetic(shared: Office) -> None:
    far = {"on": "2026-10-01", "to_place": OTHER, "minutes": "12", "by": "car", "source": "Map"}
    assert _tell(shared, "fair_share_journey", upn=ADA, **far).code == 0
    out = shared.run(*ASKED, "--for", ADA).out
    assert "It decides nothing" in out
    assert "For a child in Year 9" in out
    assert "Pupils with a plan: 0 × 2 = 0" in out
    assert "The child is on this school's roll." in out
    assert "not compared" in out
    assert "journey: 12 minutes, car (Map)" in out
    table = list(csv.DictReader(io.StringIO(shared.run(*ASKED, "--for", ADA, "--csv").out)))
    assert {"order", "arithmetic", "not_asked_because"} <= table[0].keys()


def test_what_cannot_be_asked_or_told_is_said(shared: Office) -> None:
    assert shared.run(*ASKED, "--for", NOBODY).code == 2
    assert "three-digit" in shared.run("fair-share", "--authority", "nowhere").err
    nothing = shared.run(
        "fair-share-tell", "fair_share_scheme", "--authority", "999", "--answer", "x"
    )
    assert "NAME=VALUE" in nothing.err
    early = shared.run(*ASKED, "--on", "2026-08-31", "--for", ADA, "--year-group", "9")
    assert "No scheme is in force" in early.err + early.out
    assert "No scheme is in force" in shared.run(*ASKED, "--on", "2026-08-31").out
