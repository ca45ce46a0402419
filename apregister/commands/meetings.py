"""meeting: the minute book at the command line, and whether a sealed pack is what was sealed."""

from typing import Annotated

import typer

from apregister.audit import looked
from apregister.commands.shared import (
    LOOK,
    UNREADABLE,
    AsJson,
    Db,
    at_the_command_line,
    commands,
    err,
    examples,
    register,
    say,
    say_synthetic,
    settings,
    show,
    stop,
)
from apregister.db import reading, writing
from apregister.invented import holds_synthetic
from apregister.packs_read import Compared, compare
from apregister.papers import store_of
from apregister.told import ItemsShown
from apregister.version import this_version
from fair_access.meetings.book import Book, book
from fair_access.meetings.convene import Minuted, minute
from fair_access.meetings.pack import seal
from fair_access.meetings.state import STAGES, Meeting
from fair_access.meetings.told import meeting_in_short, meeting_told
from fair_access.meetings.veiled import veiled
from movements.actor import Actor
from movements.attachments import PaperLost
from movements.counted import counted
from movements.local_rules import local_rules
from movements.places import place_facts
from movements.record import today

app = commands()
meeting = commands("Panels and meetings: the minute book, and the packs that were sealed.")
app.add_typer(meeting, name="meeting", rich_help_panel=LOOK)

MeetingArg = Annotated[str, typer.Argument(metavar="MEETING", help="The meeting's id, as listed.")]
Authority = Annotated[
    str, typer.Option("--authority", metavar="CODE", help="The authority's three-digit code.")
]
SHOWN_DIFFERENCES = 10


@meeting.command("list", epilog=examples("apregister meeting list --authority 330"))
def list_meetings(authority: Authority, as_json: AsJson = False, db: Db = None) -> None:
    """An authority's meetings, the latest first: the panel, the day, the cases, the packs."""
    with register(db) as engines, reading(engines.register) as session:
        held, synthetic = book(session, authority, today()), holds_synthetic(session)
    found = sorted(held.meetings.values(), key=lambda one: (one.day, one.id), reverse=True)
    if as_json:
        told = [meeting_in_short(one, held) for one in found]
        show(ItemsShown.of(today(), told, len(told), synthetic=synthetic).model_dump(mode="json"))
        return
    say_synthetic(synthetic)
    for one in found:
        packs = counted(len(one.sealed), "pack")
        say(
            f"{one.id}: {held.panel_of(one).name}, {one.day:%-d %B %Y}, {STAGES[one.stage].lower()}"
            f", {counted(len(one.items), 'case')}, {packs}"
        )


@meeting.command("show", epilog=examples("apregister meeting show m_0123456789abcdef0123"))
def show_meeting(wanted: MeetingArg, as_json: AsJson = False, db: Db = None) -> None:
    """One meeting: each minute in a sentence, and what was not in order. It names no child."""
    with register(db) as engines, reading(engines.register) as session:
        held = veiled(session, book(session, None, today()), today())
        found, synthetic = _meeting(held, wanted), holds_synthetic(session)
        places, rules = place_facts(session, on=found.day), local_rules(session)
        told = meeting_told(found, held, places, rules, today())
        looked(engines.looks, at_the_command_line(), "meeting", door="command")
    if as_json:
        show(told | {"synthetic": synthetic})
        return
    say_synthetic(synthetic)
    say(f"{told['panel_name']}, {found.day:%-d %B %Y} at {found.starts_at}, {found.place}")
    for line in told["minutes"]:
        about = f" [{line['case']}]" if line["case"] else ""
        say(f"  entry {line['entry']}, {line['on']}: {line['title']}{about}: {line['sentence']}")
    for concern in told["concerns"]:
        say(f"  ! {concern}")


