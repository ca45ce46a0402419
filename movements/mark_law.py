"""The law and guidance that marks, and what they come to, rest on."""

from datetime import date

from movements.basis import Basis
from movements.registration_law import LAST_DAY_BEFORE, before_2024

SINCE_2024 = date(2024, 8, 19)
_OLD_GUIDANCE = Basis(
    "guidance",
    "School attendance (DfE guidance before August 2024): D and part-time timetables",
    in_force_to=LAST_DAY_BEFORE,
    confirmed=False,
)

CODES = Basis(
    "statute",
    "School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208) reg 10",
    in_force_from=SINCE_2024,
    earlier=before_2024("reg 6: what the attendance register says of each pupil"),
)
FORMULAE = Basis("guidance", "Working together to improve school attendance (DfE, August 2024)")
EVERY_SESSION = Basis(
    "statute",
    "SI 2024/208 reg 10(1): every pupil on the register is marked in every session",
    in_force_from=SINCE_2024,
    earlier=before_2024("reg 6(1): the register is taken in the morning and in the afternoon"),
)
N_RESOLVED = Basis(
    "statute",
    "SI 2024/208 reg 10(7) to (9): N is changed within five school days of the session, to O where "
    "the reason is not known",
    in_force_from=SINCE_2024,
)
DUE_AT_THE_OTHER = Basis(
    "guidance",
    "Working together to improve school attendance: each school records the sessions due at it, "
    "and the one where the pupil is due follows up absence and tells the main school",
    in_force_from=SINCE_2024,
    confirmed=False,
    earlier=_OLD_GUIDANCE,
)
PART_TIME = Basis(
    "guidance",
    "Working together to improve school attendance: a part-time timetable is agreed, has a time "
    "limit and is reviewed",
    in_force_from=SINCE_2024,
    earlier=_OLD_GUIDANCE,
)
DAY_SIX = Basis(
    "statute",
    "Education and Inspections Act 2006 s.100; Education Act 1996 s.19(3A); SI 2007/1870: "
    "education from the sixth school day on end, suspensions joined",
)
