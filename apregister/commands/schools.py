"""The command that imports schools from GIAS, and which school followed which."""

from pathlib import Path
from typing import Annotated

import typer

from apregister.auth.spoken_for import places_spoken_for
from apregister.commands.shared import (
    EXIT_CODES,
    SET_UP,
    Db,
    commands,
    examples,
    progress,
    register,
    say,
    say_problems,
    stop,
)
from apregister.db import Engines, writing
from movements.counted import counted
from movements.gias import Extract
from movements.gias_links import LinksFile, read_gias, read_links
from movements.record import now
from movements.register import stamp
from movements.schools import Progress, SchoolsReport, import_links, import_schools
from movements.successors import LinksReport, Pair

app = commands()

_URNS_A_LINE = 10


@app.command(
    rich_help_panel=SET_UP,
    epilog=examples(
        "apregister schools edubasealldata20261102.csv --links links_edubasealldata20261102.csv",
        "apregister schools links_edubasealldata20261102.csv",
        codes=EXIT_CODES,
    ),
)
def schools(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="'Establishment fields' as CSV, from Get Information About Schools; or "
            "'Establishment links', for schools that are held already.",
        ),
    ],
    links: Annotated[
        Path | None,
        typer.Option("--links", metavar="FILE", help="'Establishment links' as CSV."),
    ] = None,
    db: Db = None,
) -> None:
    """Import schools from a GIAS extract; repeat it whenever a new extract is out.

    Renames, closures and successors become history: nothing is overwritten. Alternative
    provision is known by establishment type (14, 38, 42, 43), never by phase.

    Successors stand in a file of their own, the links. A school that converted (closed, with one
    successor that followed no other) is one place for life, found by either URN. Mergers and splits
    stay places of their own, with the successor noted. Give the links with the extract, before
    anything is recorded for the new school: two places that are both in use stay two.
    """
    with register(db) as engines, progress("Schools") as done:
        found, beside = read_gias(file), read_links(links) if links else None
        if beside and isinstance(found, LinksFile):
            stop(f"{file.name} is a links file, as is the one after --links: give an extract.")
        report = _take(engines, found, beside, done)
    if isinstance(report, LinksReport):
        _say_links(report)
        say_problems(report.problems)
    else:
        _say_schools(report, links)


def _take(
    engines: Engines, found: Extract | LinksFile, links: LinksFile | None, done: Progress
) -> SchoolsReport | LinksReport:
    with writing(engines.register) as session:
        by, at = places_spoken_for(session), stamp(now())
        if isinstance(found, LinksFile):
            return import_links(session, found, recorded_at=at, spoken_for=by)
        return import_schools(
            session, found, recorded_at=at, links=links, spoken_for=by, progress=done
        )


def _say_schools(report: SchoolsReport, links: Path | None) -> None:
    say(f"{report.total:,} establishments")
    say(f"{report.ap_total:,} of them alternative provision, {report.ap_closed:,} closed")
    say(f"{report.new:,} new, {report.changed:,} changed, {report.unchanged:,} as held")
    for name, count in report.by_type.most_common():
        say(f"  {count:>7,}  {name}")
    if report.links and links:
        _say_links(report.links)
        say_problems(report.problems, report.links.problems, links.name)
    say_problems(report.problems)


def _say_links(report: LinksReport) -> None:
    read = f"{counted(report.successors, 'successor')} and "
    say(f"{read}{counted(report.predecessors, 'predecessor')} read")
    others = report.others.most_common()
    if others:
        kinds = ", ".join(f"{count:,} {name}" for name, count in others)
        say(f"Links of other types, which tell no successor: {kinds}")
    say(f"{counted(report.linked, 'school')} held with a successor, {report.noted:,} of them new")
    say(f"{counted(len(report.joined), 'conversion')} made one place of two URNs")
    for pair in report.apart:
        say(_apart(pair))
    _say_not_held(report)


def _apart(pair: Pair) -> str:
    return (
        f"{pair.before} became {pair.after}, but both are in use as places of their own and stay "
        "two: what is recorded keeps its place, and the successor is noted"
    )


def _say_not_held(report: LinksReport) -> None:
    if report.strangers:
        say(f"{counted(report.strangers, 'link')} between schools of which neither is held")
    urns = report.not_held
    if urns:
        say(f"{counted(len(urns), 'URN')} linked with schools that are held, but not held:")
    for start in range(0, len(urns), _URNS_A_LINE):
        say("  " + " ".join(urns[start : start + _URNS_A_LINE]))
