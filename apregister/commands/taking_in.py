"""intake: a school's files, row by row, with the file back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlmodel import Session

from apregister.commands.attending import attend
from apregister.commands.collecting import (
    CensusDay,
    ExportArg,
    SchoolsArg,
    asked,
    collect,
    refuse_beside,
)
from apregister.commands.shared import (
    EXIT_CODES,
    REFUSED_ROWS,
    TAKE_IN,
    Db,
    SchoolOption,
    SenderArg,
    commands,
    counted,
    err,
    examples,
    progress,
    register,
    say,
    say_invented,
    sender,
    stop,
)
from apregister.commands.telling import check_out, give_back, say_report
from apregister.commands.undoing import undo
from apregister.db import reading, rehearsing, writing
from apregister.invented import holds_synthetic
from apregister.manifest import Item, items, take_in_all
from fair_access.intake import foresee_rows, take_in_cases
from fair_access.meetings.intake import take_in_minutes
from movements.intake.movements import take_in_movements
from movements.intake.outcomes import take_in_outcomes
from movements.intake.pupils import take_in_pupils
from movements.intake.reading import Sheet, read_rows
from movements.intake.receipts import IntakeReport, write_receipts

app = commands()
intake_app = commands("Take in a school's files: its roll, movements, attendance.")
app.add_typer(intake_app, name="intake", rich_help_panel=TAKE_IN)

FileArgument = typer.Argument(
    metavar="FILE",
    help="A CSV file, as the school's system writes it, or a receipts file that was mended.",
)
FileArg = Annotated[Path, FileArgument]
Receipts = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="RECEIPTS",
        help="Where to write the file back, with result, entry, problems and concerns. "
        "Mend it and send it again.",
    ),
]
RECEIPTS = (
    "The receipts are the file sent with four more columns: result (accepted, already_held or "
    "refused), entry, problems and concerns. Mend the refused rows and send the receipts: rows "
    "that were taken in already stay as they are."
)
Part = Annotated[
    bool, typer.Option("--part", help="The file holds some of the roll only, such as joiners.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")]
TAKE: dict[str, Callable[..., IntakeReport]] = {
    "pupils": take_in_pupils,
    "joiners": partial(take_in_pupils, whole=False),
    "movements": take_in_movements,
    "outcomes": take_in_outcomes,
    "cases": take_in_cases,
    "minutes": take_in_minutes,
}


@intake_app.command(
    "pupils",
    epilog=examples(
        "apregister intake pupils roll.csv --school 103423 --out receipts.csv",
        "apregister intake pupils roll.csv --school 103423 --dry-run --out receipts.csv",
        "apregister intake pupils joiners.csv --school 103423 --part",
        "apregister intake pupils --collect export --schools schools.csv --out receipts",
        codes=EXIT_CODES,
    ),
)
def pupils(
    file: Annotated[Path | None, FileArgument] = None,
    school: Annotated[str | None, SchoolOption] = None,
    out: Receipts = None,
    dry_run: DryRun = False,
    part: Part = False,
    export: ExportArg = None,
    schools: SchoolsArg = None,
    on: CensusDay = None,
    db: Db = None,
) -> None:
    """Take in a school's roll: what differs from the register is recorded.

    Columns: upn, surname, forename, dob, sex, nc_year, entry_date, enrol_status, sen_provision,
    fsm, ethnicity, home_la, looked_after, former_upn, uln and on (the day the roll was true; today
    when there is none). upn, surname, forename and dob are needed. The names and words that school
    systems use are understood.

    A pupil who is missing from the file is never removed: that takes a removal_from_roll. The
    school is asked about each, in the ledger, unless the file is sent with --part.

    A COLLECT export is a folder with a CSV file for each table. Pupils on roll, leavers, periods of
    free school meals, exclusions and AP placements are taken in; --out names a folder for the
    receipts. Columns the census has not may be added: ground (for leavers) and week (for part-time
    placements).
    """
    if export:
        refuse_beside("--collect", {"FILE": file, "--school": school, "--part": part})
        collect(asked(export, schools, on, out, dry_run), db)
        return
    refuse_beside("a FILE", {"--schools": schools, "--on": on})
    if file is None or school is None:
        stop("Give a FILE and its --school, or an export with --collect DIR --schools MAP.csv.")
    _rows("joiners" if part else "pupils", file, school, out, dry_run, db)


@intake_app.command(
    "movements",
    epilog=examples(
        "apregister template suspension > moves.csv",
        "apregister intake movements moves.csv --school 103423 --out receipts.csv",
        "apregister intake movements receipts.csv --school 103423 --out receipts.csv",
        "apregister intake movements decisions.csv --school la:330 --out receipts.csv",
        codes=EXIT_CODES,
    ),
)
def movements(
    file: FileArg, school: SenderArg, out: Receipts = None, dry_run: DryRun = False, db: Db = None
) -> None:
    """Take in movements of any kinds: suspensions, placements, returns and the rest.

    Columns: kind, upn, on, session (AM unless you say PM), ref (yours, to find the row by), and
    those of each kind; 'apregister template KIND' explains them. One file may mix kinds. To correct
    an entry, send the row again with its number in corrects and a correction_reason.

    What only the authority may record, such as its decision on section 19, it sends as la:330.
    """
    _rows("movements", file, school, out, dry_run, db)


@intake_app.command(
    "outcomes",
    epilog=examples(
        "apregister template wellbeing > outcomes.csv",
        "apregister intake outcomes outcomes.csv --school 131548 --out receipts.csv",
        codes=EXIT_CODES,
    ),
)
def outcomes(
    file: FileArg, school: SenderArg, out: Receipts = None, dry_run: DryRun = False, db: Db = None
) -> None:
    """Take in what scorecards count: wellbeing, attainment, offers and destinations.

    Columns: upn, on, and of a row those of what it tells: scale and score, or answers (wellbeing);
    subject, level, baseline (attainment); offer (for after Year 11); destination, from, to.
    No kind need be named. One file may mix them, a row for each.
    """
    _rows("outcomes", file, school, out, dry_run, db)


@intake_app.command(
    "cases",
    epilog=examples(
        "apregister template case_referred > referrals.csv",
        "apregister intake cases referrals.csv --school 103423 --out receipts.csv",
        "apregister intake cases decisions.csv --school la:330 --out receipts.csv",
        codes=EXIT_CODES,
    ),
)
def cases(
    file: FileArg, school: SenderArg, out: Receipts = None, dry_run: DryRun = False, db: Db = None
) -> None:
    """Take in steps of fair access cases: referrals, agreements, allocations and the rest.

    Columns: kind (the step), upn, on, and those of each step; an allocation has those of the
    movement it implies besides. A referral opens a case; any other step is of the pupil's latest
    case. A school refers its own pupils and tells of places with it; the rest is for la:330.
    """
    _rows("cases", file, school, out, dry_run, db)


@intake_app.command(
    "minutes",
    epilog=examples(
        "apregister intake minutes minutes.csv --school la:330 --out receipts.csv",
        codes=EXIT_CODES,
    ),
)
def minutes(
    file: FileArg, school: SenderArg, out: Receipts = None, dry_run: DryRun = False, db: Db = None
) -> None:
    """Take in a panel's minute book: panels, members, agreements, meetings and who came.

    Columns: kind (such as panel_set_up or meeting_called), panel (its name), on, and those of each
    kind; meeting (its day), member (the person's name) and upn (the child) name what a line is
    about. Each is judged as on its own day.
    """
    _rows("minutes", file, school, out, dry_run, db)


@intake_app.command(
    "attendance",
    epilog=examples(
        "apregister intake attendance autumn.csv --school 103423 --out receipts.csv",
        "apregister intake attendance autumn --school 103423 --out receipts",
        "apregister intake attendance week-1.csv week-2.csv.gz ctf.xml --school 103423",
        "apregister intake attendance feed.json --out receipts",
        codes=f"{EXIT_CODES} Of many files, those that cannot be read count as refused.",
    ),
)
def attendance(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Files, or a folder of them: CSV, CTF (XML), either packed by gzip.",
        ),
    ],
    school: Annotated[str | None, SchoolOption] = None,
    out: Receipts = None,
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Take in attendance marks: upn, date, session, mark; one row for each session.

    Or upn and a column for each session, headed Mon 01 Sep AM or 2025-09-01 PM; or a Common
    Transfer File. Dates are 2026-09-14 or 14/09/2026, sessions AM or PM (or 1 or 2), marks the
    DfE's attendance codes. A mark that differs from the one held takes its place, and the one
    before is kept. Of many files each is a submission of its own, and --out names a folder.

    A file of termly totals, as the school census returns them, is known by its columns and kept
    beside the marks. Without --school a file is a feed of many schools, such as one of the DfE's
    daily field list: each row names its school in school_urn, each school's part is a submission.
    """
    attend(files, school, out, dry_run, db)


intake_app.command(
    "undo",
    epilog=examples(
        "apregister intake undo receipts.csv --school 103423 --because 'Of last year' --dry-run",
        codes=EXIT_CODES,
    ),
)(undo)


@intake_app.command(
    "manifest",
    epilog=examples(
        "apregister synth --out county --pupils 5000 --years 2 --until 2026-07-17",
        "apregister intake manifest county",
        codes=EXIT_CODES,
    ),
)
def manifest(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder with a manifest.csv and its files.")
    ],
    db: Db = None,
) -> None:
    """Take in every file that a folder's manifest.csv lists, in its order.

    Its columns are order, command (schools, terms, intake pupils, with --part or without, intake
    movements, cases, minutes or attendance), file and place. The same as each command by itself,
    and quicker than a loop. Files with refused rows are named: take each in by itself, with --out,
    for its receipts.
    """
    listed = items(folder)
    with register(db) as engines, progress("Files", len(listed)) as done:
        refused = take_in_all(engines, folder, told=done, refusing=_say_refusing)
    say(f"{counted(len(listed), 'file')} taken in, {counted(refused, 'row')} refused")
    if refused:
        raise typer.Exit(REFUSED_ROWS)


