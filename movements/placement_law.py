"""What an AP placement is judged by: guidance, proposals outside schools, checks before."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from movements.basis import Basis
from movements.clock import Clock
from movements.codes_provision import AUTHORITY_REASONS, SCHOOL_REASONS
from movements.lawful_ways import PART_OF_THE_WEEK
from movements.people_and_places import ONLINE_PROVIDER
from movements.places import PlaceFacts
from movements.problems import Concern
from movements.reviews import over, owed_again, reviewed
from movements.rule import Rule, Version
from movements.school_age import up_to_school_age

TWELVE_WEEKS = Basis(
    "proposed",
    "Non-school alternative provision: intensive placements of up to 12 weeks (DfE, August 2025)",
    in_force_from=date(2025, 9, 1),
)
TWO_DAYS = Basis(
    "proposed",
    "Non-school alternative provision: longer placements of up to two days, four sessions, a week "
    "beside school (DfE, August 2025)",
    in_force_from=date(2025, 9, 1),
)
WEEKS, SESSIONS = 12, 4
FULL_TIME = 8
"""Sessions a week that count as full time: eight are some eighteen hours or more."""
ONLINE = Basis(
    "guidance",
    "Online Education Accreditation Scheme (DfE, 2023): accreditation is voluntary and makes no "
    "provider a registered school",
    confirmed=False,
)
REGISTERED = Basis("statute", "Education and Skills Act 2008 s.96", confirmed=False)
COLLEGE = "NFE"
"""The type of a college, which is registered otherwise than as a school."""
FURTHER_EDUCATION = "18"
"""GIAS's type of establishment for colleges of further education."""
UNNAMED = "OTH"
"""The type by which a setting that is no school, college, tutor or workplace is known."""
CENSUS = Basis(
    "guidance",
    "Census guides of alternative provision: the reasons for placements that a school arranged and "
    "for those an authority funds are two lists",
    confirmed=False,
)
CHECKED_BEFORE = Basis(
    "guidance",
    "Keeping children safe in education: the commissioner is assured of a setting before a pupil "
    "is placed there",
    confirmed=False,
)
HALF_TERMLY = Basis(
    "guidance",
    "Keeping children safe in education 2025: placements looked at at least half-termly",
    in_force_from=date(2025, 9, 1),
    confirmed=False,
)
PLACEMENT_REVIEW = Clock(
    id="placement_review",
    title="Review of an AP placement",
    owes="Whoever arranged it looks at the placement, with the pupil and the setting",
    owner="arranger",
    unit="weeks",
    local="placement_review_weeks",
    basis=HALF_TERMLY,
    stops=reviewed,
    over=over,
)
PLACEMENT_AGAIN = owed_again(PLACEMENT_REVIEW, "ap_placement")
PLACEMENT_RULES = (
    Rule(
        "non_school_limits",
        "How long, and how much of a week, outside a school",
        (
            Version("Up to 12 weeks in full", TWELVE_WEEKS, "whoever arranges it"),
            Version("Up to four sessions a week for longer", TWO_DAYS, "whoever arranges it"),
        ),
    ),
    Rule(
        "registered_school",
        "Full time at a setting that is no school",
        (
            Version(
                "With five pupils, or one who is looked after or has a plan, it has to register",
                REGISTERED,
                "whoever runs the setting",
            ),
        ),
    ),
    Rule(
        "placement_reasons",
        "Reasons for a placement",
        (Version("A list each for schools and for authorities", CENSUS, "whoever arranges it"),),
    ),
    Rule(
        "checked_before",
        "Checks of a setting",
        (Version("Seen before the pupil starts", CHECKED_BEFORE, "whoever arranges it"),),
    ),
)


def twelve_weeks(of: str, full_time: Callable[[Any], bool]) -> Clock:
    """The most that is proposed for a full-time stay at a setting that is no school."""
    return Clock(
        id=f"{of}_twelve_weeks",
        title="Twelve weeks in full outside a school",
        owes="The pupil is back at school full time, or at the setting for part of the week",
        owner="arranger",
        unit="weeks",
        length=WEEKS,
        basis=TWELVE_WEEKS,
        applies=full_time,
        where=is_outside_schools,
        stops=over,
    )


def weeks_planned(placement: Any) -> float | None:
    """How many weeks are planned; None where no end is."""
    end: date | None = placement.planned_end
    return (end - placement.on).days / 7 if end else None


