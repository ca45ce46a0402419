"""Commands on the rules themselves: clocks, rules, local-rule."""

from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Annotated, Any

import typer

from apregister.commands.shared import (
    LOOK,
    SET_UP,
    AsJson,
    Db,
    OnDay,
    commands,
    day,
    examples,
    register,
    say,
    show,
)
from apregister.db import reading, writing
from apregister.rulebook import every_clock
from apregister.told import ItemsShown
from movements.actor import Actor
from movements.counted import counted
from movements.local_rule_setting import read_values, set_local_rule
from movements.local_rules import LOCAL_RULES, local_rules
from movements.record import today
from movements.rulebook import ClockTold, rules_told

app = commands()
local = commands("What an authority has set for itself, in versions with the day each begins.")
app.add_typer(local, name="local-rule", rich_help_panel=SET_UP)

Authority = Annotated[
    str, typer.Option("--authority", metavar="CODE", help="The authority's three-digit code.")
]


@app.command(
    "clocks",
    rich_help_panel=LOOK,
    epilog=examples("apregister clocks", "apregister clocks --markdown > clocks.md"),
)
def clocks(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="As a page of documentation.")
    ] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Every clock: what starts it, how long it runs, who owes what, and the law behind it.

    The same for every register: --db is taken, as by every command, and not opened.
    """
    found = every_clock()
    if as_json:
        _show(today(), [told.as_dict() for told in found])
    elif markdown:
        _page(found)
    else:
        for told in found:
            _say_clock(told)


def _show(on: date, items: list[dict[str, Any]]) -> None:
    show(ItemsShown.of_rules(on, items).model_dump(mode="json"))


def _say_clock(told: ClockTold) -> None:
    clock = told.clock
    say(f"{clock.id}: {clock.title}")
    say(f"    started by {told.started_by}; {told.length}, {told.counting}")
    say(f"    {clock.owes} (owed by: {told.owner})")
    say(f"    {clock.basis.words()}{'' if clock.binding else '; warns only'}")


def _page(found: list[ClockTold]) -> None:
    say("# Clocks\n")
    say("| clock | started by | length | counting | owed by | what is owed | basis |")
    say("|---|---|---|---|---|---|---|")
    for told in found:
        clock = told.clock
        cells = (clock.title, told.started_by, told.length, told.counting)
        rest = (told.owner, clock.owes, clock.basis.words())
        say("| " + " | ".join(cell.replace("|", "/") for cell in (*cells, *rest)) + " |")


@app.command(
    "rules",
    rich_help_panel=LOOK,
    epilog=examples("apregister rules --on 2026-07-01", "apregister rules --on 2026-09-01"),
)
def rules(on: OnDay = None, as_json: AsJson = False, db: Db = None) -> None:
    """Which rules applied on a day, and to whom; those that did not are marked.

    The same for every register: --db is taken, as by every command, and not opened.
    """
    asked = day(on, today())
    found = rules_told(asked)
    if as_json:
        _show(asked, [told.as_dict() for told in found])
        return
    say(f"Rules as they were on {asked:%-d %B %Y}")
    for subject, versions in groupby(found, key=attrgetter("subject")):
        say(f"\n{subject}")
        for told in versions:
            mark = "applied" if told.applied else "did not apply"
            say(f"  [{mark}] {told.rule.title} ({told.who}): {told.says}")
            say(f"      {told.basis.words()}")
            if told.also:
                say(f"      also: {', '.join(told.also)}")


@local.command(
    "set",
    epilog=examples(
        "apregister local-rule set direction_review_weeks --authority 330 --values 4,8,12 "
        '--from 2026-09-01 --cite "Fair access protocol 2026, section 7"'
    ),
)
def set_rule(
    rule: Annotated[str, typer.Argument(metavar="RULE", help=", ".join(LOCAL_RULES))],
    authority: Authority,
    values: Annotated[
        str,
        typer.Option(
            "--values",
            metavar="N[,N...]",
            help="A number, or several with commas; of a time of day, 9:30.",
        ),
    ],
    from_: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day it holds.")],
    cite: Annotated[
        str, typer.Option("--cite", metavar="TEXT", help="Where the authority decided it.")
    ],
    db: Db = None,
) -> None:
    """Set what a local rule comes to from a day on; what began earlier keeps the older version."""
    begins = day(from_, today())
    by = Actor("command-line", "la_officer", authority=authority)
    with register(db) as engines, writing(engines.register) as session:
        told = set_local_rule(
            session, rule, read_values(rule, values), on=begins, cite=cite, by=by, source="form"
        )
    say(f"{told.result.replace('_', ' ').capitalize()}: entry {told.entry}.")


@local.command("list", epilog=examples("apregister local-rule list --authority 330"))
def list_rules(
    authority: Authority, on: OnDay = None, as_json: AsJson = False, db: Db = None
) -> None:
    """What each local rule comes to for an authority on a day."""
    asked = day(on, today())
    with register(db) as engines, reading(engines.register) as session:
        held = local_rules(session)
        found = [held.of(authority, rule, asked) for rule in LOCAL_RULES]
    if as_json:
        _show(asked, [value.as_dict() | {"authority": authority} for value in found])
        return
    say(f"{counted(len(found), 'local rule')} of authority {authority} on {asked:%-d %B %Y}")
    for value in found:
        say(f"{value.rule.id}: {value.words} ({value.basis.words()})")
