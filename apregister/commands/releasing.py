"""release: a scorecard shown to its setting first, commented on, frozen, and made again."""

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
)
from apregister.db import reading, writing
from apregister.invented import holds_synthetic
from apregister.papers import store_of
from apregister.released import DIFFERS, act_on_release, checked, read_release
from movements.actor import Actor
from movements.attachments import PaperLost
from movements.places import find_place
from movements.record import today
from movements.scorecard_release import WHOSE, releases

app = commands()
release = commands("Releases of a setting's scorecard: shown to it first, then frozen.")
app.add_typer(release, name="release", rich_help_panel=LOOK)

Place = Annotated[str, typer.Argument(metavar="PLACE", help="URN, ukprn:... or id.")]
Year = Annotated[str, typer.Option("--year", help="Academic year, such as 2025-26.")]


@release.command("list", epilog=examples("apregister release list 131548 --year 2025-26"))
def list_releases(place: Place, year: Year, as_json: AsJson = False, db: Db = None) -> None:
    """What is open and until when, what was said, and the releases that are frozen."""
    with register(db) as engines, reading(engines.register) as session:
        facts = find_place(session, place)
        held, synthetic = releases(session, facts.id, year), holds_synthetic(session)
    if as_json:
        show({"place": facts.id, "year": year, **held.as_dict(), "synthetic": synthetic})
        return
    say_synthetic(synthetic)
    say(f"{facts.name}: {year}")
    if held.until:
        say(f"Open to comments until {held.until:%-d %B %Y}")
    for one in held.comments:
        say(f"  {WHOSE[one.whose]}, {one.on:%-d %B %Y}: {one.words}")
    for offered in held.support:
        until = f" until {offered.until:%-d %B %Y}" if offered.until else ""
        say(f"Support from {offered.on:%-d %B %Y}{until}: {offered.what}")
    for frozen in held.frozen:
        say(f"Frozen {frozen.on:%-d %B %Y}: entry {frozen.entry}, SHA-256 {frozen.sha256}")


@release.command("open", epilog=examples("apregister release open 131548 --year 2025-26"))
def open_one(place: Place, year: Year, db: Db = None) -> None:
    """Show a release to the setting: it has 20 working days to correct data and to comment."""
    _act(place, "open", {"year": year}, db)


@release.command(
    "comment",
    epilog=examples("apregister release comment 131548 --year 2025-26 --words 'Many came late.'"),
)
def comment_on(
    place: Place,
    year: Year,
    words: Annotated[str, typer.Option("--words", help="The comment; name no child.")],
    whose: Annotated[
        str, typer.Option("--whose", help="authority, pupils or parents.")
    ] = "authority",
    db: Db = None,
) -> None:
    """Say something beside it for the authority, pupils or parents, while it is open."""
    _act(place, "comment", {"year": year, "whose": whose, "words": words}, db)


@release.command(
    "support",
    epilog=examples("apregister release support 131548 --year 2025-26 --what 'A day a week'"),
)
def support(
    place: Place,
    year: Year,
    what: Annotated[str, typer.Option("--what", help="What is offered; name no child.")],
    until: Annotated[str, typer.Option("--until", help="The last day, such as 2026-12-18.")] = "",
    db: Db = None,
) -> None:
    """Note support that the authority offers the setting, at any time."""
    _act(place, "support", {"year": year, "what": what, "until": until}, db)


@release.command("freeze", epilog=examples("apregister release freeze 131548 --year 2025-26"))
def freeze_one(place: Place, year: Year, db: Db = None) -> None:
    """Freeze the release: keep its bytes under their hash, for good."""
    _act(place, "freeze", {"year": year}, db)


@release.command("show", epilog=examples("apregister release show 131548 --year 2025-26"))
def show_one(
    place: Place,
    year: Year,
    entry: Annotated[int | None, typer.Option("--entry", help="The last unless you say.")] = None,
    db: Db = None,
) -> None:
    """A frozen release as it was kept, as JSON."""
    chosen = settings(db)
    with register(db) as engines, reading(engines.register) as session:
        facts = find_place(session, place)
        told = read_release(session, store_of(engines, chosen), facts, year, entry)
        looked(engines.looks, at_the_command_line(), "release", door="command", place_id=facts.id)
    show(told)


@release.command(
    "verify",
    epilog=examples(
        "apregister release verify 131548 --year 2025-26",
        codes="0: each release made again is the file that was kept, or is said why it cannot be "
        "made. 2: one is lost or differs.",
    ),
)
def verify(place: Place, year: Year, db: Db = None) -> None:
    """Make each frozen release again from what was known then, and compare it byte for byte."""
    chosen, sound = settings(db), True
    with register(db) as engines, reading(engines.register) as session:
        facts = find_place(session, place)
        store = store_of(engines, chosen)
        for one in releases(session, facts.id, year).frozen:
            try:
                found = checked(engines, session, store, facts, year, one)
            except PaperLost as lost:
                err.print(str(lost), markup=False)
                found = DIFFERS
            say(f"Entry {one.entry}: {found}")
            sound &= found != DIFFERS
    if not sound:
        raise typer.Exit(UNREADABLE)


def _act(ref: str, act: str, answers: dict[str, str], db: str | None) -> None:
    chosen = settings(db)
    with register(db) as engines, writing(engines.register) as session:
        place = find_place(session, ref)
        by = Actor("command-line", "la_officer", authority=place.la_code)
        store = store_of(engines, chosen)
        done = act_on_release(session, store, place, act, answers, by, today(), "register")
    say(f"{done.result.replace('_', ' ').capitalize()}: entry {done.entry}.")
