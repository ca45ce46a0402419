"""attendance: what a pupil's marks come to, over every place that marked."""

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
    counted,
    day,
    examples,
    register,
    say,
    say_synthetic,
    show,
)
from apregister.db import reading
from apregister.invented import holds_synthetic
from apregister.told_attendance import AttendanceShown, SessionShown, attendance_for_keeper
from movements.record import today
from movements.school_days import school_year_start

app = commands()


@app.command(
    "attendance",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister attendance B801200005001",
        "apregister attendance p_7kq2m4x8w3v5n9t1 --from 2026-09-01 --to 2026-10-23 --json",
    ),
)
def attendance_of(
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
    """What a pupil's marks come to: rate, runs of absence, sessions offered, when last seen.

    Then one register over home and AP: for each session the mark that counts, and what each place
    holds. Rates are of possible sessions: D, X, Q, Y1 to Y7, Z and # are not among them.
    """
    by, end = at_the_command_line(), day(last, today())
    between = (day(first, school_year_start(end, "1 September")), end)
    with register(db) as engines:
        with reading(engines.register) as session:
            pupil = pupil_meant(session, upn)
            told = attendance_for_keeper(session, pupil, by, between, why=reason)
            told.synthetic = holds_synthetic(session)
        looked(engines.looks, by, "attendance", door="command", pupil_id=pupil, reason=reason)
    if as_json:
        show(told.model_dump(mode="json"))
        return
    _say(told)


def _say(told: AttendanceShown) -> None:
    say_synthetic(told.synthetic)
    if told.withheld:
        say("A protected child: places are withheld. To see them, give a --reason.")
    rate = "no rate" if told.rate is None else f"{told.rate:.1%}"
    few = " (few sessions: the rate says little)" if told.short else ""
    say(f"Attended {told.attended} of {counted(told.possible, 'possible session')}: {rate}{few}")
    level = "severely" if told.severe else "persistently" if told.persistent else "not persistently"
    say(f"      {told.authorised} authorised, {told.unauthorised} unauthorised; {level} absent")
    say(f"      {counted(told.part_time, 'session')} of a part-time timetable (C2)")
    if told.last_seen:
        ago = counted(told.school_days_since or 0, "school day")
        say(f"Last seen on {told.last_seen:%-d %B %Y} ({told.last_seen_how}), {ago} before the end")
    for run in told.runs:
        on = " and on" if run.goes_on else ""
        days = counted(run.days, "school day")
        say(f"Absent from {run.first:%-d %B %Y} to {run.last:%-d %B %Y}{on}: {days}")
    for week in told.weeks:
        say(f"Week of {week.monday:%d %b %Y}: {week.offered} offered, {week.attended} attended")
    for one in told.sessions:
        say(f"{one.day:%d %b %Y} {one.session}  {one.mark:<2}  {_held(one)}")


def _held(one: SessionShown) -> str:
    return ", ".join(f"{held.mark} at {held.place.name}" for held in one.held)
