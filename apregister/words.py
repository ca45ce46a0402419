"""How entries that are no movement read in a history: case steps and submissions."""

from fair_access.steps import CASE_WORDS
from movements.register import OtherWords

SUBMISSION_WORDS = {
    "attendance_submission": ("Attendance file", "Attendance taken in: {accepted} marks accepted"),
    "roll_received": ("Roll file", "Roll taken in as at {day}: {rows} rows"),
}
OTHER_WORDS = OtherWords({**CASE_WORDS, **SUBMISSION_WORDS})
