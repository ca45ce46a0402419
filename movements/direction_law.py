"""The law of off-site directions: notice, reviews, letters; for maintained schools and academies.

Maintained schools have been bound since 2010 (as amended in 2013), academies since 26 July 2026;
independent schools are bound by neither.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from movements.basis import Basis
from movements.clock import Clock
from movements.kind import Before
from movements.places import PlaceFacts
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.standing import Episode

ACADEMIES_FROM = date(2026, 7, 26)
_SAME = "by the 2026 regulations on improving behaviour (number to be confirmed)"
_REGULATIONS = "Education (Educational Provision for Improving Behaviour) Regulations 2010"


def _academy(cite: str) -> Basis:
    return Basis("statute", f"{cite}, {_SAME}", in_force_from=ACADEMIES_FROM, confirmed=False)


NOTICE_MAINTAINED = Basis(
    "statute",
    f"{_REGULATIONS} (SI 2010/1156) reg 3: written notice at least two school days before",
    in_force_from=date(2010, 9, 1),
)
NOTICE_ACADEMY = _academy("The same notice for academies")
STATED_MAINTAINED = Basis(
    "statute",
    "SI 2010/1156 reg 3(4): the notice states the number of days",
    in_force_from=date(2010, 9, 1),
)
STATED_ACADEMY = _academy("The same number of days in the notice of an academy")
CONTENTS_MAINTAINED = Basis(
    "statute",
    "SI 2010/1156 reg 3(4): address, person to report to, number of days, reasons and objectives, "
    "times of sessions",
    in_force_from=date(2010, 9, 1),
)
CONTENTS_ACADEMY = _academy("The same contents of the notice for academies")
INVITE_MAINTAINED = Basis(
    "statute",
    "SI 2010/1156 reg 5: invited in writing at least six days before the review",
    in_force_from=date(2010, 9, 1),
    confirmed=False,
)
INVITE_ACADEMY = _academy("The same invitation to a review by an academy")
LETTER_MAINTAINED = Basis(
    "statute",
    "SI 2010/1156 reg 6: outcome and reasons in writing within six days of the review",
    in_force_from=date(2010, 9, 1),
    confirmed=False,
)
LETTER_ACADEMY = _academy("The same letter after a review by an academy")
REQUEST_MAINTAINED = Basis(
    "statute",
    "SI 2010/1156 reg 4A: a review asked for is held as soon as reasonably practicable, unless "
    "one took place in the ten weeks before; the days allowed are the authority's to set, or ten",
    in_force_from=date(2013, 1, 1),
)
REQUEST_ACADEMY = _academy("The same right to ask an academy for a review")
CONTINUES_MAINTAINED = Basis(
    "statute",
    "SI 2010/1156 reg 4: after each review the governing body decides whether the direction goes "
    "on, and for how long",
    in_force_from=date(2010, 9, 1),
)
CONTINUES_ACADEMY = _academy("The same decision after each review by an academy")
OUR_END = Basis(
    "ours",
    "No law sets the end of this school's direction: it ends on the day the school stated, or is "
    "decided again",
)
OUR_OBJECTIVES = Basis("ours", "No law asks this school for objectives: a direction has a purpose")
INTERVALS = Basis(
    "local",
    "SI 2010/1156 reg 4 leaves the intervals of reviews to the governing body; the weeks are the "
    "authority's own, or 4, 8 and 12",
)
DAY_SET = Basis("local", "The day that was set for the next review; SI 2010/1156 reg 4")
ATTENDEES = Basis(
    "statute",
    "2026 regulations on improving behaviour: an academy's review is attended by the head, the "
    "parents and a person the trustees name who is not the head",
    in_force_from=ACADEMIES_FROM,
    confirmed=False,
)
TRANSITIONAL = Basis(
    "guidance",
    "Transitional provision for directions by academies already running on 26 July 2026",
    in_force_from=ACADEMIES_FROM,
    confirmed=False,
)
VOICE = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance 2026: the pupil's voice is heard in an off-site "
    "direction",
    in_force_from=ACADEMIES_FROM,
    confirmed=False,
)
LAST_RESORT = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance: only after support in school or outreach",
    in_force_from=date(2022, 9, 1),
)
CLEAR_DAYS = 2
CLEAR_WEEKS = 10
INVITED_BEFORE = timedelta(days=6)

Bound = Callable[[PlaceFacts | None], bool]


def by_law(school: PlaceFacts | None, maintained: Basis, academy: Basis) -> Basis | None:
    """Which of two versions of the law binds this school; None where neither does."""
    if school is None:
        return None
    if school.is_maintained:
        return maintained
    return academy if school.is_academy else None


def in_force_for(
    school: PlaceFacts | None, maintained: Basis, academy: Basis, on: date
) -> Basis | None:
    """The law that binds this school on a day; None where none does yet, or none ever did."""
    basis = by_law(school, maintained, academy)
    return basis if basis is not None and basis.in_force(on) else None


def notice_basis(school: PlaceFacts | None) -> Basis | None:
    """Which law sets the notice for a direction by this school; None where neither does."""
    return by_law(school, NOTICE_MAINTAINED, NOTICE_ACADEMY)


def directing_school(before: Before, episode: Episode | None) -> PlaceFacts | None:
    """The school that directed: whose reviews and notices they are."""
    return before.facts(episode.place) or before.place if episode else before.place


def clear_school_days(days: SchoolDays, notice: date, relevant: date) -> int:
    """School days strictly between the day of the notice and the relevant day."""
    return max(0, days.count(notice, relevant - timedelta(days=1))) if notice < relevant else 0


def last_day_for_notice(days: SchoolDays, relevant: date) -> date:
    """The last day on which notice leaves two clear school days before the relevant day."""
    return days.add(relevant, -CLEAR_DAYS) - timedelta(days=1)


def _is_maintained(school: PlaceFacts | None) -> bool:
    return school is not None and school.is_maintained


def _is_academy(school: PlaceFacts | None) -> bool:
    return school is not None and not school.is_maintained and school.is_academy


def _is_neither(school: PlaceFacts | None) -> bool:
    return not _is_maintained(school) and not _is_academy(school)


def for_both(clock: Clock, academy: Basis) -> tuple[Clock, Clock]:
    """A clock by the law of maintained schools, and the same by that of academies."""
    return (
        replace(clock, binds=_is_maintained),
        replace(
            clock,
            id=f"{clock.id}_academy",
            title=f"{clock.title} (academy)",
            basis=academy,
            binds=_is_academy,
        ),
    )


def for_every(clock: Clock, academy: Basis, ours: Basis) -> tuple[Clock, ...]:
    """A clock by the law of either sort of school, and by our own question where no law binds."""
    before = replace(ours, in_force_to=ACADEMIES_FROM - timedelta(days=1))
    return (
        *for_both(clock, academy),
        replace(
            clock,
            id=f"{clock.id}_academy_earlier",
            title=f"{clock.title} (academy, before 26 July 2026)",
            basis=before,
            binds=_is_academy,
        ),
        replace(
            clock,
            id=f"{clock.id}_independent",
            title=f"{clock.title} (school bound by no law of directions)",
            basis=ours,
            binds=_is_neither,
        ),
    )


def rule_of(id_: str, title: str, says: str, maintained: Basis, academy: Basis) -> Rule:
    """A rule with the version of maintained schools and that of academies."""
    return Rule(
        id_,
        title,
        (
            Version(says, maintained, "maintained schools"),
            Version(says, academy, "academies"),
        ),
    )


NOTICE_RULE = rule_of(
    "direction_notice",
    "Notice of an off-site direction",
    "Written notice at least two clear school days before the pupil first attends",
    NOTICE_MAINTAINED,
    NOTICE_ACADEMY,
)
CONTENTS_RULE = rule_of(
    "direction_notice_contents",
    "What the notice of a direction says",
    "Address, person to report to, number of days, reasons and objectives, times of sessions",
    CONTENTS_MAINTAINED,
    CONTENTS_ACADEMY,
)
INVITE_RULE = rule_of(
    "review_invitation",
    "Invitation to a review of a direction",
    "In writing, at least six days before",
    INVITE_MAINTAINED,
    INVITE_ACADEMY,
)
LETTER_RULE = rule_of(
    "review_letter",
    "Letter after a review of a direction",
    "Outcome and reasons in writing within six days",
    LETTER_MAINTAINED,
    LETTER_ACADEMY,
)
REQUEST_RULE = rule_of(
    "review_requested",
    "A review of a direction that is asked for",
    "Held as soon as reasonably practicable, unless one took place in the ten weeks before",
    REQUEST_MAINTAINED,
    REQUEST_ACADEMY,
)


def _rule_of_every(
    id_: str, title: str, says: str, maintained: Basis, academy: Basis, ours: Basis
) -> Rule:
    """A rule of all schools: by law of either sort, and of ours where no law binds."""
    lawful = rule_of(id_, title, says, maintained, academy)
    return replace(
        lawful, versions=(*lawful.versions, Version(says, ours, "schools that no law binds"))
    )


STATED_RULE = _rule_of_every(
    "direction_stated",
    "End of the days directed",
    "The direction ends with the days that the notice states, or is decided again",
    STATED_MAINTAINED,
    STATED_ACADEMY,
    OUR_END,
)
OBJECTIVES_RULE = _rule_of_every(
    "direction_objectives",
    "Objectives of a direction",
    "The objectives are stated",
    CONTENTS_MAINTAINED,
    CONTENTS_ACADEMY,
    OUR_OBJECTIVES,
)
CONTINUES_RULE = _rule_of_every(
    "direction_continues",
    "After a review of a direction",
    "It is decided whether the direction goes on, and for how long",
    CONTINUES_MAINTAINED,
    CONTINUES_ACADEMY,
    OUR_END,
)
VOICE_RULE = Rule(
    "direction_voice",
    "The pupil's voice in a direction",
    (Version("The pupil's own words are asked for, or why not is said", VOICE),),
)
ATTENDEES_RULE = Rule(
    "academy_review_attendees",
    "Who attends an academy's review of a direction",
    (Version("The head, the parents, and one whom the trustees name", ATTENDEES, "academies"),),
)
TRANSITIONAL_RULE = Rule(
    "direction_transitional",
    "Directions by academies already running on 26 July 2026",
    (Version("Transitional provision, not yet read at its source", TRANSITIONAL, "academies"),),
)
LAST_RESORT_RULE = Rule(
    "direction_last_resort",
    "What comes before a direction",
    (Version("Support in school or outreach that failed or was not fitting", LAST_RESORT),),
)