@meeting.command(
    "note",
    epilog=examples(
        "apregister meeting note meeting_called --authority 330 --about f_0123456789abcdef0123 "
        'on=2026-09-21 day=2026-10-14 starts_at=9:30 place="County Hall"',
        "apregister meeting note meeting_opened --authority 330 --about m_0123456789abcdef0123 "
        "on=2026-10-14",
    ),
)
def note(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="What is noted, such as meeting_called.")
    ],
    authority: Authority,
    answers: Annotated[
        list[str], typer.Argument(metavar="NAME=VALUE...", help="The answers, on=DATE among them.")
    ],
    about: Annotated[
        str,
        typer.Option(
            "--about",
            metavar="ID",
            help="The panel or the meeting; for a new meeting its panel, for a new panel nothing.",
        ),
    ] = "",
    db: Db = None,
) -> None:
    """Note one thing in the minute book, as the API and the pages do."""
    pairs = [answer.partition("=") for answer in answers]
    if not all(bar for _, bar, _ in pairs):
        stop("Write each answer as NAME=VALUE, such as on=2026-10-14.")
    told = {name: value for name, _, value in pairs}
    with register(db) as engines, writing(engines.register) as session:
        _say_done(minute(session, kind, about, told, _officer(authority)))


@meeting.command("seal", epilog=examples("apregister meeting seal m_0123456789abcdef0123"))
def seal_pack(wanted: MeetingArg, authority: Authority, db: Db = None) -> None:
    """Seal the pack of a meeting: the case files of its agenda as the register knows them now."""
    chosen = settings(db)
    with register(db) as engines, writing(engines.register) as session:
        store = store_of(engines, chosen)
        _say_done(seal(session, store, wanted, _officer(authority), today(), this_version()))


@meeting.command(
    "verify",
    epilog=examples(
        "apregister meeting verify m_0123456789abcdef0123",
        codes="0: every pack is what was sealed, or it is said why it cannot be made again. 2: one "
        "is lost or was changed, or made again it differs for no reason that is known.",
    ),
)
def verify(wanted: MeetingArg, db: Db = None) -> None:
    """Make each sealed pack again from what was known then, and compare it byte for byte."""
    chosen, sound = settings(db), True
    with register(db) as engines, reading(engines.register) as session:
        found = _meeting(book(session, None, today()), wanted)
        store = store_of(engines, chosen)
        for number, one in enumerate(found.sealed, 1):
            say(f"Pack {number}, sealed on {one.on:%-d %B %Y} as known at entry {one.upto}:")
            try:
                sound &= _say_compared(compare(engines, session, store, found.id, one))
            except PaperLost as lost:
                err.print(str(lost), markup=False)
                sound = False
    if not found.sealed:
        say("No pack of this meeting was sealed.")
    if not sound:
        raise typer.Exit(UNREADABLE)


def _say_compared(done: Compared) -> bool:
    since = counted(done.since.entries, "entry was", "entries were")
    theirs = f"{done.since.on_its_children:,} of them on its children"
    if done.same:
        say("  the kept file is whole, and made again it is the same, byte for byte.")
    elif done.sound:
        say("  the kept file is whole. Made again it differs, because:")
        for because in done.because:
            say(f"    {because}")
        say("  Whether an entry was changed too, apregister verify says.")
    else:
        err.print(
            "  the kept file is whole, but made again it differs, and nothing was redacted: the "
            "register was changed behind its back. It differs in:",
            markup=False,
        )
        for where in done.where[:SHOWN_DIFFERENCES]:
            err.print(f"    {where}", markup=False)
    say(f"  {since} recorded since, {theirs}; none is in it.")
    return done.sound


def _meeting(held: Book, wanted: str) -> Meeting:
    if wanted not in held.meetings:
        stop(f"There is no meeting {wanted}: see apregister meeting list.")
    return held.meetings[wanted]


def _officer(authority: str) -> Actor:
    return Actor("command-line", "la_officer", authority=authority)


def _say_done(done: Minuted) -> None:
    about = ", ".join(one for one in (done.panel, done.meeting, done.member) if one)
    say(f"{done.result.replace('_', ' ').capitalize()}: entry {done.entry} ({about}).")
