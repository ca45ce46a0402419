"""A place's totals of sessions by the term, taken in: kept beside its marks, and touching none.

What a file says of a pupil's term takes the place of all that an earlier one said of it. What
differs from the marks is asked of the school (movements/reconcile.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from sqlmodel import Session

from movements.actor import Actor
from movements.built_in_terms import Span
from movements.intake.findings import Findings
from movements.intake.receipts import IntakeReport, Outcome, Result, refused, repeat
from movements.intake.totals_check import CheckedTotals, Counted
from movements.problems import Problem
from movements.received import first_submission, keep_received, packed_problems
from movements.record import Source, append, today
from movements.session_totals import TERMS, TOTALS, TermTotals, Told, as_answer, totals_held

Held = Mapping[tuple[Span, str], TermTotals]
"""What is held of a place, by term and pupil."""


@dataclass(frozen=True)
class TotalsReport(IntakeReport):
    """What became of a file of totals.

    `submission` is the entry that keeps it: the first one, where the very same was sent before
    (`is_new` says whether it was not); 0 where nothing was written.
    """

    submission: int = 0
    is_new: bool = False

    def row_by_row(self) -> "TotalsReport":
        """The same: it has the outcome of each row."""
        return self

    def refusals(self, most: int) -> list[Outcome]:
        """The first rows that were refused."""
        return [one for one in self.outcomes if one.result == "refused"][:most]


def settle_totals(session: Session, checked: CheckedTotals) -> TotalsReport:
    """What writing the file would do now. Writes nothing: a dry run."""
    held = _held(session, checked)
    return _report(checked, held, _new(checked, held, _before(session, checked)), None)


def write_totals(
    session: Session, checked: CheckedTotals, by: Actor, source: Source = "csv"
) -> TotalsReport:
    """Keep the file and what its good rows say under one new entry.

    A file without rows adds nothing, nor does the very same file again, unless it tells of a
    pupil's term of which nothing is held: no old file undoes a later one.
    """
    held = _held(session, checked)
    again = _before(session, checked)
    told = _new(checked, held, again)
    if not checked.rows or (again and not told):
        report = _report(checked, held, told, None)
        note = (f"This very file was taken in before, as submission {again}.",) if again else ()
        return replace(report, submission=again, notes=(*report.notes, *note))
    number = _append(session, checked, _report(checked, held, told, None), told, by, source)
    return replace(_report(checked, held, told, number), submission=number, is_new=True)


def _held(session: Session, checked: CheckedTotals) -> Held:
    held = totals_held(session, [checked.place.id])
    return {(one.term, one.pupil_id): one for one in held}


def _before(session: Session, checked: CheckedTotals) -> int:
    """The entry of the first submission of this very file; 0 for none."""
    return first_submission(session, checked.place.id, checked.file.sent.sha256)


def _new(checked: CheckedTotals, held: Held, again: int) -> Told:
    """What the file says; sent again, only what nothing is held of."""
    return {key: told for key, told in checked.told.items() if not (again and key in held)}


def _report(checked: CheckedTotals, held: Held, told: Told, number: int | None) -> TotalsReport:
    outcomes = [_outcome(read, held, told, number) for read in checked.rows]
    last = [f"Its last row is on line {one.line:,}." for one in outcomes[-1:]]
    report = IntakeReport.of(outcomes, (*checked.file.sheet.notes, *last))
    return TotalsReport(**vars(report))


def _outcome(read: Counted, held: Held, told: Told, number: int | None) -> Outcome:
    if not read.good or read.term is None:
        return refused(read.row, read.problems)
    key = (read.term, read.pupil)
    before = held.get(key)
    same = before is not None and read.counts.items() <= before.counts.items()
    takes = key in told and not same and not read.same_as
    result: Result = "accepted" if takes else "already_held"
    entry = number if key in told or before is None else before.submission
    concerns = (repeat(f"line {read.same_as}"),) if read.same_as else ()
    return Outcome(read.row.line, result, entry, (), concerns)


def _append(
    session: Session,
    checked: CheckedTotals,
    report: TotalsReport,
    told: Told,
    by: Actor,
    source: Source,
) -> int:
    file, place = checked.file, checked.place
    problems = _packed(report)
    terms = sorted({term for term, _ in told})
    entry = append(
        session,
        kind=TOTALS,
        on=terms[-1].last if terms else today(),
        by=by,
        source=source,
        details={
            "sha256": file.sent.sha256,
            "rows": len(checked.rows),
            "accepted": report.accepted,
            "already_held": report.already_held,
            "refused": report.refused,
            "first_day": terms[0].first.isoformat() if terms else None,
            "last_day": terms[-1].last.isoformat() if terms else None,
            TERMS: as_answer(told),
            **file.sent.told(problems),
        },
        subjects={"place_id": place.id},
        authority=place.la_code,
    )
    keep_received(session, entry.number, place.id, file.sent, problems)
    return entry.number


def _packed(report: TotalsReport) -> bytes:
    """The refused rows, as they are kept beside a file."""
    lines = np.array([one.line for one in report.outcomes], dtype=np.int32)
    found: Findings[Problem] = Findings(len(lines))
    for row, outcome in enumerate(report.outcomes):
        if outcome.problems:
            found.only(row, outcome.problems)
    return packed_problems(lines, found)
