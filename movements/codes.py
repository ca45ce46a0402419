"""DfE code sets, and ours, with the dates each code may be used: a code is judged on its own day.

Sources: School Attendance (Pupil Registration) (England) Regulations 2024 (marks, grounds), DfE
school census and suspension code sets. An entry's date decides, never today's.
"""

from collections.abc import Iterator
from datetime import date

from movements import (
    codes_cases,
    codes_corrections,
    codes_exclusion,
    codes_moves,
    codes_outcomes,
    codes_provision,
    codes_rolls,
    codes_settings,
    codes_voice,
)
from movements.code_set import Code, CodeSet, Mark, MarkClass, plain
from movements.codes_outcomes import (
    ATTAINMENT_LEVELS,
    ATTAINMENT_STEPS,
    ATTAINMENT_SUBJECTS,
    DESTINATIONS,
    WELLBEING_SCALES,
)
from movements.codes_provision import PLACEMENT_REASONS
from movements.ethnicities import ETHNICITY_LABELS, NEW_IN_2024

__all__ = [
    "AP_PATTERNS",
    "ATTAINMENT_LEVELS",
    "ATTAINMENT_STEPS",
    "ATTAINMENT_SUBJECTS",
    "CODE_SETS",
    "CORRECTION_REASONS",
    "DESTINATIONS",
    "ENROLMENT_STATUSES",
    "ETHNICITY",
    "EXCLUSION_REASONS",
    "MARKS",
    "NC_YEARS",
    "PLACEMENT_OUTCOMES",
    "PLACEMENT_REASONS",
    "REMOVAL_GROUNDS",
    "SEN_PROVISION",
    "SETTING_TYPES",
    "SEX",
    "WELLBEING_SCALES",
    "Code",
    "CodeSet",
    "Mark",
    "MarkClass",
]


_NEW_REASONS = date(2020, 9, 1)
_NEW_MARKS = date(2024, 8, 19)
_LAST_OLD_MARKS = date(2024, 8, 18)

EXCLUSION_REASONS = CodeSet(
    "EXCLUSION_REASONS",
    "exclusion reason",
    (
        Code("PP", "Physical assault against a pupil"),
        Code("PA", "Physical assault against an adult"),
        Code("VP", "Verbal abuse or threatening behaviour against a pupil"),
        Code("VA", "Verbal abuse or threatening behaviour against an adult"),
        Code("OW", "Use or threat of use of an offensive weapon or prohibited item", _NEW_REASONS),
        Code("BU", "Bullying"),
        Code("RA", "Racist abuse"),
        Code("LG", "Abuse against sexual orientation and gender identity", _NEW_REASONS),
        Code("DS", "Abuse relating to disability", _NEW_REASONS),
        Code("SM", "Sexual misconduct"),
        Code("DA", "Drug and alcohol related"),
        Code("DM", "Damage to property"),
        Code("TH", "Theft"),
        Code("MT", "Inappropriate use of social media or online technology", _NEW_REASONS),
        Code("PH", "Wilful and repeated transgression of protective measures", _NEW_REASONS),
        Code("DB", "Persistent or general disruptive behaviour"),
        Code("OT", "Other", valid_to=date(2020, 8, 31)),
    ),
)


def _marks(mark_class: MarkClass, *codes: Code) -> Iterator[Mark]:
    return (Mark(**vars(code), mark_class=mark_class) for code in codes)


def _new_mark(code: str, label: str, instead: str = "") -> Code:
    return Code(code, label, valid_from=_NEW_MARKS, instead=instead)


def _old_mark(code: str, label: str, instead: str) -> Code:
    return Code(code, label, valid_to=_LAST_OLD_MARKS, instead=instead)


MARKS: CodeSet[Mark] = CodeSet(
    "MARKS",
    "attendance mark",
    (
        *_marks(
            "present",
            Code("/", "Present in the morning"),
            Code("\\", "Present in the afternoon"),
            Code("L", "Late, before the register closed"),
        ),
        *_marks(
            "activity",
            _new_mark("K", "At education arranged by the local authority", "B or D"),
            Code("V", "Educational visit or trip"),
            Code("P", "Approved sporting activity"),
            Code("W", "Work experience"),
            Code("B", "Other approved educational activity off site"),
            _old_mark("J", "At an interview", "J1 (leave for an interview)"),
        ),
        *_marks(
            "authorised",
            _new_mark("C1", "Leave for a regulated performance or employment abroad", "C"),
            Code("M", "Leave for a medical or dental appointment"),
            _new_mark("J1", "Leave for an interview", "J"),
            Code("S", "Study leave"),
            _new_mark("C2", "Part-time timetable", "C"),
            Code("C", "Leave in exceptional circumstances"),
            Code("T", "Travelling with a parent for the parent's work"),
            Code("R", "Religious observance"),
            Code("I", "Illness"),
            Code("E", "Suspended or permanently excluded, with no alternative provision"),
            _old_mark("H", "Holiday the school agreed to", "C (leave) or G (holiday not granted)"),
        ),
        *_marks(
            "unauthorised",
            Code("G", "Holiday not granted"),
            Code("N", "Reason not yet established"),
            Code("O", "Absent in other or unknown circumstances"),
            Code("U", "Arrived after the register closed"),
        ),
        *_marks(
            "not_possible",
            Code("D", "Dual registered, at the other school"),
            Code("X", "Not required to be in school"),
            _new_mark("Q", "Unable to attend: no access arrangements", "Y"),
            _new_mark("Y1", "Unable to attend: transport not available", "Y"),
            _new_mark("Y2", "Unable to attend: widespread travel disruption", "Y"),
            _new_mark("Y3", "Unable to attend: part of the premises closed", "Y"),
            _new_mark("Y4", "Unable to attend: whole site unexpectedly closed", "Y"),
            _new_mark("Y5", "Unable to attend: in criminal justice detention", "Y"),
            _new_mark("Y6", "Unable to attend: public health guidance or law", "Y"),
            _new_mark("Y7", "Unable to attend: other unavoidable cause", "Y"),
            _old_mark("Y", "Unable to attend", "the one of Y1 to Y7 that says why"),
        ),
        *_marks(
            "administrative",
            Code("Z", "Not yet on the register"),
            Code("#", "Planned closure of the whole school"),
        ),
    ),
)

