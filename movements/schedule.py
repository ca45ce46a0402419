"""The retention schedule: how long what is held is kept, each with its Basis.

Data, not code: when the law changes, a rule with its own in-force dates is added beside the first.
"""

from dataclasses import dataclass
from datetime import date

from movements.basis import Basis

REGISTERS_2024 = Basis(
    "statute",
    "School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208) regs 5 to 7: "
    "every entry of a register is kept for at least six years",
    in_force_from=date(2024, 8, 19),
)
REGISTERS_2006 = Basis(
    "statute",
    "Education (Pupil Registration) (England) Regulations 2006 (SI 2006/1751) reg 14: three years",
    in_force_from=date(2006, 9, 1),
    in_force_to=date(2024, 8, 18),
    confirmed=False,
)
IRMS = "IRMS toolkit for schools: it is no law, and a reason for keeping otherwise is written down"
_ACCOUNTABLE = "ICO: who viewed a sensitive record is logged, and the log outlives a complaint"


@dataclass(frozen=True)
class Keep:
    """How long one sort of record is kept: `years` or `days`, counted from what `since` says.

    `least` is true of a rule that only says how long a thing must be kept at the least: nothing
    goes by it, but nothing of that sort goes earlier by another.
    """

    id: str
    title: str
    since: str
    basis: Basis
    years: int = 0
    days: int = 0
    least: bool = False


SCHEDULE: tuple[Keep, ...] = (
    Keep(
        "admission_register",
        "Admission register: six years",
        "each entry was recorded",
        REGISTERS_2024,
        years=6,
        least=True,
    ),
    Keep(
        "admission_register",
        "Admission register: three years",
        "each entry was recorded",
        REGISTERS_2006,
        years=3,
        least=True,
    ),
    Keep(
        "attendance_register",
        "Attendance register: six years",
        "the marks were recorded",
        REGISTERS_2024,
        years=6,
    ),
    Keep(
        "attendance_register",
        "Attendance register: three years",
        "the marks were recorded",
        REGISTERS_2006,
        years=3,
    ),
    Keep(
        "files_as_sent",
        "Attendance files as they were sent: one year (their marks stay)",
        "the file was taken in",
        Basis("ours", "A file is asked for while its marks are new; the register keeps the marks"),
        years=1,
    ),
    Keep(
        "pupil_file",
        "Pupil file: date of birth and 25 years",
        "the pupil was born",
        Basis("guidance", IRMS, confirmed=False),
        years=25,
    ),
    Keep(
        "sen_file",
        "File of a pupil with SEN support or a plan: date of birth and 31 years",
        "the pupil was born",
        Basis("guidance", f"{IRMS} (25 years and six to bring a claim in)", confirmed=False),
        years=31,
    ),
    Keep(
        "child_protection",
        "File of a protected child: date of birth and 25 years",
        "the pupil was born",
        Basis("guidance", f"{IRMS}; longer where an inquiry's hold stands", confirmed=False),
        years=25,
    ),
    Keep(
        "panel_papers",
        "Papers of a closed fair access case, and of a panel's meeting with its packs",
        "the last step or the meeting (the authority's rule panel_papers_years, six unless set)",
        Basis("local", "The authority sets how long its panel's papers are kept"),
        years=6,
    ),
    Keep(
        "received_rolls",
        "What came of a roll file: six years",
        "the file was taken in (the file itself is never kept, only its hash)",
        REGISTERS_2024,
        years=6,
    ),
    Keep(
        "attachments",
        "Papers attached: until the day given with each",
        "the day given with each; with the pupil's file where none was given",
        Basis("ours", "Whoever attaches a paper says how long it is needed"),
    ),
    Keep(
        "sent_files",
        "Files sent and not taken in: one day",
        "the file was sent",
        Basis("ours", "A file waits for its confirmation and no longer"),
        days=1,
    ),
    Keep(
        "drafts",
        "Drafts not submitted: 30 days",
        "the draft was last saved",
        Basis("ours", "A draft is not in the register until it is submitted"),
        days=30,
    ),
    Keep(
        "looks",
        "Who looked: six years",
        "the look was noted",
        Basis("ours", _ACCOUNTABLE),
        years=6,
    ),
)


def schedule_on(on: date) -> dict[str, Keep]:
    """The rules in force on a day, by id, in the order of the schedule."""
    return {keep.id: keep for keep in SCHEDULE if keep.basis.in_force(on)}


def years_after(day: date, years: int) -> date:
    """The same day some years on; 1 March for 29 February where that year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
