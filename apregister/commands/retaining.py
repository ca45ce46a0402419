"""Keeping no longer than may be: retention run, schedule, hold, release, holds."""

from typing import Annotated, Any

import typer

from apregister.audit import looked
from apregister.beside import House
from apregister.commands.meant import pupil_meant
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
    settings,
    show,
    stop,
)
from apregister.db import Engines, reading, writing
from apregister.invented import holds_synthetic
from apregister.retaining import STAYS, Line, Plan, carry_out, plan_of
from apregister.told import ItemsShown
from movements.counted import counted
from movements.kind import typed
from movements.legal_hold import Hold, HoldReleased, LegalHold, holds, place_hold, release_hold
from movements.record import today
from movements.schedule import schedule_on

app = commands()
retention_app = commands("The retention schedule: what need be kept no longer, and legal holds.")
app.add_typer(retention_app, name="retention", rich_help_panel=LOOK)

Because = Annotated[
    str, typer.Option("--because", metavar="WHY", help="The reason, kept. Name no child in it.")
]


@retention_app.command(
    "run",
    epilog=examples(
        "apregister retention run --dry-run",
        "apregister retention run --dry-run --json",
        "apregister retention run",
    ),
)
def run(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go; change nothing.")
    ] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Let go what need be kept no longer: redact entries, delete papers, marks, files and looks.

    A redaction is an entry itself, so 'verify' still proves that nothing else was changed. What a
    legal hold is on stays. Always look at --dry-run first: what has gone cannot be brought back.
    """
    chosen = settings(db)
    with register(db) as engines:
        house = House(engines, chosen, at_the_command_line())
        plan = plan_of(house, today())
        gone = 0 if dry_run else carry_out(house, plan)
        with reading(engines.register) as session:
            synthetic = holds_synthetic(session)
        what = "retention dry run" if dry_run else "retention run"
        looked(engines.looks, house.by, what, door="command")
    if as_json:
        show(_told(plan, dry_run, synthetic))
        return
    say_synthetic(synthetic)
    _say_plan(plan, dry_run, gone)


def _told(plan: Plan, dry_run: bool, synthetic: bool) -> dict[str, object]:
    items = [line.as_dict() for line in plan.lines()]
    listed = ItemsShown.of(plan.on, items, len(items), synthetic=synthetic)
    return listed.model_dump(mode="json") | {
        "dry_run": dry_run,
        "holds": plan.holds,
        "kept": plan.whys(),
        "papers_no_entry_names": plan.loose,
        "stays": STAYS,
    }


def _say_plan(plan: Plan, dry_run: bool, gone: int) -> None:
    head = "would go; nothing is changed" if dry_run else "went"
    say(f"Retention on {plan.on:%-d %B %Y}: what {head}")
    for line in plan.lines():
        _say_line(line)
    if plan.loose:
        say(f"{counted(plan.loose, 'paper')} that no entry names")
    for why, number in plan.whys().items():
        say(f"{counted(number, 'pupil')} kept: {why}.")
    if plan.holds:
        entries = ", ".join(f"#{number}" for number in plan.holds)
        say(f"{counted(len(plan.held), 'record')} kept by a legal hold: entry {entries}.")
    say(STAYS)
    if not dry_run:
        say(f"{counted(gone, 'entry', 'entries')} redacted. Run 'apregister verify' now.")


def _say_line(line: Line) -> None:
    entries = f", {counted(line.entries, 'entry', 'entries')}" if line.entries else ""
    pupils = f", {counted(line.pupils, 'pupil')}" if line.pupils else ""
    held = f" ({line.held:,} held back)" if line.held else ""
    say(f"{counted(line.records, 'record'):>14}{entries}{pupils}{held}  {line.keep.title}")
    say(f"                [{line.keep.basis.words()}]")


@retention_app.command(
    "schedule",
    epilog=examples("apregister retention schedule --on 2026-11-23"),
)
def schedule(on: OnDay = None, as_json: AsJson = False, db: Db = None) -> None:
    """How long each sort of record is kept on a day, from what, and on what basis."""
    with register(db):
        at = day(on, today())
    rules = schedule_on(at).values()
    if as_json:
        told = [{"rule": k.id, "title": k.title, "since": k.since, **k.basis.told()} for k in rules]
        show(ItemsShown.of_rules(at, told).model_dump(mode="json"))
        return
    for keep in rules:
        say(f"{keep.id}: {keep.title}")
        say(f"      counted from: {keep.since} [{keep.basis.words()}]")


@retention_app.command(
    "hold",
    epilog=examples(
        'apregister retention hold B801200005001 --because "Inquiry, letter of 3 March"',
        'apregister retention hold --everyone --because "Inquiry: destroy nothing"',
    ),
)
def hold(
    because: Because,
    upn: Annotated[
        str | None,
        typer.Argument(metavar="UPN", help="Any UPN the pupil bears or bore, or the id (p_...)."),
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--everyone", help="Hold the whole register instead.")
    ] = False,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The last day, if known.")
    ] = None,
    db: Db = None,
) -> None:
    """Place a legal hold on a pupil, or on everything: while it stands nothing is redacted."""
    if (upn is None) == (not everyone):
        stop("Name a pupil by UPN, or say --everyone: one of them and not both.")
    said = {"on": today().isoformat(), "because": because, "until": until}
    answers, by = typed(LegalHold, said), at_the_command_line()
    with register(db) as engines:
        pupil = _pupil(engines, upn) if upn else None
        with writing(engines.register) as session:
            entry = place_hold(session, pupil, answers, by)
    say(f"Entry #{entry.number}: a legal hold on {'the pupil' if upn else 'the whole register'}.")


@retention_app.command(
    "release",
    epilog=examples('apregister retention release 41 --because "Inquiry closed, letter of 9 May"'),
)
def release(
    entry: Annotated[int, typer.Argument(metavar="ENTRY", help="The number of the hold's entry.")],
    because: Because,
    db: Db = None,
) -> None:
    """Release a legal hold. The schedule applies again from the next run."""
    said = {"on": today().isoformat(), "hold": str(entry), "because": because}
    answers = typed(HoldReleased, said)
    with register(db) as engines, writing(engines.register) as session:
        made = release_hold(session, answers, at_the_command_line())
    say(f"Entry #{made.number}: hold #{entry} is released.")


@retention_app.command("holds", epilog=examples("apregister retention holds"))
def holds_now(on: OnDay = None, as_json: AsJson = False, db: Db = None) -> None:
    """The legal holds that stand on a day, each with its entry and reason."""
    with register(db) as engines:
        at = day(on, today())
        with reading(engines.register) as session:
            found, synthetic = holds(session, at).standing, holds_synthetic(session)
        looked(engines.looks, at_the_command_line(), "legal holds", door="command")
    if as_json:
        told = [_hold_told(one) for one in found]
        listed = ItemsShown.of(at, told, len(told), synthetic=synthetic)
        show(listed.model_dump(mode="json"))
        return
    say_synthetic(synthetic)
    say(f"{counted(len(found), 'legal hold')} on {at:%-d %B %Y}")
    for one in found:
        until = f" until {one.until:%-d %B %Y}" if one.until else ""
        of = f"pupil {one.pupil}" if one.pupil else "the whole register"
        say(f"#{one.entry}  {of}, since {one.on:%-d %B %Y}{until}: {one.because}")


def _hold_told(one: Hold) -> dict[str, Any]:
    return {
        "entry": one.entry,
        "pupil": one.pupil,
        "on": one.on.isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "because": one.because,
    }


def _pupil(engines: Engines, named: str) -> str:
    with reading(engines.register) as session:
        return pupil_meant(session, named)
