"""attendance: what the marks of a pupil, or of the pupils of a place, come to."""

from datetime import date
from typing import Annotated

import typer

from apregister.audit import looked
from apregister.commands.meant import pupil_meant
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
    stop,
)
from apregister.db import Engines, reading
from apregister.invented import holds_synthetic
from apregister.place_attendance import PlaceAttendance, PupilRate, RateShown, place_attendance
from apregister.told_attendance import AttendanceShown, SessionShown, attendance_for_keeper
from movements.actor import Actor
from movements.counted import counted
from movements.places import find_place
from movements.record import today
from movements.school_days import school_year_start

app = commands()

_OnePupil = Annotated[
    str | None,
    typer.Argument(metavar="[UPN]", help="Any UPN the pupil bears or bore, or the pupil's id."),
]
_OfPlace = Annotated[
    str | None,
    typer.Option(
        "--school", metavar="PLACE", help="Instead of one pupil those of a place, and together."
    ),
]
_FEW = " (few sessions: the rate says little)"


@app.command(
    "attendance",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister attendance B801200005001",
        "apregister attendance p_7kq2m4x8w3v5n9t1 --from 2026-09-01 --to 2026-10-23 --json",
        "apregister attendance --school 103423 --from 2026-09-01",
    ),
)
def attendance_of(
    upn: _OnePupil = None,
    school: _OfPlace = None,
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

    With --school the rate of all pupils on its roll or placed there together, and a line for each,
    the lowest first; protected children are only counted.
    """
    if (upn is None) == (school is None) or (school and reason):
        stop("Name one pupil, or a place with --school and no --reason.")
    by, end = at_the_command_line(), day(last, today())
    between = (day(first, school_year_start(end, "1 September")), end)
    with register(db) as engines:
        told = (
            _of_pupil(engines, by, upn, between, reason)
            if upn
            else _of_place(engines, by, str(school), between)
        )
    if as_json:
        show(told.model_dump(mode="json"))
        return
    say_synthetic(told.synthetic)
    if isinstance(told, PlaceAttendance):
        _say_place(told)
    else:
        _say(told)


def _of_pupil(
    engines: Engines, by: Actor, named: str, between: tuple[date, date], reason: str | None
) -> AttendanceShown:
    with reading(engines.register) as session:
        pupil = pupil_meant(session, named)
        told = attendance_for_keeper(session, pupil, by, between, why=reason)
        told.synthetic = holds_synthetic(session)
    looked(engines.looks, by, "attendance", door="command", pupil_id=pupil, reason=reason)
    return told


def _of_place(
    engines: Engines, by: Actor, named: str, between: tuple[date, date]
) -> PlaceAttendance:
    with reading(engines.register) as session:
        place = find_place(session, named)
        told = place_attendance(session, place, by, between, keeper=True)
    looked(engines.looks, by, "place_attendance", door="command", place_id=place.id)
    return told


def _say_place(told: PlaceAttendance) -> None:
    say(f"{counted(told.total, 'pupil')} of {told.place_name}: {_attended(told)}")
    say(f"      {told.persistent:,} persistently absent, {told.severe:,} of them severely")
    if told.withheld:
        say(f"      and {told.withheld:,} more, protected, who are not shown")
    for one in told.items:
        say(f"{one.pupil}  {_attended(one)}{_level(one)}{_FEW if one.short else ''}")


def _attended(one: RateShown | AttendanceShown) -> str:
    rate = "no rate" if one.rate is None else f"{one.rate:.1%}"
    return f"attended {one.attended:,} of {counted(one.possible, 'possible session')}: {rate}"


def _level(one: PupilRate) -> str:
    return ", severely absent" if one.severe else ", persistently absent" if one.persistent else ""


def _say(told: AttendanceShown) -> None:
    if told.withheld:
        say("A protected child: places are withheld. To see them, give a --reason.")
    say(f"{_attended(told).capitalize()}{_FEW if told.short else ''}")
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
