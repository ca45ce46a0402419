"""fair-share and fair-share-tell: what each school has taken, and the scheme it is shared by."""

import csv
import sys
from typing import Annotated

import typer

from apregister.audit import looked
from apregister.commands.meant import pupil_meant
from apregister.commands.shared import (
    LOOK,
    SET_UP,
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
    stop,
)
from apregister.db import reading, writing
from apregister.fair_share import (
    ADVICE_COLUMNS,
    COLUMNS,
    ShareShown,
    Wanted,
    advised_cells,
    line_cells,
    share_shown,
)
from apregister.invented import SAID
from fair_access.fair_share.advice import ADVICE, Advice, Advised
from fair_access.fair_share.held import SHARE_KINDS
from fair_access.fair_share.ledger import Line, year_words
from fair_access.fair_share.measures import MEASURES, ROLL
from fair_access.fair_share.tell import tell_fair_share
from movements.actor import Actor
from movements.cells import escape_cell
from movements.counted import counted
from movements.record import today

app = commands()

Authority = Annotated[
    str, typer.Option("--authority", metavar="CODE", help="The authority's three-digit code.")
]


@app.command(
    "fair-share",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister fair-share --authority 330 --on 2026-11-20",
        "apregister fair-share --authority 330 --year-group 9 --csv > share.csv",
        "apregister fair-share --authority 330 --for B801200005001",
    ),
)
def fair_share_now(
    authority: Authority,
    on: OnDay = None,
    as_known_on: Annotated[
        str | None,
        typer.Option("--as-known-on", metavar="DATE", help="As known at the end of this day."),
    ] = None,
    year_group: Annotated[
        str | None, typer.Option("--year-group", metavar="N", help="Of this year group alone.")
    ] = None,
    for_pupil: Annotated[
        str | None,
        typer.Option("--for", metavar="PUPIL", help="The schools advised for a child: UPN or id."),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", help="Why what is withheld of a protected child is to be shown."),
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet.")] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """What each school has taken and lost, and for a child whose turn it is, by the local scheme.

    Advice, never a decision. Protected children are counted nowhere.
    """
    by, at = at_the_command_line(), today()
    with register(db) as engines:
        with reading(engines.register) as session:
            pupil = pupil_meant(session, for_pupil) if for_pupil else None
            known = day(as_known_on, None)
            wanted = Wanted(day(on, at), known, year_group, pupil, reason)
            told = share_shown(session, by, wanted, at, authority=authority, keeper=True)
        looked(engines.looks, by, "fair_share", door="command", pupil_id=pupil, reason=reason)
    if as_json:
        show(told.told())
    elif as_csv:
        _print_table(told)
    else:
        _say(told)


def _print_table(told: ShareShown) -> None:
    columns = ADVICE_COLUMNS if told.advice else COLUMNS
    rows = (
        [advised_cells(one) for one in told.advice.schools]
        if told.advice
        else [line_cells(line) for line in (told.lines if told.wanted.year else told.every_line)]
    )
    note = [SAID] if told.synthetic else []
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([*columns, *(["note"] if note else [])])
    for row in rows:
        out.writerow([*(escape_cell("" if c is None else str(c)) for c in row), *note])


def _say(told: ShareShown) -> None:
    say_synthetic(told.synthetic)
    share, asked = told.share, told.share.asked
    known = f", as known on {asked.known_on:%-d %B %Y}" if asked.known_on else ""
    say(f"Fair share of authority {share.authority} on {asked.on:%-d %B %Y}{known}")
    if share.scheme is None:
        say("No scheme is in force: the authority sets one with apregister fair-share-tell.")
    else:
        say(f"{share.scheme.says.sentence()} [entry {share.scheme.number}]")
    if told.wanted.for_pupil:
        _say_advice(told.advice)
        return
    say(f"{counted(len(told.lines), 'school')}, {year_words(told.wanted.year).lower()}")
    for line in told.lines:
        _say_line(line)


def _say_line(line: Line) -> None:
    say(f"{line.place.name}: {counted(line.counts[ROLL], 'pupil')} on roll")
    counts = (f"{one.short.lower()} {line.counts[one.id]}" for one in MEASURES.values())
    say(f"      {', '.join(counts)}")
    for one in line.exemptions:
        say(f"      {one.says.sentence()} [entry {one.number}]")


def _say_advice(found: Advice | None) -> None:
    if found is None:
        stop("No scheme is in force on that day, so nothing is advised.")
    say(ADVICE)
    if found.child.withheld:
        say("A protected child: what would show where the child is or was is left out.")
    say(f"For a child in {year_words(found.child.year)}")
    if found.child.wish:
        say(f"The parents' preference, as referred: {found.child.wish}")
    if found.child.travels:
        say(f"How far the child can travel: {found.child.travels}")
    for one in found.schools:
        _say_advised(one)


def _say_advised(one: Advised) -> None:
    order = "not asked" if one.excused else "not compared" if one.order is None else f"{one.order}"
    say(f"{order}{' (equal)' if one.equal else ''}: {one.place.name}, {one.score or one.why_not}")
    for line in one.sums:
        say(f"      {line.words}")
    for why in one.excused:
        say(f"      {why.words}")
    if one.journey:
        say(f"      journey: {one.journey}")
    if one.preferred:
        say(f"      a parent applied to it on {one.preferred:%-d %B %Y}")


@app.command(
    "fair-share-tell",
    rich_help_panel=SET_UP,
    epilog=examples(
        "apregister fair-share-tell fair_share_scheme --authority 330 --answer on=2026-09-01 "
        "--answer method=weightings --answer admitted=2 --answer plans=0.5 "
        '--answer cite="Fair access protocol 2026, section 7"',
        "apregister fair-share-tell fair_share_exemption --authority 330 --answer on=2026-11-12 "
        "--answer school=103423 --answer year_group=9 --answer until=2026-12-18 "
        '--answer reason="Four since October" --answer agreed_by="Panel of 12 November 2026"',
    ),
)
def fair_share_tell(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(SHARE_KINDS))],
    authority: Authority,
    answer: Annotated[
        list[str],
        typer.Option("--answer", metavar="NAME=VALUE", help="Give it again for each answer."),
    ],
    db: Db = None,
) -> None:
    """Set a version of the scheme, agree an exemption, note a matter or a journey, or take back.

    Its answers are those the API documents for the kind. About a child: upn=... or pupil=...; to
    correct an entry: corrects=... and correction_reason=...
    """
    by = Actor("command-line", "la_officer", authority=authority)
    answers = dict(_answer(one) for one in answer)
    with register(db) as engines, writing(engines.register) as session:
        told = tell_fair_share(session, kind, answers, by=by, source="form")
    say(f"{told.result.replace('_', ' ').capitalize()}: entry {told.entry}.")


def _answer(text: str) -> tuple[str, str]:
    name, is_given, value = text.partition("=")
    if not is_given:
        stop(f'--answer "{text}" says nothing: write it as NAME=VALUE, such as plans=0.5.')
    return name.strip(), value.strip()
