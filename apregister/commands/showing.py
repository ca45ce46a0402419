"""synth and demo: a synthetic authority, and the demonstration made of one."""

import secrets
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from sqlalchemy.engine import make_url

from apregister.commands.shared import (
    SHOW,
    Db,
    accounts_file,
    commands,
    day,
    examples,
    progress,
    say,
    settings,
    stop,
)
from apregister.db import open_engines, writing
from apregister.demonstration import DemoAccount, add_accounts, attach_a_paper, seal_a_pack
from apregister.manifest import items, take_in_all
from apregister.migrate import migrate
from fixtures.demo import add_to
from fixtures.demo_morning import hold_back
from fixtures.synth.write import Summary, write_authority
from movements import expected
from movements.attachments import Store
from movements.counted import counted
from movements.gias import read_extract
from movements.record import today

DEMO_PUPILS, DEMO_YEARS, DEMO_SEED = 1500, 3, 2026
PAPERS = "demo.db.attachments"


app = commands()


@app.command(
    "synth",
    rich_help_panel=SHOW,
    epilog=examples(
        "apregister synth --out county --pupils 5000 --years 2 --seed 1 --until 2026-07-17",
        "apregister synth --out city --gias edubasealldata.csv --la 330",
    ),
)
def synth(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write the files.")],
    pupils: Annotated[int, typer.Option(min=240, help="Pupils on roll each year.")] = 5000,
    years: Annotated[int, typer.Option(min=1, max=12, help="School years.")] = 2,
    seed: Annotated[int, typer.Option(help="Same arguments and seed, same bytes.")] = 1,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="The last day written. Default: today.")
    ] = None,
    gias: Annotated[
        Path | None, typer.Option(help="A GIAS extract, for real places of one authority.")
    ] = None,
    la: Annotated[str | None, typer.Option(help="The authority's code in that extract.")] = None,
    db: Db = None,
) -> None:
    """Write a synthetic authority as the files schools would send, with manifest.csv.

    Take them in with one loop over the manifest's order, command, file and place. Children are
    invented, and their UPNs say so; every page and export that shows them says SYNTHETIC.
    The same for every register: --db is taken, as by every command, and not opened.
    """
    if (gias is None) != (la is None):
        stop("Give --gias and --la together, or neither for invented places.")
    if gias is not None:
        read_extract(gias)
    last = day(until, today())
    out.mkdir(parents=True, exist_ok=True)
    try:
        summary = write_authority(out, pupils, years, seed, last, gias, la)
    except ValueError as error:
        stop(str(error))
    _say_summary(out, summary)


def _say_summary(out: Path, summary: Summary) -> None:
    """What was written, and each published number beside the one reached (SYNTHETIC)."""
    say(
        f"{summary.la_name} (SYNTHETIC): {counted(summary.pupils, 'pupil')}, "
        f"{counted(summary.marks, 'mark')} and {counted(summary.rows, 'other row')} in "
        f"{counted(summary.files, 'file')}"
    )
    say(f"The order to take them in is in {out / 'manifest.csv'}")
    for one in summary.reached:
        mark = "as published" if one.met else "not as published (few pupils give few events)"
        say(f"  {one.value:8.3f}  aim {one.target.value:.3f}  {one.target.title}: {mark}")


@app.command(
    "demo",
    rich_help_panel=SHOW,
    epilog=examples(
        "apregister demo --db sqlite:///demo.db",
    ),
)
def demo(
    pupils: Annotated[int, typer.Option(min=240, help="Pupils on roll.")] = DEMO_PUPILS,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="The last day of the demo. Default: today.")
    ] = None,
    db: Db = None,
) -> None:
    """Build the demo authority (invented places and children) through the same doors as any.

    Prints one account for each role, with a random password each. Does nothing where the
    database exists already.
    """
    url = settings(db).db
    database = Path(make_url(url).database or "apregister.db")
    if database.exists():
        say(f"{url} exists already: nothing was changed. Remove the file to build it anew.")
        return
    with TemporaryDirectory(dir=database.absolute().parent, prefix=".demo-") as folder:
        accounts, refused = _built(Path(folder), pupils, day(until, today()))
        _put_in_place(Path(folder) / "demo.db", database)
    _keep_accounts(accounts, database)
    said = f" {counted(refused, 'row was', 'rows were')} refused." if refused else ""
    say(f"The demo authority is in {url} (SYNTHETIC).{said}")
    _say_accounts(accounts)


def _built(folder: Path, pupils: int, last: date) -> tuple[list[DemoAccount], int]:
    """The demo, built where nobody looks for it: one that was interrupted is never served."""
    url = f"sqlite:///{folder / 'demo.db'}"
    migrate(url)
    engines = open_engines(url)
    (folder / "files").mkdir()
    write_authority(folder / "files", pupils, DEMO_YEARS, DEMO_SEED, last, None, None)
    held = hold_back(folder / "files")
    total = len(items(folder / "files"))
    with progress("Taking in the demo authority's files", total) as done:
        refused = take_in_all(engines, folder / "files", as_sent=True, told=done)
    with writing(engines.register) as session:
        add_to(session, Store(folder / PAPERS), last, held)
        expected.rebuild(session)
        attach_a_paper(session, Store(folder / PAPERS))
        accounts = add_accounts(session, lambda: secrets.token_urlsafe(12))
    with writing(engines.register) as session:
        # By itself, once all that it rests on is under a seal: so it can be made again.
        seal_a_pack(session, Store(folder / PAPERS), last)
    engines.dispose()
    return accounts, refused


def _put_in_place(built: Path, database: Path) -> None:
    """The looks and the papers first: a register is never there without them."""
    for name in (f"{built.name}.looks.db", PAPERS, built.name):
        built.with_name(name).replace(database.with_name(name.replace(built.name, database.name)))


def _say_accounts(accounts: list[DemoAccount]) -> None:
    say("Sign in with one of these, one for each role:")
    for account in accounts:
        say(f"  {account.sign_in_name:<16} {account.password:<18} {account.role}: {account.of}")


def _keep_accounts(accounts: list[DemoAccount], database: Path) -> None:
    """Beside the database, so that a second run can say them again; demo accounts only."""
    lines = [f"{a.sign_in_name}\t{a.password}\t{a.role}\t{a.of}\n" for a in accounts]
    kept = accounts_file(database)
    kept.touch(mode=0o600)
    kept.write_text("".join(lines), encoding="utf-8")
