"""How entries that are no movement read in a history: case steps, minutes, fair share, files."""

from fair_access.fair_share.held import SHARE_WORDS
from fair_access.meetings import MINUTE_WORDS
from fair_access.steps import CASE_WORDS
from movements.append_only import REDACTION
from movements.legal_hold import HOLD, RELEASED
from movements.received_checked import LET_GO
from movements.register import OtherWords
from movements.session_totals import TOTALS
from movements.signed_off import KIND as SIGNED_OFF

SUBMISSION_WORDS = {
    "attendance_submission": ("Attendance file", "Attendance taken in; marks accepted: {accepted}"),
    TOTALS: ("Termly totals", "Totals of sessions taken in; rows accepted: {accepted}"),
    SIGNED_OFF: ("Totals and marks signed off", "Questions left: {questions}. {why}"),
    "roll_received": ("Roll file", "Roll taken in as at {day}; rows: {rows}"),
}
KEEPING_WORDS = {
    REDACTION: ("Redaction", "Entry {of} redacted under: {under}"),
    LET_GO: ("Files let go", "Attendance files let go ({files}) under: {under}"),
    HOLD: ("Legal hold", "Nothing held on the pupil may be redacted: {because}"),
    RELEASED: ("Legal hold released", "The hold of entry {hold} was released: {because}"),
}
OTHER_WORDS = OtherWords(
    {**CASE_WORDS, **MINUTE_WORDS, **SHARE_WORDS, **SUBMISSION_WORDS, **KEEPING_WORDS}
)
