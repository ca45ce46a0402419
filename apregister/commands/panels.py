"""panel and report: what becomes of the panel's decisions, and the yearly reports."""

import csv
import sys
from collections.abc import Iterable, Mapping
from typing import Annotated

import typer

from apregister.adjudicator_report import RETURN_COLUMNS, SMALL, ReturnShown, return_shown
from apregister.audit import looked
from apregister.authority_year import COLUMNS as YEAR_COLUMNS
from apregister.authority_year import AuthorityYearTold, LimitsShown, authority_year_told
from apregister.chased import COLUMNS, Chased, chased
from apregister.commands.shared import (
    LOOK,
    SHOW,
    AsJson,
    Db,
    at_the_command_line,
    commands,
    examples,
    register,
    say,
    say_synthetic,
    show,
    stop,
)
from apregister.db import reading
from apregister.invented import SAID
from apregister.panel_report import REPORT_COLUMNS, PanelShown, panel_shown
from apregister.panel_shown import year_asked
from apregister.sight import NotSeen
from movements.actor import Actor
from movements.cells import escape_cell
from movements.counted import counted
from movements.record import today
from reports.panel.yearly import CHILDREN, HELD, USE, WEEKS
from reports.returns.fair_access import COUNTS

app = commands()
panel = commands("What becomes of a fair access panel's decisions.")
app.add_typer(panel, name="panel", rich_help_panel=LOOK)
report = commands("Yearly reports that somebody is owed.")
app.add_typer(report, name="report", rich_help_panel=SHOW)

