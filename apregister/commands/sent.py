"""submissions, submission: the attendance files that were taken in, and each given back."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from apregister.audit import looked
from apregister.commands.shared import (
    LOOK,
    AsJson,
    Db,
    SchoolOption,
    at_the_command_line,
    commands,
    err,
    examples,
    register,
    say,
    say_synthetic,
    show,
    stop,
)
from apregister.db import reading
from apregister.invented import holds_synthetic
from apregister.told import ItemsShown
from apregister.told_sent import SubmissionShown
from movements.cells import escape_cell
from movements.counted import counted
from movements.places import find_place, place_facts
from movements.received import (
    ProblemRow,
    body_of,
    problem_rows,
    submission,
    submissions,
    submissions_held,
)
from movements.record import today

app = commands()


@app.command(
    "submissions",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister submissions --school 103423",
        "apregister submissions --school 103423 --limit 1000 --json",
    ),
)
def submissions_of(
    school: Annotated[str | None, SchoolOption] = None,
    limit: Annotated[int, typer.Option(min=1, help="So many, the latest first.")] = 50,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """The attendance files taken in: when, from whom, and what became of their rows."""
    by = at_the_command_line()
    with register(db) as engines:
        with reading(engines.register) as session:
            place = find_place(session, school).id if school else None
            places = place_facts(session)
            found = [
                SubmissionShown.of(one, places) for one in submissions(session, place, limit=limit)
            ]
            synthetic, total = holds_synthetic(session), submissions_held(session, place)
        looked(engines.looks, by, "submissions", door="command", place_id=place)
    if as_json:
        items = [one.model_dump(mode="json") for one in found]
        listed = ItemsShown.of(today(), items, total, synthetic=synthetic)
        show(listed.model_dump(mode="json"))
        return
    say_synthetic(synthetic)
    say(counted(len(found), "attendance file"))
    for one in found:
        _say(one)


def _say(one: SubmissionShown) -> None:
    days = f", {one.first_day} to {one.last_day}" if one.first_day else ""
    say(f"#{one.submission}  {one.recorded_at[:16]}  {one.place_name}: {one.name}{days}")
    say(
        f"      {counted(one.rows, 'row')}: {one.accepted:,} accepted ({one.changed:,} changed), "
        f"{one.unchanged:,} unchanged, {one.refused:,} refused; by {one.recorded_by}, {one.source}"
        f"{'' if one.kept else '; the file is no longer kept'}"
    )


@app.command(
    "submission",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister submission 41",
        "apregister submission 41 --out as-sent.csv",
        "apregister submission 41 --receipt refused.csv",
    ),
)
def submission_of(
    number: Annotated[int, typer.Argument(metavar="N", help="The number of its entry.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the file as it was sent.")
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option("--receipt", metavar="FILE", help="Write the rows that were refused, as CSV."),
    ] = None,
    db: Db = None,
) -> None:
    """One attendance file: what became of it; the file back as sent, or its refused rows."""
    with register(db) as engines:
        with reading(engines.register) as session:
            found = submission(session, number)
            if found is None:
                stop(f"Entry {number} is no attendance file: 'apregister submissions' lists them.")
            shown = SubmissionShown.of(found, place_facts(session))
            body, rows = body_of(session, number), problem_rows(session, number)
            synthetic = holds_synthetic(session)
        looked(
            engines.looks,
            at_the_command_line(),
            "submission",
            door="command",
            place_id=found.place_id,
        )
    if (out or receipt) and body is None:
        stop("The file is no longer kept, nor what was said of its rows: only its hash is.")
    if out and body is not None:
        _write(out, lambda path: path.write_bytes(body))
    if receipt:
        _write(receipt, lambda path: _write_rows(path, rows))
    say_synthetic(synthetic)
    _say(shown)
    say(f"      {shown.size:,} bytes, SHA-256 {shown.sha256}")


def _write(path: Path, write: Callable[[Path], object]) -> None:
    try:
        write(path)
    except OSError as error:
        stop(f"{path} cannot be written ({error.strerror}): choose another.")
    err.print(f"Written to {path}.", markup=False)


def _write_rows(path: Path, rows: list[ProblemRow]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(["line", "column", "code", "problem"])
        for row in rows:
            for one in row.problems:
                out.writerow(
                    [row.line, row.column or one.field, one.code, escape_cell(one.message)]
                )