def _say_refusing(item: Item, rows: int) -> None:
    err.print(
        f"{item.file}: {counted(rows, 'row')} refused ({item.command} {item.place})", markup=False
    )


def _rows(
    what: str, file: Path, school: str, out: Path | None, dry_run: bool, db: str | None
) -> None:
    """Read and check before the write lock is taken; then every row in one transaction."""
    check_out(out)
    begin: Callable[[Engine], AbstractContextManager[Session]]
    begin = rehearsing if dry_run else writing
    with register(db) as engines:
        sheet = read_rows(file, name=file.name)
        with reading(engines.register) as session:
            place, by = sender(session, school)
            ahead = {"foreseen": foresee_rows(session, sheet, by)} if what == "cases" else {}
        if place is None and what not in {"movements", "outcomes", "cases", "minutes"}:
            stop("An authority has no roll: give the --school whose roll it is.")
        with progress(what.capitalize(), len(sheet.rows)) as done, begin(engines.register) as open_:
            report = TAKE[what](open_, sheet, place=place, by=by, progress=done, **ahead)
            synthetic = holds_synthetic(open_)
    report = _without_entries(report) if dry_run else report
    give_back(out, dry_run, lambda path: _write(path, sheet, report))
    say_invented(out, synthetic)
    refusals = [(o.line, o.problems) for o in report.outcomes if o.result == "refused"]
    say_report(report, out, dry_run, refusals)


def _write(path: Path, sheet: Sheet, report: IntakeReport) -> None:
    write_receipts(path, sheet, report.outcomes)


def _without_entries(report: IntakeReport) -> IntakeReport:
    """A dry run's entries were never kept, so their numbers would name nothing."""
    return replace(report, outcomes=tuple(replace(o, entry=None) for o in report.outcomes))
