"""Commands that only look: history, due, ledger, verify."""

from pathlib import Path
from typing import Annotated, Any

import typer

from apregister.audit import looked
from apregister.commands.shared import (
    LOOK,
    AsJson,
    Db,
    OnDay,
    at_the_command_line,
    commands,
    counted,
    day,
    err,
    examples,
    register,
    say,
    show,
    stop,
)
from apregister.db import reading
from apregister.invented import holds_synthetic
from apregister.words import OTHER_WORDS
from fair_access.cases import case_clocks
from movements.due import DueItem, due
from movements.identifiers import upn_problem
from movements.ledger import NEXT_STEPS, TITLES, ledger, owner_name
from movements.places import PlaceFacts, place_facts
from movements.record import today
from movements.register import Line, find_pupil, history
from movements.verify import Head, findings, head

app = commands()


@app.command(
    "history",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister history B801200005001",
        "apregister history B801200005001 --as-known-on 2026-09-30",
        "apregister history B801200005001 --json",
    ),
)
def history_of(
    upn: Annotated[str, typer.Argument(metavar="UPN", help="Any UPN the pupil bears or bore.")],
    as_known_on: Annotated[
        str | None,
        typer.Option("--as-known-on", metavar="DATE", help="As the register knew it that day."),
    ] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Everything held on a pupil, in the order it took effect, each entry as a sentence."""
    wrong = upn_problem(upn)
    if wrong:
        stop(wrong)
    with register(db) as engines:
        with reading(engines.register) as session:
            pupil = find_pupil(session, upn)
            if pupil is None:
                stop("The register holds no pupil with this UPN.")
            lines = history(
                session,
                pupil,
                today=today(),
                as_known_on=day(as_known_on, today()) if as_known_on else None,
                others=OTHER_WORDS,
            )
            places, synthetic = place_facts(session), holds_synthetic(session)
        looked(engines.looks, at_the_command_line(), "history", door="command", pupil_id=pupil)
    if as_json:
        told = [line_as_dict(line, places) for line in lines]
        show({"pupil": pupil, "synthetic": synthetic, "entries": told})
        return
    _say_synthetic(synthetic)
    say(f"Pupil {pupil}: {counted(len(lines), 'entry', 'entries')}")
    for line in lines:
        _say_line(line, places)


def _say_synthetic(synthetic: bool) -> None:
    if synthetic:
        say("SYNTHETIC: the register holds invented pupils.")


def line_as_dict(line: Line, places: dict[str, PlaceFacts]) -> dict[str, Any]:
    """A line of a history as JSON."""
    entry = line.entry
    place = places.get(entry.place_id or "")
    return {
        "number": entry.number,
        "kind": entry.kind,
        "on": entry.on.isoformat(),
        "session": entry.session,
        "place": entry.place_id,
        "place_name": place.name if place else None,
        "sentence": line.sentence,
        "details": entry.answers(),
        "concerns": [
            {"code": c.code, "level": c.level, "message": c.message, "basis": c.basis.words()}
            for c in line.concerns
        ],
        "recorded_at": entry.recorded_at,
        "recorded_by": entry.recorded_by,
        "source": entry.source,
        "case": entry.case_id,
        "corrects": entry.corrects,
        "in_force": line.in_force,
        "corrected_by": line.corrected_by,
        "planned": line.planned,
    }


def _say_line(line: Line, places: dict[str, PlaceFacts]) -> None:
    entry = line.entry
    place = places.get(entry.place_id or "")
    at = f" ({place.name})" if place else ""
    gone = "" if line.in_force else f" [corrected by entry {line.corrected_by}]"
    planned = " [planned]" if line.planned else ""
    say(f"{entry.on:%d %b %Y} {entry.session}  #{entry.number} {line.sentence}{at}{planned}{gone}")
    for concern in line.concerns:
        say(f"      {concern.level}: {concern.words()}")


@app.command(
    "due",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister due",
        "apregister due --on 2026-11-02 --json",
    ),
)
def due_now(on: OnDay = None, as_json: AsJson = False, db: Db = None) -> None:
    """Clocks running and missed on a day, soonest due first, each with its legal basis."""
    with register(db) as engines, reading(engines.register) as session:
        at = day(on, today())
        items = sorted(
            [*due(session, at), *case_clocks(session, None, at)], key=lambda i: (i.due, i.entry)
        )
        places, synthetic = place_facts(session), holds_synthetic(session)
    if as_json:
        told = [item.as_dict() for item in items]
        show({"on": at.isoformat(), "synthetic": synthetic, "due": told})
        return
    _say_synthetic(synthetic)
    say(f"{counted(len(items), 'clock')} running or missed on {at:%-d %B %Y}")
    for item in items:
        _say_due(item, places)


def _say_due(item: DueItem, places: dict[str, PlaceFacts]) -> None:
    place = places.get(item.place or "")
    where = f", {place.name}" if place else ""
    built_in = " (counted on the built-in calendar)" if item.assumed else ""
    say(f"{item.due:%d %b %Y}  {item.state:<8} {item.clock.owes}{built_in}")
    say(f"      pupil {item.pupil}{where}, entry #{item.entry} [{item.clock.basis.words()}]")


@app.command(
    "ledger",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister ledger",
        "apregister ledger --on 2026-11-02 --json",
    ),
)
def ledger_now(on: OnDay = None, as_json: AsJson = False, db: Db = None) -> None:
    """Pupils without exactly one responsible place on a day: cause, owner, age, next step."""
    with register(db) as engines, reading(engines.register) as session:
        at = day(on, today())
        rows = ledger(session, at)
        places, synthetic = place_facts(session), holds_synthetic(session)
    if as_json:
        told = [row.as_dict() for row in rows]
        show({"on": at.isoformat(), "synthetic": synthetic, "exceptions": told})
        return
    _say_synthetic(synthetic)
    say(f"{counted(len(rows), 'pupil')} without exactly one responsible place on {at:%-d %B %Y}")
    for row in rows:
        owner = owner_name(row.owner, places)
        say(f"{row.pupil}  {TITLES[row.cause]} since {row.since:%-d %B %Y}")
        say(f"      {row.school_days} school days; owner: {owner}. {NEXT_STEPS[row.cause]}")


@app.command(
    "verify",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister verify > head.json  (keep head.json elsewhere)",
        "apregister verify --head head.json",
    ),
)
def verify(
    head_file: Annotated[
        Path | None,
        typer.Option(
            "--head",
            metavar="FILE",
            help="A head kept away from the database, to find out truncation as well.",
        ),
    ] = None,
    db: Db = None,
) -> None:
    """Check the fence and the hash tree. Prints the head: keep it elsewhere, for --head later.

    Exit code 1 when anything was changed behind the register's back, naming the entry.
    """
    kept = _kept_head(head_file)
    with register(db) as engines, reading(engines.register) as session:
        wrong = list(findings(session, kept))
        now_head = head(session)
    for finding in wrong:
        err.print(finding, markup=False)
    if wrong:
        err.print(f"{counted(len(wrong), 'finding')}: the register was changed behind its back.")
        raise typer.Exit(1)
    err.print(f"{counted(now_head.size, 'entry', 'entries')}, the fence and the tree are whole.")
    say(now_head.as_text())


def _kept_head(head_file: Path | None) -> Head | None:
    if head_file is None:
        return None
    try:
        return Head.from_text(head_file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        stop(f"The head file {head_file} cannot be read: {error}")
