"""The commands of the register: `apregister --help` is their manual.

The file of a command is loaded when that command is asked for: a school's file is taken in
without waiting for the web pages to load.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from sqlalchemy.exc import ArgumentError, DatabaseError
from typer.core import TyperGroup

from apregister.commands.shared import EXIT_CODES, UNREADABLE, Stop, err, examples, say_refused
from apregister.fence import FenceBroken
from apregister.garbage import look_rarely
from apregister.settings import Unsafe
from movements.intake.plain_text import Unreadable
from movements.places import UnknownPlace
from movements.problems import Refused

WHERE = {
    "init": "making",
    "schools": "schools",
    "terms": "making",
    "setting": "making",
    "account": "people",
    "key": "people",
    "intake": "taking_in",
    "template": "templates",
    "export": "exporting",
    "history": "looking",
    "due": "looking",
    "ledger": "looking",
    "digest": "digesting",
    "escalation": "digesting",
    "crosschecks": "checking",
    "restate": "checking",
    "told-late": "tracking",
    "bought": "buying",
    "duplicates": "duplicating",
    "sweep": "checking",
    "directory": "directory",
    "morning": "morning",
    "tracker": "tracking",
    "reconcile": "reconciling",
    "marks": "marks",
    "attendance": "attendance",
    "submissions": "sent",
    "submission": "sent",
    "meeting": "meetings",
    "panel": "panels",
    "report": "panels",
    "scorecard": "scoring",
    "release": "releasing",
    "measures": "scoring",
    "funnels": "figures",
    "school-figures": "figures",
    "authority-figures": "figures",
    "publish": "publishing",
    "rebuild": "rebuilding",
    "verify": "looking",
    "clocks": "rulebook",
    "rules": "rulebook",
    "local-rule": "rulebook",
    "fair-share": "sharing",
    "fair-share-tell": "sharing",
    "letter": "letters",
    "reasons": "letters",
    "subject-access": "subject",
    "retention": "retaining",
    "synth": "showing",
    "demo": "showing",
    "serve": "serving",
}
"""Each command and the file under apregister/commands that has it, in the manual's order."""


class Commands(TyperGroup):
    """The commands, each loaded with its file when it is first asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command, in the manual's order."""
        return list(WHERE)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command; None for a name that is none, once all are loaded to suggest one by."""
        wanted = {WHERE[cmd_name]} if cmd_name in WHERE else set(WHERE.values())
        if cmd_name not in self.commands:
            for file in wanted:
                module = import_module(f"apregister.commands.{file}")
                self.commands.update(typer.main.get_group(module.app).commands)
        return super().get_command(ctx, cmd_name)


app = typer.Typer(
    cls=Commands,
    name="apregister",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="markdown",
)


@app.callback(
    epilog=examples(
        "apregister init",
        "apregister schools edubasealldata.csv",
        "apregister intake pupils roll.csv --school 103423 --out receipts.csv",
        "apregister intake movements moves.csv --school 103423 --out receipts.csv",
        "apregister history B801200005001",
        "apregister due --on 2026-11-02",
        "apregister demo --db sqlite:///demo.db",
        "apregister serve --db sqlite:///demo.db",
        codes=EXIT_CODES,
    )
)
def manual() -> None:
    """A register of pupil movements in and out of alternative provision.

    Every managed move, direction, placement, exclusion and return is entered once and never
    overwritten: a mistake is corrected by a further entry.

    PLACE is a URN, ukprn:12345678, or a place's own id. DATE is 2026-09-14 or 14/09/2026.
    The register is a file: --db sqlite:///FILE, or $APREGISTER_DB, or apregister.db in this
    folder. 'apregister COMMAND --help' tells the rest. To look round first: 'apregister demo',
    then 'apregister serve', both with a --db of their own.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave; what goes wrong is said in a sentence, with exit code 2."""
    look_rarely()
    try:
        app(args=arguments)
    except (Stop, Unreadable, UnknownPlace, FenceBroken, Unsafe) as error:
        _leave(str(error))
    except Refused as refused:
        say_refused(refused)
        sys.exit(UNREADABLE)
    except ArgumentError:
        _leave("--db is not an address of a database: write it as sqlite:///apregister.db.")
    except DatabaseError as error:
        _leave(database_words(str(error.orig)))
    except OSError as error:
        _leave(f"{error.filename or 'A file'} could not be used: {error.strerror}.")


def database_words(said: str) -> str:
    """What SQLite said, in words that say how to mend it."""
    if "locked" in said or "busy" in said:
        return (
            "The register is being written to by another command, and this one waited as long as "
            "it may. Nothing was changed. Try again when the other is done."
        )
    if "not a database" in said:
        return "The file that --db names is not a register. Check its name; nothing was changed."
    if "readonly" in said:
        return "The register may not be written to: check that you may change its file and folder."
    if "unable to open" in said:
        return "The register cannot be opened: check that its folder is there and may be used."
    return f"The database could not be used: {said}. Nothing was changed."


def _leave(message: str) -> None:
    err.print(message, markup=False)
    sys.exit(UNREADABLE)


if __name__ == "__main__":
    main()
