"""marks: a pupil's marks, each with the submission that set it and the values it replaced."""

from typing import Annotated

import typer

from apregister.audit import looked
from apregister.commands.meant import PupilArg, pupil_meant
from apregister.commands.shared import (
    LOOK,
    AsJson,
    Db,
    at_the_command_line,
    commands,
    day,
    examples,
    register,
    say,
    say_synthetic,
    show,
)
from apregister.db import reading
from apregister.invented import holds_synthetic
from apregister.told_marks import MarkShown, ToldMark, marks_for_keeper
from movements.counted import counted
from movements.record import today
from movements.school_days import school_year_start

app = commands()


@app.command(
    "marks",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister marks B801200005001 --from 2026-09-01 --to 2026-10-23",
        "apregister marks B801200005001 --from 2026-09-14 --json",
    ),
)
def marks_of(
    upn: PupilArg,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="Default: the start of the school year."),
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Default: today.")] = (
        None
    ),
    reason: Annotated[
        str | None,
        typer.Option(
            "--reason",
            metavar="WHY",
            help="Why a protected child's places must be shown; noted. Name no child in it.",
        ),
    ] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """A pupil's marks: for each session and place the mark, the file that set it, and who sent it.

    Where a later file replaced a mark, the marks before are told with it.
    """
    by, end = at_the_command_line(), day(last, today())
    begin = day(first, school_year_start(end, "1 September"))
    with register(db) as engines:
        with reading(engines.register) as session:
            pupil = pupil_meant(session, upn)
            told = marks_for_keeper(session, pupil, by, (begin, end), why=reason)
            told.synthetic = holds_synthetic(session)
        looked(engines.looks, by, "marks", door="command", pupil_id=pupil, reason=reason)
    if as_json:
        show(told.model_dump(mode="json"))
        return
    say_synthetic(told.synthetic)
    if told.withheld:
        say("A protected child: places are withheld. To see them, give a --reason.")
    say(f"Pupil {told.pupil}: {counted(told.total, 'mark')}")
    for one in told.items:
        _say(one)


def _say(one: MarkShown) -> None:
    mark = one.mark or "(none)"
    say(f"{one.day:%d %b %Y} {one.session}  {mark:<2}  {one.place.name}  {_sent(one)}")
    for before in one.earlier:
        say(f"      before: {before.mark or '(none)'}  {_sent(before)}")


def _sent(one: ToldMark) -> str:
    who = f" by {one.recorded_by}" if one.recorded_by else ""
    return f"#{one.submission}, {one.recorded_at[:16]}{who}"
