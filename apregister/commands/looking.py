"""Commands that only look: history, due, ledger, verify."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from apregister.audit import looked
from apregister.commands.meant import PupilArg, pupil_meant
from apregister.commands.shared import (
    LOOK,
    AsJson,
    Db,
    OnDay,
    at_the_command_line,
    commands,
    day,
    err,
    examples,
    register,
    say,
    say_synthetic,
    settings,
    show,
    stop,
)
from apregister.db import reading
from apregister.invented import holds_synthetic
from apregister.owed import Wanted, check_wanted, clocks_owed, exceptions_owed, spells_owed
from apregister.papers import lost_papers, store_of
from apregister.sight import Shown, look_as_keeper
from apregister.told import EntryShown, HistoryShown, due_told, exception_told, spell_told
from apregister.words import OTHER_WORDS
from movements.counted import counted
from movements.due import DueItem
from movements.exceptions import EXCEPTIONS
from movements.ledger import OutOfSight, owner_name
from movements.places import find_place, place_facts
from movements.record import today
from movements.spells import OutOfSightSpell
from movements.verify import Head, findings, head

app = commands()


KnownOn = Annotated[
    str | None,
    typer.Option("--as-known-on", metavar="DATE", help="As the register knew it that day."),
]


@app.command(
    "history",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister history B801200005001",
        "apregister history B801200005001 --as-known-on 2026-09-30",
        "apregister history B801200005001 --json",
        "apregister history p_7kq2m4x8w3v5n9t1",
    ),
)
def history_of(
    upn: PupilArg,
    as_known_on: KnownOn = None,
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
    """Everything held on a pupil, in the order it took effect, each entry as a sentence.

    The places of a protected child are withheld unless a reason is given.
    """
    known_on, by = day(as_known_on, today()) if as_known_on else None, at_the_command_line()
    with register(db) as engines:
        with reading(engines.register) as session:
            pupil = pupil_meant(session, upn)
            seen = look_as_keeper(
                session,
                pupil,
                by,
                today=today(),
                as_known_on=known_on,
                reason=reason,
                others=OTHER_WORDS,
            )
            synthetic = holds_synthetic(session)
        looked(engines.looks, by, "history", door="command", pupil_id=pupil, reason=reason)
    told = HistoryShown.of(seen, known_on, synthetic=synthetic)
    if as_json:
        show(told.model_dump(mode="json"))
        return
    _say_history(told)


def _say_history(told: HistoryShown) -> None:
    say_synthetic(told.synthetic)
    if told.withheld:
        say("A protected child: places are withheld. To see them, give a --reason.")
    say(f"Pupil {told.pupil}: {counted(len(told.entries), 'entry', 'entries')}")
    for entry in told.entries:
        _say_entry(entry)


def _say_entry(entry: EntryShown) -> None:
    at = f" ({entry.place.name})" if entry.place else ""
    gone = "" if entry.in_force else f" [corrected by entry {entry.corrected_by}]"
    planned = " [planned]" if entry.planned else ""
    say(f"{entry.on:%d %b %Y} {entry.session}  #{entry.entry} {entry.sentence}{at}{planned}{gone}")
    for concern in entry.concerns:
        say(f"      {concern.level}: {concern.message} [{concern.basis}]")


DueState = Annotated[
    str, typer.Option("--state", metavar="STATE", help="Only those: missed, warning or running.")
]
DueOwner = Annotated[
    str,
    typer.Option(
        "--owner", metavar="ROLE", help="Owed by: school, authority, setting, or parent (a right)."
    ),
]
DueClock = Annotated[str, typer.Option("--clock", metavar="ID", help="Of this clock alone.")]
DuePlace = Annotated[str, typer.Option("--place", metavar="PLACE", help="Of this place alone.")]
DueBy = Annotated[
    str | None, typer.Option("--due-by", metavar="DATE", help="Due on that day or before.")
]


@app.command(
    "due",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister due",
        "apregister due --on 2026-11-02 --json",
        "apregister due --state missed --place 103423 --due-by 2026-11-30",
    ),
)
def due_now(
    on: OnDay = None,
    state: DueState = "",
    owner: DueOwner = "",
    clock: DueClock = "",
    place: DuePlace = "",
    due_by: DueBy = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Clocks running and missed on a day, soonest due first, each with its legal basis."""
    by, at = at_the_command_line(), day(on, today())
    with register(db) as engines, reading(engines.register) as session:
        meant = find_place(session, place).id if place else ""
        wanted = Wanted(state, owner, clock, meant, day(due_by, None))
        check_wanted(wanted)
        owed, places = clocks_owed(session, at, by, keeper=True), place_facts(session)
        owed = owed.asked(wanted)
        looked(engines.looks, by, "due", door="command")
    if as_json:
        show(owed.told(due_told).model_dump(mode="json"))
        return
    say_synthetic(owed.synthetic)
    which = "running or missed" if wanted == Wanted() else "as asked for"
    say(f"{counted(len(owed.items), 'clock')} {which} on {at:%-d %B %Y}")
    for item in owed.items:
        _say_due(item, owed.shown(item.pupil, places))


