"""The conditions of the grounds for removal from roll: what the register can tell of each."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from movements.basis import Basis
from movements.kind import Before
from movements.lawful_ways import (
    LOOK_FOR_THE_CHILD,
    on_ground,
    on_the_day,
    once_met,
    wait_for_the_notice,
)
from movements.problems import Concern, Instead
from movements.registration_law import before_2024
from movements.rule import Rule, Version
from movements.school_age import is_past, school_age_begins
from movements.standing import Standing

_FROM = date(2024, 8, 19)
CONDITIONS = Basis("statute", "SI 2024/208 reg 9(1): the condition of each ground", _FROM)
NOT_BACKDATED = Basis("statute", "SI 2024/208 reg 9: a deletion is never retrospective", _FROM)
TWENTY_DAYS = Basis(
    "statute", "SI 2024/208 reg 9(1)(i): absent 20 school days, and not found jointly", _FROM
)
TEN_DAYS = Basis(
    "statute",
    "SI 2024/208 reg 9(1)(h): 10 school days after leave ended, and not found jointly",
    _FROM,
    confirmed=False,
)
SENTENCE = Basis(
    "statute",
    "SI 2024/208 reg 9(1)(j): a sentence of four months or more, not expected back",
    _FROM,
    confirmed=False,
)
OTHER_LETTERS = before_2024("reg 8(1): the grounds, by other letters")
RULES = (
    Rule("removal_conditions", "Condition of each ground", (Version("As it says", CONDITIONS),)),
    Rule(
        "removal_not_backdated", "When a name is deleted", (Version("Never back", NOT_BACKDATED),)
    ),
    Rule("removal_absent", "Ground i", (Version("20 school days and enquiries", TWENTY_DAYS),)),
    Rule("removal_leave", "Ground h", (Version("10 school days and enquiries", TEN_DAYS),)),
    Rule("removal_sentence", "Ground j", (Version("Four months or more", SENTENCE),)),
)
_NEEDED = {
    "c": ("other_schools_agree_on", "the day the other schools agreed"),
    "d": ("order_changed_on", "the day the order was changed"),
    "e": ("order_changed_on", "the day the order was revoked"),
    "f": ("notice_from_parent_on", "the day of the parent's notice in writing"),
    "g": ("moved_on", "the day the family moved away"),
    "h": ("leave_ended_on", "the day the leave ended"),
    "i": ("last_attended_on", "the day the pupil last attended"),
    "j": ("sentence_months", "the length of the sentence"),
    "k": ("died_on", "the day the pupil died"),
}
_AFTER = (
    *("other_schools_agree_on", "notice_from_parent_on", "order_changed_on"),
    *("moved_on", "died_on"),
)
LEAST_MONTHS = 4


def conditions(removal: Any, before: Before) -> Iterator[Concern]:
    """What a removal does not tell of its ground's condition, and what gainsays it."""
    if removal.deleted_on and removal.deleted_on > removal.on:
        yield Concern(
            "backdated",
            f"The name was deleted on {removal.deleted_on:%-d %B %Y}, with an earlier day: a "
            "deletion cannot be retrospective.",
            NOT_BACKDATED,
            field="deleted_on",
            instead=on_the_day(removal.ground, removal.deleted_on),
        )
    yield Concern(
        "letters_of_2024",
        "The letter is read as one of the regulations of 2024: before 19 August 2024 other letters "
        "stood for the grounds. Check that this is the ground that was meant.",
        OTHER_LETTERS,
        level="note",
        field="ground",
    )
    if not CONDITIONS.in_force(removal.on):
        return
    if removal.deleted_on and removal.deleted_on < removal.on:
        yield Concern(
            "deleted_early",
            f"The name was deleted on {removal.deleted_on:%-d %B %Y}, before the day from which "
            "its ground is said to have been met.",
            CONDITIONS,
            field="deleted_on",
        )
    yield from _told(removal, before.standing)
    for name in _AFTER:
        day = getattr(removal, name)
        if day and day > removal.on:
            yield Concern(
                "condition_after",
                "The name was deleted before the condition of its ground was met.",
                CONDITIONS,
                field=name,
                instead=_once_noticed(removal.ground, name, day),
            )
    yield from _at_home(removal, before.standing)
    yield from _dual(removal, before)
    yield from _of_the_school(removal, before)
    yield from _too_soon(removal, before)
    yield from _age(removal, before)


