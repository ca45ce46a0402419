"""The list of the ledger's exceptions: what is asked of every pupil on every day."""

from movements.exception import LedgerException
from movements.exceptions.absence_past_end import ABSENCE_PAST_END
from movements.exceptions.absence_run import ABSENCE_RUN
from movements.exceptions.authority_claim import AUTHORITY_CLAIM
from movements.exceptions.b_or_k_absent import B_OR_K_ABSENT
from movements.exceptions.b_or_k_unplaced import B_OR_K_UNPLACED
from movements.exceptions.c2_no_timetable import C2_NO_TIMETABLE
from movements.exceptions.claim import CLAIM
from movements.exceptions.closed_place import CLOSED_PLACE
from movements.exceptions.d_not_dual import D_NOT_DUAL
from movements.exceptions.direction_not_dual import DIRECTION_NOT_DUAL
from movements.exceptions.direction_past_days import DIRECTION_PAST_DAYS
from movements.exceptions.e_not_excluded import E_NOT_EXCLUDED
from movements.exceptions.e_over_five_days import E_OVER_FIVE_DAYS
from movements.exceptions.home_education_on_roll import HOME_EDUCATION_ON_ROLL
from movements.exceptions.home_education_soon_after import HOME_EDUCATION_SOON_AFTER
from movements.exceptions.in_trust_move import IN_TRUST_MOVE
from movements.exceptions.k_by_school import K_BY_SCHOOL
from movements.exceptions.n_unresolved import N_UNRESOLVED
from movements.exceptions.no_destination import NO_DESTINATION
from movements.exceptions.no_mark import NO_MARK
from movements.exceptions.no_roll import NO_ROLL
from movements.exceptions.nobody import NOBODY
from movements.exceptions.not_answered import NOT_ANSWERED
from movements.exceptions.not_in_file import NOT_IN_FILE
from movements.exceptions.part_time_past_limit import PART_TIME_PAST_LIMIT
from movements.exceptions.placement_past_end import PLACEMENT_PAST_END
from movements.exceptions.repeat_moves import REPEAT_MOVES
from movements.exceptions.restate import RESTATE
from movements.exceptions.roll_unconfirmed import ROLL_UNCONFIRMED
from movements.exceptions.two_expected import TWO_EXPECTED
from movements.exceptions.two_registers import TWO_REGISTERS
from movements.exceptions.two_rolls import TWO_ROLLS
from movements.exceptions.unaccounted_for import UNACCOUNTED_FOR
from movements.exceptions.unregistered_setting import UNREGISTERED_SETTING
from movements.exceptions.year_11_single_roll import YEAR_11_SINGLE_ROLL

EXCEPTIONS: dict[str, LedgerException] = {
    exception.id: exception
    for exception in (
        NO_ROLL,
        NOBODY,
        TWO_ROLLS,
        CLAIM,
        AUTHORITY_CLAIM,
        ROLL_UNCONFIRMED,
        NOT_ANSWERED,
        TWO_EXPECTED,
        NOT_IN_FILE,
        NO_DESTINATION,
        CLOSED_PLACE,
        PLACEMENT_PAST_END,
        DIRECTION_PAST_DAYS,
        DIRECTION_NOT_DUAL,
        PART_TIME_PAST_LIMIT,
        ABSENCE_PAST_END,
        HOME_EDUCATION_SOON_AFTER,
        HOME_EDUCATION_ON_ROLL,
        UNREGISTERED_SETTING,
        REPEAT_MOVES,
        YEAR_11_SINGLE_ROLL,
        IN_TRUST_MOVE,
        D_NOT_DUAL,
        UNACCOUNTED_FOR,
        TWO_REGISTERS,
        B_OR_K_UNPLACED,
        K_BY_SCHOOL,
        E_OVER_FIVE_DAYS,
        C2_NO_TIMETABLE,
        NO_MARK,
        N_UNRESOLVED,
        B_OR_K_ABSENT,
        E_NOT_EXCLUDED,
        ABSENCE_RUN,
        RESTATE,
    )
}
"""Every exception by its id, in the order people meet them."""

CROSS_CHECKS: tuple[LedgerException, ...] = tuple(
    sorted((one for one in EXCEPTIONS.values() if one.number), key=lambda one: one.number or 0)
)
"""The numbered cross-checks of marks, in the order of their numbers."""