SETTING_TYPES = plain(
    "SETTING_TYPES",
    "type of setting",
    NFE="Non-maintained further education college",
    OOT="One-to-one tuition",
    WBP="Work-based placement",
    OTH="Other unregistered provider",
)
AP_PATTERNS = plain("AP_PATTERNS", "attendance pattern", FT="Full time", PT="Part time")
ENROLMENT_STATUSES = CodeSet(
    "ENROLMENT_STATUSES",
    "enrolment status",
    (
        Code("C", "Current: on this roll only"),
        Code("M", "Main: dual registered, this is the main school"),
        Code("S", "Subsidiary: dual registered, the main school is elsewhere"),
        Code("G", "Guest", verified=False),
        Code("F", "At a further education college"),
        Code("O", "At another provider", verified=False),
    ),
)
SEX = plain("SEX", "sex code", F="Female", M="Male", U="Unknown")
SEN_PROVISION = CodeSet(
    "SEN_PROVISION",
    "SEN provision code",
    (
        Code("N", "No special educational need"),
        Code("K", "SEN support", date(2014, 9, 1), verified=False),
        Code("E", "Education, health and care plan", date(2014, 9, 1), verified=False),
        Code("S", "Statement", valid_to=date(2018, 3, 31), instead="E"),
        Code("A", "School action", valid_to=date(2015, 8, 31), verified=False, instead="K"),
        Code("P", "School action plus", valid_to=date(2015, 8, 31), verified=False, instead="K"),
    ),
)
NC_YEARS = CodeSet(
    "NC_YEARS",
    "national curriculum year",
    (
        Code("E1", "Early years 1"),
        Code("E2", "Early years 2"),
        Code("N1", "Nursery 1"),
        Code("N2", "Nursery 2"),
        Code("R", "Reception"),
        *(Code(str(year), f"Year {year}") for year in range(1, 15)),
        Code("M", "Mixed ages", verified=False),
        Code("X", "National curriculum not followed", verified=False),
    ),
)
ETHNICITY = CodeSet(
    "ETHNICITY",
    "ethnicity code",
    (
        Code(code, label, date(2024, 9, 1) if code in NEW_IN_2024 else None, verified=False)
        for code, label in ETHNICITY_LABELS.items()
    ),
)
REMOVAL_GROUNDS = plain(
    "REMOVAL_GROUNDS",
    "ground for removal from roll",
    a="Registered at another school",
    b="Did not continue after nursery",
    c="Also registered elsewhere, and the other schools consent",
    d="School attendance order changed to name another school",
    e="School attendance order revoked",
    f="Parent's written notice of education otherwise than at school",
    g="No longer normally lives within reasonable distance",
    h="Did not return after leave of absence",
    i="Continuously absent for 20 school days and not found",
    j="Detained under a sentence",
    k="Died",
    l="Over compulsory school age and not continuing to the sixth form",
    m="Boarder whose fees are unpaid",
    n="Ceased at an independent or non-maintained special school",
    o="Permanently excluded, and the review routes have ended",
)
PLACEMENT_OUTCOMES = plain(
    "PLACEMENT_OUTCOMES",
    "outcome of a placement",
    returned="Returned to school",
    moved_on="Moved on to another school or setting",
    ended_early="Ended early",
    leaver="Left school at the end of the placement",
)
CORRECTION_REASONS = plain(
    "CORRECTION_REASONS",
    "reason for a correction",
    typing_error="Typing error",
    wrong_date="Wrong date",
    wrong_details="Wrong details",
    late_information="Information came late",
    asked_for="Another organisation asked for it",
    other="Other",
)

CODE_SETS: dict[str, CodeSet[Code]] = {
    each.name: each
    for each in (
        MARKS,
        EXCLUSION_REASONS,
        SETTING_TYPES,
        PLACEMENT_REASONS,
        AP_PATTERNS,
        ENROLMENT_STATUSES,
        SEX,
        SEN_PROVISION,
        NC_YEARS,
        ETHNICITY,
        REMOVAL_GROUNDS,
        PLACEMENT_OUTCOMES,
        CORRECTION_REASONS,
        *codes_cases.SETS,
        *codes_corrections.SETS,
        *codes_exclusion.SETS,
        *codes_provision.SETS,
        *codes_moves.SETS,
        *codes_outcomes.SETS,
        *codes_rolls.SETS,
        *codes_settings.SETS,
        *codes_voice.SETS,
    )
}
"""Every code set by its name, for fields that name theirs."""