def _say_due(item: DueItem, shown: Shown) -> None:
    where = f", {shown.name(item.place)}" if item.place else ""
    built_in = " (counted on the built-in calendar)" if item.assumed else ""
    which = f": {item.about}" if item.about else ""
    say(f"{item.due:%d %b %Y}  {item.state:<8} {item.clock.owes}{which}{built_in}")
    whose = f"pupil {item.pupil}{where}" if item.pupil else f"setting{where.removeprefix(',')}"
    since = "marks of submission" if item.by_marks else "entry"
    say(f"      {whose}, {since} #{item.entry} [{item.clock.basis.words()}]")


@app.command(
    "ledger",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister ledger",
        "apregister ledger --on 2026-11-02 --json",
        "apregister ledger --as-known-on 2026-09-30",
        "apregister ledger --question placement_past_end --all",
        "apregister ledger --from 2026-09-01 --to 2026-11-20",
    ),
)
def ledger_now(
    on: OnDay = None,
    as_known_on: KnownOn = None,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="With --to: spells out of sight, not a day."),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Today unless given.")] = (
        None
    ),
    question: Annotated[
        str | None, typer.Option("--question", metavar="NAME", help="Of this question alone.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Those answered as well.")] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """The questions of the ledger on a day: who is out of sight, why, whose it is, what is owed.

    With --from and --to, the spells in which no school is responsible for a pupil, or two are.
    """
    if question and question not in EXCEPTIONS:
        stop(f'"{question}" is no question of the ledger: one of {", ".join(EXCEPTIONS)}.')
    if from_ or to:
        if on or every or as_known_on:
            stop("Give a day with --on, or a range with --from and --to: not both.")
        _say_spells(_range(from_, to), question, as_json, db)
        return
    by, known = at_the_command_line(), day(as_known_on, None)
    at = day(on, known or today())
    with register(db) as engines, reading(engines.register) as session:
        owed = exceptions_owed(session, at, by, keeper=True, answered=every, as_known_on=known)
        owed, places = owed.only(question), place_facts(session)
        looked(engines.looks, by, "ledger", door="command")
    if as_json:
        show(owed.told(exception_told).model_dump(mode="json"))
        return
    say_synthetic(owed.synthetic)
    pupils = counted(len({row.pupil for row in owed.items}), "pupil")
    say(f"{counted(len(owed.items), 'question')} about {pupils} on {at:%-d %B %Y}{_known(known)}")
    for row in owed.items:
        _say_exception(row, owed.shown(row.pupil, places))


def _known(on: date | None) -> str:
    return f", as known on {on:%-d %B %Y}" if on else ""


def _say_exception(row: OutOfSight, shown: Shown) -> None:
    say(f"{row.pupil}  {row.exception.title} since {row.since:%-d %B %Y} [{row.cause}]")
    if row.about:
        say(f"      {row.about}")
    say(f"      {_aged(row, shown)}. {row.exception.next_step}")
    if row.answer:
        because = "withheld" if shown.withheld else row.answer.because
        say(f"      answered on {row.answer.on:%-d %B %Y}: {because}")


def _aged(row: OutOfSight | OutOfSightSpell, shown: Shown) -> str:
    owner = "withheld" if shown.withheld else owner_name(row.owner, shown.places)
    built_in = " (counted on the built-in calendar)" if row.assumed else ""
    return f"{counted(row.school_days, 'school day')}{built_in}; owner: {owner}"


def _range(from_: str | None, to: str | None) -> tuple[date, date]:
    first, last = day(from_, None), day(to, today())
    if first is None:
        stop("Give the first day of the range with --from.")
    return first, last


def _say_spells(
    between: tuple[date, date], question: str | None, as_json: bool, db: str | None
) -> None:
    by, (first, last) = at_the_command_line(), between
    with register(db) as engines, reading(engines.register) as session:
        owed = spells_owed(session, first, last, by, keeper=True).only(question)
        places = place_facts(session)
        looked(engines.looks, by, "ledger", door="command")
    if as_json:
        show(owed.told(spell_told).model_dump(mode="json") | {"from": first.isoformat()})
        return
    say_synthetic(owed.synthetic)
    many = counted(len(owed.items), "spell")
    say(f"{many} out of sight from {first:%-d %B %Y} to {last:%-d %B %Y}")
    for spell in owed.items:
        _say_spell(spell, owed.shown(spell.pupil, places))


def _say_spell(spell: OutOfSightSpell, shown: Shown) -> None:
    first, last = (f"{at.on:%-d %B %Y} {at.session}" for at in (spell.first, spell.last))
    goes_on = " and on" if spell.goes_on else ""
    exception = EXCEPTIONS[spell.cause]
    say(f"{spell.pupil}  {exception.title} from {first} to {last}{goes_on}")
    sessions = counted(spell.sessions, "session")
    say(f"      {sessions}; {_aged(spell, shown)}. {exception.next_step}")


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

    Exit code 1 when an entry, mark, pupil, identifier, place or term date was changed, removed or
    added behind the register's back, naming the entry or the row. Accounts, keys, answers kept for
    a sender's key and sittings may change at any time: they are no part of the register, and not
    checked. Nor is the book of who looked, which has a fence but no tree. The papers beside the
    register are read, and one that is gone or changed is named by its entry.
    """
    kept = _kept_head(head_file)
    with register(db) as engines, reading(engines.register) as session:
        papers = store_of(engines, settings(db))
        wrong = [*findings(session, kept), *lost_papers(session, papers)]
        now_head = Head(0, "") if wrong else head(session)
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
