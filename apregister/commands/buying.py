"""bought: the sessions of AP placements that were bought, attended and paid for."""

from typing import Annotated

import typer

from apregister.audit import looked
from apregister.bought import BoughtShown, BoughtTold, SumsShown, bought_by, this_year
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
from movements.counted import counted
from movements.money import in_pounds

app = commands()


@app.command(
    "bought",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister bought",
        "apregister bought --from 2026-09-01 --to 2026-12-18 --json",
    ),
)
def bought_between(
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="1 September unless given.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Today unless given.")
    ] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Sessions of AP bought and attended, with cost and transport, by setting and commissioner.

    What nobody told, or no mark shows, is said to be missing and never counted as nought. Of
    protected children nothing is in a line or a sum.
    """
    by, usual = at_the_command_line(), this_year()
    first, last = day(from_, usual[0]), day(to, usual[1])
    with register(db) as engines:
        with reading(engines.register) as session:
            told = bought_by(session, first, last, by, keeper=True)
        looked(engines.looks, by, "bought", door="command")
    if as_json:
        show(told.model_dump(mode="json"))
        return
    _say(told)


def _say(told: BoughtTold) -> None:
    say_synthetic(told.synthetic)
    many = counted(told.total, "placement")
    say(f"{many} from {told.first:%-d %B %Y} to {told.last:%-d %B %Y}. {told.rule}.")
    if told.withheld:
        say(f"      and {told.withheld:,} of protected children, which are not shown")
    for title, sums in (("By setting", told.settings), ("By commissioner", told.commissioners)):
        say(title)
        for one in sums:
            _say_sums(one)
    say("Each placement")
    for each in told.items:
        _say_one(each)


def _say_sums(one: SumsShown) -> None:
    say(
        f"  {one.name}: {counted(one.placements, 'placement')}, "
        f"{counted(one.sessions_bought, 'session')} bought, "
        f"{_number(one.sessions_attended)} attended{_short(one.attended_not_marked, 'not marked')}"
    )
    say(
        f"      cost {_money(one.cost_pence)}{_short(one.cost_not_told, 'not told')}, "
        f"transport {_money(one.transport_pence)}{_short(one.transport_not_told, 'not told')}, "
        f"{_money(one.cost_per_session_attended_pence)} a session attended"
    )


def _say_one(one: BoughtShown) -> None:
    say(
        f"{one.pupil}  {one.setting_name}: {counted(one.sessions_bought, 'session')} bought, "
        f"{_number(one.sessions_marked)} marked, {_number(one.sessions_attended)} attended; "
        f"cost {_money(one.cost_pence)}, transport {_money(one.transport_pence)}, "
        f"{_money(one.cost_per_session_attended_pence)} a session attended [#{one.entry}]"
    )


def _number(value: int | None) -> str:
    return "not known how many" if value is None else f"{value:,}"


def _money(pence: int | None) -> str:
    return "not known" if pence is None else in_pounds(pence)


def _short(missing: int, words: str) -> str:
    return f" ({missing:,} {words})" if missing else ""
