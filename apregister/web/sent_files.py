"""What becomes of a file sent by a page: a dry run, then the intake itself, as one description."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from apregister.attendance_files import Sending
from apregister.db import Engines, rehearsing, writing
from movements.actor import Actor
from movements.intake.movements import take_in_movements
from movements.intake.outcomes import take_in_outcomes
from movements.intake.pupils import take_in_pupils
from movements.intake.reading import read_rows
from movements.intake.receipts import (
    IntakeReport,
    Outcome,
    receipts_bytes,
    receipts_text,
    said_of,
)
from movements.places import PlaceFacts

SORTS = {
    "pupils": "Pupils on roll",
    "joiners": "Pupils who joined: part of a roll",
    "movements": "Movements",
    "outcomes": "Outcomes",
    "attendance": "Attendance marks",
}
MOST_SHOWN = 200


@dataclass(frozen=True)
class Looked:
    """What a file came to: to be shown, and the receipts."""

    said: dict[str, Any]
    receipts: bytes


def take_in_file(
    engines: Engines,
    what: str,
    data: bytes,
    *,
    name: str,
    place: PlaceFacts,
    by: Actor,
    dry_run: bool,
) -> Looked:
    """Take a file in, or only see what would become of it. Raises Unreadable."""
    if what == "attendance":
        return _attendance(engines, data, name, place, by, dry_run)
    sheet = read_rows(data, name=name)
    begin: Callable[..., Any] = rehearsing if dry_run else writing
    with begin(engines.register) as session:
        report = _take_for(what)(session, sheet, place=place, by=by)
    receipts = receipts_text(sheet, _numbered(report.outcomes, dry_run))
    return Looked(intake_shown(report, report.outcomes), receipts_bytes(receipts))


def _take_for(what: str) -> Callable[..., IntakeReport]:
    rows = {"movements": take_in_movements, "outcomes": take_in_outcomes}
    return rows.get(what) or partial(take_in_pupils, whole=what == "pupils")


def _numbered(outcomes: Iterable[Outcome], dry_run: bool) -> list[Outcome]:
    """A dry run's entries were never kept, so their numbers mean nothing."""
    kept = [one for one in outcomes if not (dry_run and one.result == "accepted")]
    free = (one for one in outcomes if dry_run and one.result == "accepted")
    return [
        *kept,
        *(Outcome(one.line, one.result, None, one.problems, one.concerns) for one in free),
    ]


def _attendance(
    engines: Engines, data: bytes, name: str, place: PlaceFacts, by: Actor, dry_run: bool
) -> Looked:
    sending = Sending(engines, place, by, "form", dry_run)
    taken = sending.take_in(data, name=name)
    shown = intake_shown(taken.report, taken.worth_showing(MOST_SHOWN))
    return Looked(shown, b"".join(taken.receipts()))


def intake_shown(report: IntakeReport, outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """A report as a page shows it: counts, notes, and the rows that somebody should look at."""
    rows = [_row(one) for one in outcomes if one.problems or one.concerns]
    refused_first = sorted(rows, key=lambda row: (row["result"] != "refused", row["line"]))
    return {
        "accepted": report.accepted,
        "already_held": report.already_held,
        "refused": report.refused,
        "notes": list(report.notes),
        "rows": refused_first[:MOST_SHOWN],
        "more": max(0, len(rows) - MOST_SHOWN),
    }


def _row(outcome: Outcome) -> dict[str, Any]:
    return {
        "line": outcome.line,
        "result": outcome.result,
        "problems": [said_of(problem) for problem in outcome.problems],
        "concerns": [concern.words() for concern in outcome.concerns],
    }
