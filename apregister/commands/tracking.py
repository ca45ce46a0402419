"""tracker: which schools have sent what."""

from dataclasses import replace
from typing import Annotated

import typer

from apregister.audit import looked
from apregister.commands.shared import (
    LOOK,
    AsJson,
    Db,
    OnDay,
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
from apregister.reconciled import SIGNED
from apregister.told_late import WINDOW as TERM
from apregister.told_late import LateShown, told_late
from apregister.tracked import WINDOW, LineShown, tracked
from movements.counted import counted
from movements.places import find_place
from movements.record import today

app = commands()


@app.command(
    "tracker",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister tracker",
        "apregister tracker --on 2026-11-20 --days 14 --json",
        "apregister tracker --school 100006",
    ),
)
def tracker_on(
    on: OnDay = None,
    days: Annotated[int, typer.Option(min=1, max=400, help="So many days up to it.")] = WINDOW,
    school: Annotated[
        str | None,
        typer.Option("--school", metavar="PLACE", help="What a school or setting sees of it."),
    ] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Which schools have sent which days of attendance, how late, how complete, how corrected.

    Places with most days missing first. Expected are two marks a school day for each pupil on roll,
    and the sessions of each placement. With --school its own line first, then those of the places
    where its children are, of those children alone.
    """
    at = day(on, today())
    with register(db) as engines:
        with reading(engines.register) as session:
            by = at_the_command_line(find_place(session, school) if school else None)
            by = replace(by, authority=None)
            told = tracked(session, at, by, days=days, keeper=school is None)
        looked(engines.looks, by, "tracker", door="command")
    if as_json:
        show(told.model_dump(mode="json"))
        return
    say_synthetic(told.synthetic)
    say(f"{counted(len(told.items), 'place')} from {told.since:%-d %B %Y} to {told.on:%-d %B %Y}")
    for line in told.items:
        _say(line)


@app.command(
    "told-late",
    rich_help_panel=LOOK,
    epilog=examples("apregister told-late", "apregister told-late --days 28 --json"),
)
def told_late_on(
    on: OnDay = None,
    days: Annotated[int, typer.Option(min=1, max=400, help="So many days up to it.")] = TERM,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """How long after each event its school told of it: those with most told late first."""
    by, at = at_the_command_line(), day(on, today())
    with register(db) as engines:
        with reading(engines.register) as session:
            told = told_late(session, at, by, days=days, keeper=True)
        looked(engines.looks, by, "told_late", door="command")
    if as_json:
        show(told.model_dump(mode="json"))
        return
    say_synthetic(told.synthetic)
    say(f"{counted(told.total, 'place')} told from {told.since:%-d %B %Y} to {told.on:%-d %B %Y}")
    for one in told.items:
        _say_late(one)


def _say_late(one: LateShown) -> None:
    usually, longest = counted(one.usually, "school day"), counted(one.longest, "day")
    say(f"{one.name}: {counted(one.told, 'movement')}, usually {usually} after, longest {longest}")
    say(f"      {one.ahead:,} by the day, {one.soon:,} within 5 school days, {one.late:,} later")


def _say(line: LineShown) -> None:
    last = f"last {line.last_day:%-d %b}" if line.last_day else "nothing sent"
    usually = f" ({line.usually})" if line.usually else ""
    complete = "" if line.complete is None else f", {line.complete:.1%} of marks"
    whose = ", your children" if line.your_children else ""
    say(
        f"{line.name}{whose}: {last}, "
        f"{len(line.missing)} of {counted(line.school_days, 'day')} missing{complete}"
    )
    say(
        f"      {counted(line.submissions, 'file')}, {counted(line.sent_late, 'day')} sent late"
        f"{usually}, "
        f"{counted(line.changed, 'mark')} changed, {line.changed_late:,} of them late"
    )
    if line.totals:
        say(f"      totals and marks: {SIGNED[line.totals]}")
