"""The totals of sessions in a COLLECT export: each row with its pupil's UPN and the census day.

The tables that count sessions name their pupils by an id of the export; joined with the tables of
pupils they are files of totals like any other, one for each school and table.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date

from movements.intake.collect_export import PUPIL_ID, TERM_COUNTS, Export
from movements.intake.reading import Row, Sheet
from movements.intake.totals_file import CENSUS, REASON, SESSIONS, TotalsFile
from movements.problems import Problem
from movements.received import SentFile
from movements.session_totals import POSSIBLE

_UPN, _DAY = "upn", "referencedate"
"""Beside what the table has itself, what a row needs to be read alone."""
_POSSIBLE = {False: "termlysessionspossible", True: "summerhalfterm2sessionspossible"}


def joined(
    export: Export, table: str, rows: Iterable[Row], day: date | None, wrong: Mapping[int, Problem]
) -> TotalsFile:
    """One school's rows of a table as a file of totals; `wrong` is what is amiss, by line."""
    of, second_half = TERM_COUNTS[table]
    possible = _POSSIBLE[second_half]
    pupils = {row.values[PUPIL_ID[of]]: row for row in export.rows(of)}
    columns = [_UPN, _DAY, possible, "attendancereason", "sessions"]
    told = []
    for row in rows:
        pupil = pupils.get(row.values[PUPIL_ID[of]])
        values = {
            _UPN: pupil.values["upn"] if pupil else "",
            _DAY: day.isoformat() if day else "",
            possible: pupil.values.get(possible, "") if pupil else "",
            "attendancereason": row.values["attendancereason"],
            "sessions": row.values["sessions"],
        }
        problems = (*row.problems, *((wrong[row.line],) if row.line in wrong else ()))
        told.append(Row(row.line, values, [*values.values()], problems))
    return _file(table, columns, told, second_half)


def _file(table: str, columns: list[str], rows: list[Row], second_half: bool) -> TotalsFile:
    held = io.StringIO(newline="")
    csv.writer(held, lineterminator="\n").writerows([columns, *(row.raw for row in rows)])
    data = held.getvalue().encode()
    _, _, possible, reason, sessions = columns
    return TotalsFile(
        sheet=Sheet(columns, rows, [], columns),
        columns={CENSUS: _DAY, POSSIBLE: possible, REASON: reason, SESSIONS: sessions},
        upn=_UPN,
        second_half=second_half,
        sent=SentFile.of(f"{table}.csv", data),
    )
