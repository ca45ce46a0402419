"""The AP directory at the command line: by sentence and as JSON, from a file without UPNs."""

from tests.commands.world import SETTING, Office


def test_what_a_file_tells_of_a_setting_stands_in_the_directory(peopled: Office) -> None:
    head = "kind,setting,on,low_age,high_age,tiers,offer,places,area,document"
    offer = f"setting_offer,{SETTING},2026-09-02,11,16,2,Bricklaying,6,,"
    evidence = f"setting_evidence,{SETTING},2026-09-02,,,,,,quality,curriculum"
    ran, receipts = peopled.send("movements", "\n".join([head, offer, evidence]), school=SETTING)
    assert ran.out.startswith("1 accepted, 0 already held, 1 refused"), "not its own evidence"
    assert len(receipts) == 2
    listed = peopled.run("directory", "--on", "2026-09-10", "--json").json()
    found = {one["urn"]: one for one in listed["items"]}[SETTING]
    assert (found["evidence"], found["offer"]["offer"]) == ("none", "Bricklaying")
    assert found["places"] == {"week": "2026-09-07", "commissioned": 6, "taken": 0, "free": 6}
    said = peopled.run("directory", "--on", "2026-09-10", "--evidence", "none").out
    assert "Offers Bricklaying: ages 11 to 16, tiers 2; 6 places" in said
    assert "6 of 6 free; evidence: not seen in some area" in said
    assert "Bricklaying" not in peopled.run("directory", "--evidence", "expired").out
    assert peopled.run("verify").code == 0


def test_the_template_of_a_kind_told_of_a_setting(peopled: Office) -> None:
    ran = peopled.run("template", "setting_evidence")
    assert ran.out.startswith("kind,setting,on,ref,area,document,named,expires_on,corrects,")


def test_what_a_setting_owes_is_due_beside_what_is_owed_to_pupils(peopled: Office) -> None:
    head = "kind,setting,on,visited_by,reason,findings,action1,action1_due"
    visit = f"setting_visit,{SETTING},2026-09-02,Head,before_placing,Fine,Keep registers,2026-09-30"
    ran, _ = peopled.send("movements", f"{head}\n{visit}")
    assert ran.out.startswith("1 accepted"), ran.out
    said = peopled.run("due", "--on", "2026-10-01").out
    assert "missed   The setting does what a visit asked for: Keep registers" in said
    (owed,) = [
        item
        for item in peopled.run("due", "--on", "2026-10-01", "--json").json()["items"]
        if item["clock"] == "visit_action_1"
    ]
    assert (owed["pupil"], owed["about"], owed["state"]) == (None, "Keep registers", "missed")
