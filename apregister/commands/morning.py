"""morning: who is expected in alternative provision today and has no mark from there."""

from datetime import time
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
    sender,
    show,
    stop,
)
from apregister.db import reading
from apregister.this_morning import (
    NO_CONTACT,
    WHY,
    WORDS,
    SettingShown,
    ThisMorning,
    this_morning,
    whose_of,
)
from movements.counted import counted
from movements.expected_now import EVERYONE
from movements.morning import MORNING, RULES, STATES, MorningLine
from movements.record import today

app = commands()


@app.command(
    "morning",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister morning",
        "apregister morning --school la:330 --at 10:00",
        "apregister morning --on 2026-11-20 --school 103423 --json",
        "apregister morning --session PM",
    ),
)
def morning_of(
    on: OnDay = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="HH:MM", help="As if it were that time. Default: now."),
    ] = None,
    school: Annotated[
        str | None,
        typer.Option(
            "--school",
            metavar="PLACE",
            help="Only the children of a school or setting, or of an authority (la:330).",
        ),
    ] = None,
    half: Annotated[
        str,
        typer.Option("--session", metavar="AM|PM", help="The morning, or PM for the afternoon."),
    ] = "AM",
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Every child expected in alternative provision this morning of whom no mark has come.

    By who placed them, with whom to call; then absences without a reason, and late arrivals. A
    setting is asked only on its own school days; where today is none, the last one is told. Until
    the time that the authority has set (10:00, or 14:00 in the afternoon, unless it has) a child is
    only counted as waiting.
    """
    by, moment, session_asked = at_the_command_line(), _time(at), _half(half)
    with register(db) as engines:
        with reading(engines.register) as session:
            whose = whose_of(sender(session, school)[1]) if school else EVERYONE
            told = this_morning(
                session, by, whose=whose, on=day(on, today()), at=moment, half=session_asked
            )
        looked(engines.looks, by, "morning", door="command")
    if as_json:
        show(told.told().model_dump(mode="json"))
        return
    say_synthetic(told.synthetic)
    _say(told)


def _time(text: str | None) -> time | None:
    if text is None:
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        stop(f'--at "{text}" is no time: write it as 10:00.')


def _half(text: str) -> str:
    if text.upper() not in RULES:
        stop(f'--session "{text}" is no session: write AM or PM.')
    return text.upper()


def _say(told: ThisMorning) -> None:
    found = told.found
    say(
        f"{found.on:%A %-d %B %Y}: {counted(found.expected, 'child', 'children')} expected this "
        f"{WORDS[found.session]}"
    )
    waiting = found.waiting(told.at)
    if waiting:
        say(f"{waiting:,} without a mark yet, before the time of the list")
    for one in told.settings():
        say(f"{one.name}: {_sent(one)}")
    for state, words in STATES.items():
        lines = [line for line in told.lines if line.state == state]
        if lines:
            say(f"{words}: {counted(len(lines), 'child', 'children')}")
        for line in lines:
            _say_line(told, line)
    say(f"[{MORNING.words()}]")


def _sent(one: SettingShown) -> str:
    if one.sent == "closed":
        return f"no school day ({counted(one.expected, 'child', 'children')})"
    return f"{one.marked:,} of {one.expected:,} marked"


def _say_line(told: ThisMorning, line: MorningLine) -> None:
    mark = f" ({line.mark})" if line.mark else ""
    say(f"{line.pupil}  {told.setting(line)}{mark}; {WHY[line.spell.why].lower()}")
    contact = told.contact(line)
    beside = "".join(f"; {name} has {code}" for name, code in told.elsewhere(line))
    call = f"; call {contact.words}" if contact else ""
    call += f"; {NO_CONTACT}" if told.lacks_contact(line) else ""
    say(f"      {told.owner(line)}{call}{beside}, entry #{line.spell.entry}")
    if line.asks:
        say(f"      {line.asks}")