def is_outside_schools(setting: PlaceFacts | None) -> bool:
    """A setting outside GIAS, known by name or, where there is no place, by its type alone.

    Or an online provider, which GIAS lists (`ONLINE`).
    """
    return setting is None or setting.urn is None or is_online(setting)


def is_online(setting: PlaceFacts | None) -> bool:
    """An accredited online provider."""
    return setting is not None and setting.type_code == ONLINE_PROVIDER


def is_no_school(setting: PlaceFacts | None, setting_type: str | None) -> bool:
    """A setting outside schools that is no college, known by name or by its type alone."""
    if setting is None:
        return setting_type == UNNAMED
    return is_outside_schools(setting) and setting.setting_type != COLLEGE


def may_be_a_school(setting: PlaceFacts | None, setting_type: str | None) -> bool:
    """A setting that is no school, and has to register as one once its pupils make it one.

    An online provider cannot: the registration of independent schools is of premises.
    """
    return not is_online(setting) and is_no_school(setting, setting_type)


def keeps_no_register(setting: PlaceFacts | None) -> bool:
    """A place whose marks tell the school, and are no register: outside schools, or a college.

    D is for a pupil registered at two schools (SI 2024/208 reg 10), which a college is not.
    """
    if setting is None:
        return True
    return is_outside_schools(setting) or setting.type_code == FURTHER_EDUCATION


def makes_it_a_school(details: Mapping[str, Any]) -> bool:
    """Whether a full-time pupil alone would make a setting a school: looked after, or a plan."""
    return details.get("looked_after") == "Y" or details.get("sen_provision") == "E"


def unregistered(placement: Any, details: Mapping[str, Any]) -> Iterator[Concern]:
    """A pupil of school age, full time, who alone would make a setting a school."""
    older = not up_to_school_age(details, placement.on)
    if sessions_a_week(placement) >= FULL_TIME and makes_it_a_school(details) and not older:
        yield Concern(
            "unregistered_full_time",
            "Full time at a setting that is no school, for a pupil who is looked after or has a "
            "plan: a setting with one such pupil has to register as a school.",
            REGISTERED,
            field="pattern",
            instead=PART_OF_THE_WEEK,
        )


def outside_a_school(placement: Any) -> Iterator[Concern]:
    """What is proposed for settings that are no school: it warns, and is never a breach."""
    weeks = weeks_planned(placement)
    if placement.pattern == "FT":
        if weeks and weeks > WEEKS and TWELVE_WEEKS.in_force(placement.on):
            yield Concern(
                "over_12_weeks",
                f"A full-time stay of {weeks:.0f} weeks in a setting that is not a school.",
                TWELVE_WEEKS,
                level="note",
                field="planned_end",
            )
        return
    sessions = sessions_a_week(placement)
    lasting = weeks is None or weeks > WEEKS
    if lasting and sessions > SESSIONS and TWO_DAYS.in_force(placement.on):
        yield Concern(
            "over_4_sessions",
            f"{sessions} sessions a week for more than {WEEKS} weeks in a setting that is not a "
            "school.",
            TWO_DAYS,
            level="note",
            field="week",
        )


def sessions_a_week(placement: Any) -> int:
    """Sessions in a week: as said, as the week shows, or all ten."""
    said: int | None = placement.sessions_per_week
    return said or (placement.week.count("1") if placement.week else 10)


def reason_of_the_other_list(placement: Any, by: str) -> Iterator[Concern]:
    """A reason that stands only on the list of the other sort of placement."""
    listed = SCHOOL_REASONS if by == "school" else AUTHORITY_REASONS
    if placement.reason not in listed:
        yield Concern(
            "reason_of_other_list",
            f"This reason is not on the census list for what {_WHO[by]} arranges.",
            CENSUS,
            level="note",
            field="reason",
        )


_WHO = {"school": "a school", "authority": "an authority"}
_CHECKS = {
    "visited_on": "visited",
    "checks_seen_on": "checked for safeguarding",
    "insurance_seen_on": "checked for insurance",
    "risk_assessed_on": "assessed for risk",
}


def checked_late(placement: Any) -> Iterator[Concern]:
    """Checks that were made only after the pupil had started."""
    for field, what in _CHECKS.items():
        day: date | None = getattr(placement, field)
        if day is not None and day > placement.on:
            yield Concern(
                "checked_late",
                f"The setting was {what} only after the placement began.",
                CHECKED_BEFORE,
                field=field,
            )
