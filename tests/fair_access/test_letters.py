"""What letters say: from the decision, to each reader, on the law of its day."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fair_access.letters.decisions import DECISIONS
from fair_access.letters.languages import FOLDER, Language, language, languages
from fair_access.letters.make import draft_letter, make_letter
from fair_access.letters.owed import letters_of
from fair_access.letters.reasons import reasons_of
from fair_access.letters.rights import RIGHTS
from fair_access.letters.write import Letter
from fair_access.steps import STEPS
from movements.actor import Actor
from movements.attachments import Store
from movements.codes import CODE_SETS
from movements.problems import Refused
from movements.record import stop_clock_at
from movements.schedule import years_after
from tests.fair_access.world import (
    AMY,
    AUDITOR,
    BEN,
    BROOK,
    CAL,
    EVE,
    FAR_OFFICER,
    HILL,
    LODGE,
    NAMES,
    OFFICER,
    PANEL,
    SCHOOL,
    TODAY,
    World,
    refusal,
)

CALL = "Fair access team, 01632 960 001"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "papers")


def _draft(w: World, case_id: str, whom: str, **answers: str) -> Letter:
    return draft_letter(w.session, case_id, {"whom": whom, "call": CALL, **answers}, OFFICER, TODAY)


def _words(letter: Letter) -> str:
    return json.dumps(letter, ensure_ascii=False)


def _says(letter: Letter, section: str) -> list[str]:
    found = (one for one in letter["sections"] if one["id"] == section)
    return [said["text"] for one in found for said in one["paragraphs"]]


def _offered(w: World, who: str = AMY, **answers: str) -> str:
    w.moved("pupil_details", who, BROOK, "2026-09-02", forename="Sam", surname="Example")
    case_id = w.refer(who, "2026-10-02", referred_by=BROOK)
    w.step(case_id, "case_agreed", "2026-10-02")
    w.allocated(case_id, "2026-10-14", reasons="It is the nearest", **answers)
    return case_id


def test_a_parent_is_told_of_the_place_the_reasons_the_rights_and_whom_to_call(
    brook: World,
) -> None:
    letter = _draft(brook, _offered(brook), "parent")
    (first,) = _says(letter, "decided")
    assert first.startswith("On 14 October 2026 the fair access panel found a place for Sam at ")
    assert "Hill Academy" in first
    assert _says(letter, "why") == ["These reasons were given: It is the nearest"]
    rights = " ".join(_says(letter, "rights"))
    assert "You can still apply for a place at any school" in rights
    assert "how to appeal" in rights
    assert CALL in " ".join(_says(letter, "call"))
    cites = " ".join(rule["words"] for rule in letter["rules"])
    assert "School Admissions Code 2021 paragraph 3.16" in cites
    assert "(to be confirmed)" in cites


def test_the_school_is_told_its_last_day_to_refuse_and_the_referrer_not_the_reasons(
    brook: World,
) -> None:
    case_id = _offered(brook)
    school, referrer = _draft(brook, case_id, "school"), _draft(brook, case_id, "referrer")
    assert any("tell us by 16 October 2026" in one for one in _says(school, "duties"))
    assert any(one.startswith("An academy agrees") for one in _says(school, "duties"))
    assert "Hill Academy" in _says(referrer, "decided")[0]
    assert "nearest" not in _words(referrer)
    assert any("within 15 school days" in one for one in _says(referrer, "duties"))


@pytest.mark.parametrize("whom", ["parent", "school", "referrer"])
def test_no_letter_about_a_protected_child_names_a_place(brook: World, whom: str) -> None:
    case_id = brook.refer(EVE, "2026-10-02", referred_by=BROOK)
    brook.step(case_id, "case_agreed", "2026-10-02")
    brook.allocated(case_id, "2026-10-14", reasons="Near the refuge in Hill Road", departs="Hill")
    letter = _draft(brook, case_id, whom)
    told = _words(letter)
    assert letter["withheld"]
    assert not [name for name in NAMES.values() if name in told]
    assert "Hill" not in told
    assert "a school that we do not name in this letter" in told
    if whom == "referrer":
        assert any("Send the pupil's record to us" in one for one in _says(letter, "duties"))
        assert any("do not try to find out" in one for one in _says(letter, "why"))


def test_each_way_of_going_there_has_rights_of_its_own(brook: World) -> None:
    case_id = brook.agreed(AMY)
    brook.allocated(case_id, "2026-10-14", movement="managed_move", agreed_on="2026-10-13")
    rights = " ".join(_says(_draft(brook, case_id, "parent"), "rights"))
    assert "has no trial period" in rights
    assert "You may say no" in rights
    other = brook.agreed(CAL)
    told = {"notice_on": "2026-10-10", "days": "20", "objectives": "Calm", "week": "1111111111"}
    brook.moved("on_roll", CAL, BROOK, "2026-10-01")
    brook.allocated(other, "2026-10-14", LODGE, "off_site_direction", **told)
    rights = " ".join(_says(_draft(brook, other, "parent"), "rights"))
    assert "two school days" in rights
    assert "in the last 10 weeks" in rights


def test_a_deferral_tells_a_child_without_a_school_of_education_now(brook: World) -> None:
    case_id = brook.agreed(CAL)
    brook.step(
        case_id, "case_deferred", "2026-10-14", because="school_to_answer", back_on="2026-10-21"
    )
    letter = _draft(brook, case_id, "parent")
    assert "a school has to answer first" in _says(letter, "decided")[0]
    assert any("education now" in one for one in _says(letter, "rights"))
    with pytest.raises(Refused) as refused:
        _draft(brook, case_id, "school")
    assert refusal(refused.value) == {"about": "no_such_letter"}


def test_a_plan_sends_the_parent_to_the_plan_and_not_to_an_application(brook: World) -> None:
    brook.moved("pupil_details", AMY, BROOK, "2026-09-03", sen_provision="E")
    case_id = brook.refer(AMY)
    told = {"because": "plan", "route": "named_in_plan", "reasons": "There is a plan"}
    brook.step(case_id, "case_not_eligible", "2026-10-05", **told)
    letter = _draft(brook, case_id, "parent")
    rights = " ".join(_says(letter, "rights"))
    assert "appeal to a tribunal" in rights
    assert "You can still apply" not in rights
    assert "the council names a school" in _says(letter, "next")[0]


def test_a_child_excluded_twice_is_told_that_a_preference_may_not_count(brook: World) -> None:
    brook.moved("permanent_exclusion", AMY, BROOK, "2026-09-08", reason1="PA")
    brook.moved("removal_from_roll", AMY, BROOK, "2026-09-09", ground="o")
    brook.moved("on_roll", AMY, HILL, "2026-09-10")
    brook.moved("permanent_exclusion", AMY, HILL, "2026-09-21", reason1="PA")
    case_id = brook.agreed(AMY)
    brook.step(case_id, "case_deferred", "2026-10-14", because="other", back_on="2026-10-21")
    rights = " ".join(_says(_draft(brook, case_id, "parent"), "rights"))
    until = years_after(date(2026, 9, 21), 2)
    assert f"until {until:%-d %B %Y} a school need not" in rights
    assert "how to appeal" not in rights
    assert "permanently excluded on 21 September 2026" in rights
    assert "15 school days" in rights


def test_a_notice_tells_a_maintained_school_its_last_day_to_refer(brook: World) -> None:
    case_id = brook.agreed(CAL)
    brook.allocated(case_id, "2026-10-14", BROOK)
    brook.step(case_id, "case_refused", "2026-10-15", because="no_place")
    told = {"route": "maintained", "consulted": "The parent"}
    brook.step(case_id, "case_direction_consulted", "2026-10-16", **told)
    served = {"route": "maintained", "suitable": BROOK}
    brook.step(case_id, "case_direction_served", "2026-10-20", **served)
    letter = _draft(brook, case_id, "school")
    (refer,) = _says(letter, "duties")
    assert "until 3 November 2026: within 15 days" in refer
    assert "School" not in " ".join(_says(_draft(brook, case_id, "parent"), "duties"))


def test_a_notice_for_a_looked_after_child_is_none_of_the_panel_s_and_gives_the_reasons(
    brook: World,
) -> None:
    brook.moved("pupil_details", CAL, BROOK, "2026-09-02", looked_after="Y")
    case_id = brook.refer(CAL)
    route = "looked_after_direction"
    brook.step(case_id, "case_not_eligible", "2026-10-02", because="looked_after", route=route)
    told = {"route": "looked_after"}
    named = {"consulted": "The governors", "to_place": BROOK}
    brook.step(case_id, "case_direction_consulted", "2026-10-05", **named, **told)
    why = "The nearest school that teaches Polish"
    brook.step(case_id, "case_direction_served", "2026-10-13", reasons=why, **told)
    parent, school = (_draft(brook, case_id, whom) for whom in ("parent", "school"))
    assert "panel" not in " ".join(_says(parent, "decided"))
    assert why in _words(parent)
    assert why in _words(school)
    assert "20 October 2026" in " ".join(_says(school, "duties"))
    decided = reasons_of(brook.session, brook.case(case_id), TODAY)["decisions"][-1]
    assert (decided["title"], decided["reasons"]) == ("Notice of a direction served", why)


def test_every_sentence_stands_in_the_english_file() -> None:
    english = language("en")
    facts = dict.fromkeys(_FACTS, "x")
    for right in RIGHTS:
        assert english.said(f"right.{right.id}", facts)["text"]
    for code_set in ("NOT_ELIGIBLE", "RIGHT_ROUTES", "DEFERRED"):
        for code, _ in CODE_SETS[code_set].choices(TODAY):
            assert english.words(f"{code_set.lower()}.{code}")
    for decision in DECISIONS.values():
        movements = STEPS["case_allocated"].model_fields["movement"].annotation.__args__
        variants = movements if decision.step == "case_allocated" else ("",)
        for whom in decision.readers:
            for variant in variants:
                own = f"letter.{decision.step}.{variant}.{whom}".replace("..", ".")
                plain = f"letter.{decision.step}.{whom}"
                for part in ("title", "decided", "next"):
                    found = [english.paragraphs(f"{one}.{part}", facts) for one in (own, plain)]
                    assert any(found), (own, part)


_FACTS = (
    *("child", "name", "place", "referrer", "council", "case", "call", "support", "asked_of"),
    *("reasons", "because", "route", "born", "made", "decided", "starts", "back", "review"),
    *("refuse_by", "refer_by", "twice_until", "excluded"),
)


def test_a_new_language_is_one_file_and_what_it_lacks_stays_in_english_and_is_marked(
    tmp_path: Path,
) -> None:
    (tmp_path / "cy.toml").write_text(
        'name = "Cymraeg"\n[greeting]\nparent = "Annwyl riant neu ofalwr"\n', "utf-8"
    )
    welsh = language("cy", tmp_path)
    assert welsh.said("greeting.parent", {}) == {"text": "Annwyl riant neu ofalwr", "lang": "cy"}
    assert welsh.said("greeting.school", {}) == {"text": "Dear headteacher", "lang": "en"}
    assert welsh.day(date(2026, 10, 5)) == "5 October 2026"
    assert [*languages(tmp_path)] == [("en", "English"), ("cy", "Cymraeg")]
    assert [code for code, _ in languages()] == sorted(p.stem for p in FOLDER.glob("*.toml"))
    with pytest.raises(KeyError):
        Language("en", {}, {}).said("greeting.parent", {})


def test_a_language_without_a_file_gets_the_letter_in_english_and_says_so(brook: World) -> None:
    letter = _draft(brook, _offered(brook), "parent", language="pl")
    first = letter["head"][0]
    assert "We do not have this letter in your language yet" in first["text"]
    assert first["lang"] == "en"
    with pytest.raises(Refused) as refused:
        _draft(brook, _offered(brook, BEN), "parent", language="Polish")
    assert refusal(refused.value) == {"language": "language"}


def test_a_letter_is_made_kept_sent_and_unchanged_by_what_comes_later(
    brook: World, store: Store
) -> None:
    case_id = _offered(brook)
    made = make_letter(
        brook.session, store, case_id, {"whom": "parent", "call": CALL}, OFFICER, TODAY
    )
    entry = brook.entry(made.entry)
    kept = store.read(str(entry.answers()["sha256"]))
    again = make_letter(brook.session, store, case_id, {"whom": "parent"}, OFFICER, TODAY)
    assert (again.result, again.entry) == ("already_held", made.entry)

    told = {"whom": "parent", "how": "letter", "letter": str(made.entry)}
    brook.step(case_id, "case_notified", "2026-10-15", **told)
    brook.moved("pupil_details", AMY, BROOK, "2026-10-20", forename="Samuel")
    stop_clock_at(datetime(2027, 3, 2, 12, tzinfo=UTC))
    other = make_letter(
        brook.session, store, case_id, {"whom": "parent"}, OFFICER, date(2027, 3, 2)
    )
    assert other.entry != made.entry
    assert "Samuel" in store.read(str(brook.entry(other.entry).answers()["sha256"])).decode()
    assert store.read(str(entry.answers()["sha256"])) == kept
    assert "Samuel" not in kept.decode()

    letters = letters_of(brook.session, brook.case(case_id), date(2027, 3, 2))
    states = {one.to: one.state for one in letters}
    assert states == {"parent": "sent", "school": "owed", "referrer": "owed"}
    (parent,) = [one for one in letters if one.to == "parent"]
    assert [one.by for one in parent.made] == [OFFICER.name] * 2
    (sent,) = parent.sent
    assert (sent.on, sent.how, sent.letter) == (date(2026, 10, 15), "by letter", made.entry)
    assert parent.as_dict()["sent"] == [
        {
            "entry": sent.entry,
            "on": "2026-10-15",
            "how": "by letter",
            "by": OFFICER.name,
            "letter": made.entry,
        }
    ]


def test_of_a_protected_child_no_list_says_who_made_or_sent_a_letter(
    brook: World, store: Store
) -> None:
    case_id = _offered(brook, EVE)
    asked = {"whom": "parent", "call": CALL}
    made = make_letter(brook.session, store, case_id, asked, OFFICER, TODAY)
    told = {"whom": "parent", "how": "letter", "letter": str(made.entry)}
    brook.step(case_id, "case_notified", "2026-10-15", **told)
    shown = str([x.as_dict() for x in letters_of(brook.session, brook.case(case_id), TODAY)])
    assert (shown.count("words that are withheld"), OFFICER.name in shown) == (2, False)


def test_a_letter_that_was_not_made_for_a_reader_cannot_be_said_to_have_been_sent(
    brook: World, store: Store
) -> None:
    case_id = _offered(brook)
    made = make_letter(
        brook.session, store, case_id, {"whom": "parent", "call": CALL}, OFFICER, TODAY
    )
    for letter in (made.entry, made.entry + 7):
        with pytest.raises(Refused) as refused:
            brook.step(
                case_id, "case_notified", "2026-10-15",
                whom="school", how="letter", letter=str(letter),
            )  # fmt: skip
        assert refusal(refused.value) == {"letter": "no_such_letter"}


def test_an_earlier_decision_owes_no_letter_and_the_next_day_is_told_of_the_next_one(
    brook: World,
) -> None:
    case_id = brook.agreed(AMY)
    brook.step(case_id, "case_deferred", "2026-10-07", because="information", back_on="2026-10-14")
    brook.step(case_id, "case_notified", "2026-10-08", whom="parent", how="telephone")
    brook.allocated(case_id, "2026-10-14")
    letters = letters_of(brook.session, brook.case(case_id), TODAY)
    assert [(one.to, one.state) for one in letters] == [
        ("parent", "owed"),
        ("school", "owed"),
        ("parent", "sent"),
    ]


@pytest.mark.parametrize(
    ("by", "code"),
    [
        (AUDITOR, {"case": "not_allowed"}),
        (PANEL, {"case": "not_yours"}),
        (SCHOOL, {"case": "not_allowed"}),
        (FAR_OFFICER, {"case": "not_yours"}),
    ],
)
def test_the_authority_alone_makes_letters(
    brook: World, store: Store, by: Actor, code: dict[str, str]
) -> None:
    case_id = _offered(brook)
    before = brook.count()
    with pytest.raises(Refused) as refused:
        make_letter(brook.session, store, case_id, {"whom": "parent", "call": CALL}, by, TODAY)
    assert refusal(refused.value) == code
    assert brook.count() == before


def test_a_letter_is_no_step_that_can_be_told(brook: World) -> None:
    case_id = _offered(brook)
    with pytest.raises(Refused) as refused:
        brook.step(case_id, "case_letter_made", "2026-10-15", whom="parent")
    assert refusal(refused.value) == {"step": "not_by_form"}


def test_the_record_tells_options_reasons_law_and_who(brook: World) -> None:
    case_id = brook.agreed(AMY)
    options = "Hill Academy: nearest, and preferred\nBrook School: excluded the child\nWait"
    brook.allocated(case_id, "2026-10-14", options=options, reasons="Preference")
    record = reasons_of(brook.session, brook.case(case_id), TODAY)
    (decision,) = record["decisions"]
    assert decision["options"] == [
        {"option": "Hill Academy", "why": "nearest, and preferred"},
        {"option": "Brook School", "why": "excluded the child"},
        {"option": "Wait", "why": ""},
    ]
    assert decision["reasons"] == "Preference"
    assert decision["recorded_by"] == OFFICER.name
    assert "School Admissions Code 2021" in decision["law"][0]
    assert len(record["steps"]) == 3


def test_the_record_of_a_protected_child_withholds_what_people_wrote(brook: World) -> None:
    case_id = brook.agreed(EVE)
    brook.allocated(case_id, "2026-10-14", options="Hill: near the refuge", reasons="Near Hill")
    told = json.dumps(reasons_of(brook.session, brook.case(case_id), TODAY))
    assert "Hill" not in told
    assert "refuge" not in told
    assert OFFICER.name not in told
