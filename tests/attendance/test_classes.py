"""Every attendance code on both sides of 19 August 2024, and what a session of it comes to."""

from datetime import date

import numpy as np
import pytest

from movements import marks
from movements.attendance import summary_of
from movements.codes import MARKS

LAST_OLD, FIRST_NEW = date(2024, 8, 18), date(2024, 8, 19)

# Regulation 10 of SI 2024/208 and Working together (August 2024), written out from the source:
# code, class, in the denominator, counts as attended, in use before the day, in use from it.
CODES = r"""
/   present         yes  yes  yes  yes
\   present         yes  yes  yes  yes
L   present         yes  yes  yes  yes
K   activity        yes  yes  no   yes
V   activity        yes  yes  yes  yes
P   activity        yes  yes  yes  yes
W   activity        yes  yes  yes  yes
B   activity        yes  yes  yes  yes
J   activity        yes  yes  yes  no
D   not_possible    no   no   yes  yes
C1  authorised      yes  no   no   yes
M   authorised      yes  no   yes  yes
J1  authorised      yes  no   no   yes
S   authorised      yes  no   yes  yes
X   not_possible    no   no   yes  yes
C2  authorised      yes  no   no   yes
C   authorised      yes  no   yes  yes
T   authorised      yes  no   yes  yes
R   authorised      yes  no   yes  yes
I   authorised      yes  no   yes  yes
E   authorised      yes  no   yes  yes
H   authorised      yes  no   yes  no
Q   not_possible    no   no   no   yes
Y1  not_possible    no   no   no   yes
Y2  not_possible    no   no   no   yes
Y3  not_possible    no   no   no   yes
Y4  not_possible    no   no   no   yes
Y5  not_possible    no   no   no   yes
Y6  not_possible    no   no   no   yes
Y7  not_possible    no   no   no   yes
Y   not_possible    no   no   yes  no
G   unauthorised    yes  no   yes  yes
N   unauthorised    yes  no   yes  yes
O   unauthorised    yes  no   yes  yes
U   unauthorised    yes  no   yes  yes
Z   administrative  no   no   yes  yes
#   administrative  no   no   yes  yes
"""
ROWS = [tuple(line.split()) for line in CODES.strip().splitlines()]


def test_the_table_has_every_code_there_is() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(mark.code for mark in MARKS)


@pytest.mark.parametrize(("code", "of", "possible", "attended", "before", "since"), ROWS)
def test_a_code_on_both_sides_of_19_august_2024(
    code: str, of: str, possible: str, attended: str, before: str, since: str
) -> None:
    for on, in_use in ((LAST_OLD, before), (FIRST_NEW, since)):
        assert (MARKS.problem(code, on) is None) == (in_use == "yes"), on
        if in_use == "yes":
            mark = MARKS.get(code, on)
            assert mark.mark_class == of
            assert (mark.possible, mark.attended) == (possible == "yes", attended == "yes")
    told = summary_of(marks.pack([code, code]).reshape(1, 2))
    assert (told.possible, told.attended) == (2 * (possible == "yes"), 2 * (attended == "yes"))
    assert (told.authorised, told.unauthorised) == (
        2 * (of == "authorised"),
        2 * (of == "unauthorised"),
    )


def test_all_codes_together_come_to_the_rate_of_the_formula() -> None:
    told = summary_of(marks.pack([row[0] for row in ROWS]).reshape(-1, 1))
    in_denominator = [row for row in ROWS if row[2] == "yes"]
    of_them = [row for row in in_denominator if row[3] == "yes"]
    assert told.rate == pytest.approx(len(of_them) / len(in_denominator))
    assert told.possible == told.attended + told.authorised + told.unauthorised
    assert np.isclose(told.rate or 0, 9 / 24)
