"""serve: the pages and the API."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from apregister.app import make_app
from apregister.auth.accounts import has_demo_accounts
from apregister.commands.shared import (
    SHOW,
    Db,
    accounts_file,
    commands,
    day,
    err,
    examples,
    register,
    say,
    stop,
)
from apregister.db import reading
from apregister.settings import Settings, Unsafe, refuse_unsafe
from movements.record import stop_clock_at, today

app = commands()


@app.command(
    "serve",
    rich_help_panel=SHOW,
    epilog=examples(
        "apregister serve",
        "apregister serve --db sqlite:///demo.db --port 8080",
    ),
)
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