def _once_noticed(ground: str, field: str, day: date) -> Instead:
    """A parent's notice is recorded by itself; another condition, and then the name goes."""
    if field == "notice_from_parent_on":
        return wait_for_the_notice(day)
    return once_met(ground, day)


def _told(removal: Any, standing: Standing) -> Iterator[Concern]:
    field, words = _NEEDED.get(removal.ground, ("", ""))
    noticed = removal.ground == "f" and _is_noticed(standing)
    if field and getattr(removal, field) is None and not noticed:
        yield Concern(
            "condition_unknown",
            f"Ground {removal.ground} has a condition: say {words}.",
            CONDITIONS,
            level="note",
            field=field,
        )
    months = removal.sentence_months
    if removal.ground == "j" and months is not None and months < LEAST_MONTHS:
        yield Concern(
            "short_sentence",
            "Ground j is for a sentence of four months or more.",
            SENTENCE,
            field="sentence_months",
        )


def _is_noticed(standing: Standing) -> bool:
    """Whether a parent's notice in writing of home education is held."""
    held = standing.open_episodes("elective_home_education")
    return any(notice.movement.in_writing_on for notice in held)


def _at_home(removal: Any, standing: Standing) -> Iterator[Concern]:
    """A child of whom notice of home education is held is not one who cannot be found."""
    if removal.ground in ("h", "i") and _is_noticed(standing):
        yield Concern(
            "home_education_noticed",
            "A parent's notice of home education is held: the name goes on ground f, and the child "
            "is not one who cannot be found.",
            CONDITIONS,
            field="ground",
            instead=on_ground("f"),
        )


def _dual(removal: Any, before: Before) -> Iterator[Concern]:
    if removal.ground == "a" and before.standing.open_episodes("dual_registration"):
        yield Concern(
            "dual_registered",
            "The pupil is registered at two schools by agreement: that ends on ground c, with "
            "the other school's consent.",
            CONDITIONS,
            field="ground",
            instead=on_ground("c"),
        )
    if removal.ground == "c" and len(before.standing.rolls) < 2:
        yield Concern(
            "registered_here_only",
            "Ground c is for a pupil registered at another school too: no other registration is "
            "known on that day.",
            CONDITIONS,
            field="ground",
        )


def _of_the_school(removal: Any, before: Before) -> Iterator[Concern]:
    """Grounds m and n are for schools of one sort each."""
    school = before.place
    if school is None or school.type_code is None:
        return
    state_funded = school.is_maintained or school.is_academy
    if removal.ground == "m" and not state_funded:
        yield _of_other_schools("Ground m is for boarders of a maintained school or an academy.")
    if removal.ground == "n" and state_funded:
        yield _of_other_schools(
            "Ground n is for pupils of an independent or non-maintained special school."
        )


def _of_other_schools(words: str) -> Concern:
    return Concern("ground_of_other_schools", words, CONDITIONS, field="ground")


def _too_soon(removal: Any, before: Before) -> Iterator[Concern]:
    """Grounds h and i: enough school days, and enquiries by school and authority together."""
    periods = {"h": ("leave_ended_on", 10, TEN_DAYS), "i": ("last_attended_on", 20, TWENTY_DAYS)}
    field, length, basis = periods.get(removal.ground, ("", 0, CONDITIONS))
    if not field:
        return
    day = getattr(removal, field)
    if day and removal.on <= before.days.add(day, length):
        yield Concern(
            "too_soon",
            f"Removed before {length} school days had passed.",
            basis,
            field=field,
            instead=LOOK_FOR_THE_CHILD,
        )
    if removal.school_enquiries_on is None or removal.authority_enquiries_on is None:
        yield Concern(
            "no_joint_enquiries",
            "The school and the authority must both have made enquiries: no day is told for "
            "each of them.",
            basis,
            field="authority_enquiries_on",
            instead=LOOK_FOR_THE_CHILD,
        )


def _age(removal: Any, before: Before) -> Iterator[Concern]:
    details = before.standing.details
    dob = details.get("dob")
    if removal.ground == "l" and not is_past(details, removal.on):
        yield Concern(
            "school_age",
            "Ground l is for those over compulsory school age: by the date of birth or the year "
            "group held, this pupil is not.",
            CONDITIONS,
            field="ground",
        )
    if removal.ground == "b" and dob and removal.on >= school_age_begins(date.fromisoformat(dob)):
        yield Concern(
            "past_nursery",
            "Ground b is for a child who does not go on from nursery: by the date of birth held, "
            "this pupil is of compulsory school age.",
            CONDITIONS,
            field="ground",
        )