Authority = Annotated[
    str, typer.Option("--authority", metavar="CODE", help="The authority's three-digit code.")
]
Year = Annotated[
    str | None,
    typer.Option("--year", help="School year, such as 2025-26. Default: the last whole one."),
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet.")]


@panel.command(
    "follow-up",
    epilog=examples(
        "apregister panel follow-up --authority 330",
        "apregister panel follow-up --authority 330 --csv > chase.csv",
    ),
)
def follow_up(
    authority: Authority, as_csv: AsCsv = False, as_json: AsJson = False, db: Db = None
) -> None:
    """The children not on roll a week after the starting day of their place, and who chases it.

    It names no child: each by the id of the case.
    """
    with register(db) as engines:
        with reading(engines.register) as session:
            told = chased(session, _officer(authority))
        looked(engines.looks, at_the_command_line(), "follow_up", door="command")
    if as_json:
        show(told.told())
    elif as_csv:
        print_table(COLUMNS, map(told.cells, told.rows), synthetic=told.synthetic)
    else:
        _say(told)


def print_table(
    columns: tuple[str, ...], rows: Iterable[tuple[object, ...]], *, synthetic: bool
) -> None:
    """A table for a spreadsheet; where pupils are invented each row says so."""
    note = [SAID] if synthetic else []
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([*columns, *(["note"] if note else [])])
    for row in rows:
        out.writerow([*(escape_cell("" if c is None else str(c)) for c in row), *note])


def _say(told: Chased) -> None:
    say_synthetic(told.synthetic)
    count = counted(len(told.rows), "child", "children")
    say(f"{count} not on roll a week after the starting day, on {told.on:%-d %B %Y}")
    for one in told.rows:
        say(
            f"{one.case.id}: {told.school(one)}, to start {one.starts_on:%-d %B %Y}; "
            f"{one.case.title.lower()}"
        )
        say(f"      chased by {told.chaser(one)} since {one.since:%-d %B %Y}")
        if one.next:
            say(f"      next: {one.next.clock.owes}, by {one.next.due:%-d %B %Y}")


@report.command(
    "fair-access",
    epilog=examples(
        "apregister report fair-access --authority 330 --year 2025-26",
        "apregister report fair-access --authority 330 --year 2025-26 --csv > adjudicator.csv",
    ),
)
def fair_access(
    authority: Authority,
    year: Year = None,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """For the Adjudicator by 31 October: children admitted, refused and directed, by school.

    Small numbers stand in it as they are, for it goes to a regulator: hide them before you publish.
    """
    with register(db) as engines:
        with reading(engines.register) as session:
            told = return_shown(session, _officer(authority), year)
        looked(engines.looks, at_the_command_line(), "adjudicator_report", door="command")
    if as_json:
        show(told.told())
    elif as_csv:
        print_table(RETURN_COLUMNS, told.rows(), synthetic=told.synthetic)
    else:
        _say_return(told)


@report.command(
    "panel",
    epilog=examples(
        "apregister report panel --authority 330 --year 2025-26",
        "apregister report panel --authority 330 --panel f_0123456789abcdef0123 --csv > panel.csv",
    ),
)
def yearly(
    authority: Authority,
    year: Year = None,
    panel: Annotated[
        str | None, typer.Option("--panel", metavar="ID", help="A panel's id. Default: all cases.")
    ] = None,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """The yearly report: members' attendance, use by school, days to a start, what held, limits."""
    with register(db) as engines:
        with reading(engines.register) as session:
            try:
                told = panel_shown(session, _officer(authority), year, panel)
            except NotSeen:
                stop(f"There is no panel {panel} of authority {authority}.")
        looked(engines.looks, at_the_command_line(), "panel_report", door="command")
    if as_json:
        show(told.told())
    elif as_csv:
        print_table(REPORT_COLUMNS, told.rows(), synthetic=told.synthetic)
    else:
        _say_yearly(told)


@report.command(
    "authority",
    epilog=examples(
        "apregister report authority --authority 330",
        "apregister report authority --authority 330 --year 2025-26 --csv > authority.csv",
    ),
)
def own_year(
    authority: Authority,
    year: Year = None,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """An authority's year by month and by who owes: waits, limits, days without a school.

    It names no child. A median is told of six children or more.
    """
    with register(db) as engines:
        with reading(engines.register) as session:
            told = authority_year_told(session, authority, year_asked(year), today())
        looked(engines.looks, at_the_command_line(), "authority_year", door="command")
    if as_json:
        show(told.model_dump(mode="json"))
    elif as_csv:
        print_table(YEAR_COLUMNS, told.rows(), synthetic=told.synthetic)
    else:
        _say_year(told)


def _officer(authority: str) -> Actor:
    return Actor("command-line", "la_officer", authority=authority)


def _say_return(told: ReturnShown) -> None:
    say_synthetic(told.synthetic)
    report = told.report
    say(f"Fair access report to the Adjudicator, due by {report.due:%-d %B %Y}")
    say(f"Authority {report.authority}, {report.first:%-d %B %Y} to {report.last:%-d %B %Y}")
    for line in told.lines:
        if any(line.counts.values()):
            say(f"{told.name(line)}: {_counts(COUNTS, {n: told.count(line, n) for n in COUNTS})}")
    say(f"All schools: {_counts(COUNTS, {name: told.total(name) for name in COUNTS})}")
    say(SMALL)


def _say_yearly(told: PanelShown) -> None:
    say_synthetic(told.synthetic)
    report = told.report
    name = report.panel.name if report.panel else "All panels"
    say(f"{name}, {told.year}: {counted(report.meetings, 'meeting')} held")
    say(_counts(CHILDREN, {name: told.number(name) for name in CHILDREN}))
    median, lower, upper = told.days
    if median is not None:
        between = f", the middle half {lower:g} to {upper:g}" if lower is not None else ""
        days = counted(median, "school day")
        say(f"{told.number('started')} started, half within {days}{between}")
    for check, words in WEEKS.items():
        say(f"After {words}: {_counts(HELD, told.held(check))}")
    for line in told.use:
        say(f"{told.name(line)}: {_counts(USE, {name: told.count(line, name) for name in USE})}")
    for one in report.attendance:
        say(f"{one.member.person}: came to {one.present} of {counted(one.meetings, 'meeting')}")
    for late in told.missed:
        say(f"{late.title}: {late.missed} of {late.due} missed")


def _counts(words: Mapping[str, str], numbers: Mapping[str, int | None]) -> str:
    return ", ".join(f"{words[name].lower()} {number}" for name, number in numbers.items())


def _say_year(told: AuthorityYearTold) -> None:
    say_synthetic(told.synthetic)
    say(f"Authority {told.authority}, {told.year}, up to {told.on:%-d %B %Y}")
    for title, one in (("The year", told.whole), *((f"{m.first:%B %Y}", m) for m in told.months)):
        waits, out = one.waits, one.unanswered
        say(
            f"{title}: {waits.referred} referred, {waits.started} started, "
            f"{waits.waiting} waiting; half started within: {waits.half.lower()}"
        )
        say(f"      {_said_limits(one.limits)}")
        say(
            f"      {out.without_a_school:g} school days without a school "
            f"({counted(out.children, 'child', 'children')}), {out.with_nobody:g} with nobody"
        )
    for owner in told.owners:
        oldest = f", the oldest by {counted(owner.longest_overdue, 'school day')}"
        say(
            f"{owner.name}: {_said_limits(owner.limits)}; {owner.overdue_today} overdue today"
            f"{oldest if owner.overdue_today else ''}"
        )
    say(told.formula)


def _said_limits(one: LimitsShown) -> str:
    due = counted(one.owed, "limit")
    return f"{due} due: {one.kept} kept, {one.late} late, {one.missed} missed"
