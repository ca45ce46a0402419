"""The commands of the register: `apregister --help` is their manual."""

import sys

import typer
from sqlalchemy.exc import OperationalError

from apregister.commands.looking import (
    due_now,
    history_of,
    ledger_now,
    scorecard_of,
    template,
    verify,
)
from apregister.commands.making import account_app, init, key_app, schools, setting_app, terms
from apregister.commands.shared import UNREADABLE, Stop, err, say_refused
from apregister.commands.showing import demo, serve, synth
from apregister.commands.taking_in import intake_app
from apregister.migrate import FenceBroken
from movements.intake.reading import Unreadable
from movements.places import UnknownPlace
from movements.problems import Refused

app = typer.Typer(
    name="apregister",
    help="A register of pupil movements in and out of alternative provision.\n\n"
    "Every managed move, direction, placement, exclusion and return is entered once and never "
    "overwritten. PLACE is a URN, ukprn:12345678, or a place's own id. Begin with "
    "'apregister init', then 'apregister schools FILE'; or see the demo: 'apregister demo', then "
    "'apregister serve'.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
_MAKING, _TAKING, _LOOKING, _SHOWING = (
    "Set up",
    "Take in",
    "Look",
    "Demonstrate and serve",
)
app.command("init", rich_help_panel=_MAKING)(init)
app.command("schools", rich_help_panel=_MAKING)(schools)
app.command("terms", rich_help_panel=_MAKING)(terms)
app.add_typer(setting_app, name="setting", rich_help_panel=_MAKING)
app.add_typer(account_app, name="account", rich_help_panel=_MAKING)
app.add_typer(key_app, name="key", rich_help_panel=_MAKING)
app.add_typer(intake_app, name="intake", rich_help_panel=_TAKING)
app.command("template", rich_help_panel=_TAKING)(template)
app.command("history", rich_help_panel=_LOOKING)(history_of)
app.command("due", rich_help_panel=_LOOKING)(due_now)
app.command("ledger", rich_help_panel=_LOOKING)(ledger_now)
app.command("scorecard", rich_help_panel=_LOOKING)(scorecard_of)
app.command("verify", rich_help_panel=_LOOKING)(verify)
app.command("synth", rich_help_panel=_SHOWING)(synth)
app.command("demo", rich_help_panel=_SHOWING)(demo)
app.command("serve", rich_help_panel=_SHOWING)(serve)


def main() -> None:
    """Run a command; what goes wrong is said in a sentence, with exit code 2."""
    try:
        app()
    except (Stop, Unreadable, UnknownPlace, FenceBroken) as error:
        _leave(str(error))
    except Refused as refused:
        say_refused(refused)
        sys.exit(UNREADABLE)
    except OperationalError as error:
        _leave(
            f"The database could not be used ({error.orig}). If another command is writing to "
            "it, try again when that is done."
        )
    except OSError as error:
        _leave(f"{error.filename or 'A file'} could not be used: {error.strerror}.")


def _leave(message: str) -> None:
    err.print(message, markup=False)
    sys.exit(UNREADABLE)


if __name__ == "__main__":
    main()
