"""synth, demo and serve: a synthetic authority, the demonstration, and the server."""

import secrets
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
import uvicorn

from apregister.app import make_app
from apregister.auth.accounts import has_demo_accounts
from apregister.commands.shared import (
    Db,
    day,
    err,
    progress,
    register,
    say,
    settings,
    stop,
)
from apregister.db import open_engines, reading, writing
from apregister.demonstration import DemoAccount, add_accounts
from apregister.manifest import items, take_in_all
from apregister.migrate import migrate
from apregister.settings import Settings, Unsafe, refuse_unsafe
from fixtures.demo import add_cases
from fixtures.synth.write import write_authority
from movements.record import stop_clock_at, today

DEMO_PUPILS, DEMO_YEARS, DEMO_SEED = 1600, 2, 2026


def synth(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write the files.")],
    pupils: Annotated[int, typer.Option(min=50, help="Pupils on roll each year.")] = 5000,
    years: Annotated[int, typer.Option(min=1, max=12, help="School years.")] = 2,
    seed: Annotated[int, typer.Option(help="Same arguments and seed, same bytes.")] = 1,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="The last day written. Default: today.")
    ] = None,
    gias: Annotated[
        Path | None, typer.Option(help="A GIAS extract, for real places of one authority.")
    ] = None,
    la: Annotated[str | None, typer.Option(help="The authority's code in that extract.")] = None,
) -> None:
    """Write a synthetic authority as the files schools would send, with manifest.csv.

    Take them in with one loop over the manifest's order, command, file and place. Children are
    invented, and their UPNs say so; every page and export that shows them says SYNTHETIC.
    """
    if (gias is None) != (la is None):
        stop("Give --gias and --la together, or neither for invented places.")
    out.mkdir(parents=True, exist_ok=True)
    last = day(until, today())
    summary = write_authority(out, pupils, years, seed, last, gias, la)
    say(f"Wrote {out / 'manifest.csv'}: {summary}")


def demo(
    pupils: Annotated[int, typer.Option(min=200, help="Pupils on roll.")] = DEMO_PUPILS,
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
    engines = open_engines(url)
    path = engines.register.url.database
    if path and Path(path).exists():
        say(f"{url} exists already: nothing was changed. Remove the file to build it anew.")
        return
    migrate(url)
    last = day(until, today())
    with TemporaryDirectory() as folder:
        write_authority(Path(folder), pupils, DEMO_YEARS, DEMO_SEED, last, None, None)
        total = len(items(Path(folder)))
        with progress("Taking in the demo authority's files", total) as done:
            refused = take_in_all(engines, Path(folder), as_sent=True, told=done)
    with writing(engines.register) as session:
        add_cases(session, last)
        accounts = add_accounts(session, lambda: secrets.token_urlsafe(12))
    _keep_accounts(accounts, Path(path or "apregister.db"))
    engines.dispose()
    say(f"The demo authority is in {url} (SYNTHETIC). {refused} rows were refused, as meant.")
    _say_accounts(accounts)


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


def accounts_file(database: Path) -> Path:
    """Where a demo's accounts are kept."""
    return database.with_name(database.name + ".demo-accounts")


def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.")] = 8000,
    today_is: Annotated[
        str | None,
        typer.Option("--today", metavar="DATE", help="For a demo only: the day it is."),
    ] = None,
    db: Db = None,
) -> None:
    """Serve the pages and the API.

    Refuses an address that other machines can reach while there are demo accounts or a weak
    secret. One process: SQLite has one writer.
    """
    shown = day(today_is, today()) if today_is else None
    chosen = Settings.read(db=db, today=shown)
    with register(db) as engines:
        with reading(engines.register) as session:
            is_demo = has_demo_accounts(session)
        try:
            refuse_unsafe(host, chosen, demo_accounts=is_demo)
        except Unsafe as unsafe:
            stop(str(unsafe))
        if shown:
            stop_clock_at(datetime.combine(shown, time(9, 0), UTC))
        _say_addresses(host, port, Path(engines.register.url.database or ""), is_demo)
        uvicorn.run(
            make_app(engines, chosen), host=host, port=port, log_level="warning", access_log=False
        )


def _say_addresses(host: str, port: int, database: Path, is_demo: bool) -> None:
    base = f"http://{host}:{port}"
    say(f"Pages   {base}/")
    say(f"API     {base}/api/docs")
    kept = accounts_file(database)
    if is_demo and kept.exists():
        say("Demo accounts (name, password, role):")
        say(kept.read_text(encoding="utf-8").rstrip())
    err.print("Stop with Ctrl+C.")
