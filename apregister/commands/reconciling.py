"""reconcile: termly totals against the marks of the same term."""

from apregister.audit import looked
from apregister.commands.shared import (
    LOOK,
    AsJson,
    Db,
    PlaceArg,
    at_the_command_line,
    commands,
    examples,
    register,
    say,
    say_synthetic,
    show,
)
from apregister.db import reading
from apregister.reconciled import SIGNED, reconciled
from movements.counted import counted
from movements.places import find_place

app = commands()


@app.command(
    "reconcile",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister reconcile --school 103423",
        "apregister reconcile --school 103423 --json",
    ),
)
def reconcile(school: PlaceArg, as_json: AsJson = False, db: Db = None) -> None:
    """Where the termly totals that a place returned and its marks of that term differ.

    Each difference is a question for the school, and neither is changed for the other. Of protected
    children nothing is shown here, but how many questions there are.
    """
    by = at_the_command_line()
    with register(db) as engines:
        with reading(engines.register) as session:
            place = find_place(session, school)
            told = reconciled(session, place, by, keeper=True)
        looked(engines.looks, by, "reconcile", door="command", place_id=place.id)
    if as_json:
        show(told.model_dump(mode="json"))
        return
    say_synthetic(told.synthetic)
    say(f"{counted(told.total, 'question')} for {told.place_name}")
    if told.withheld:
        say(f"      and {told.withheld:,} of protected children, which are not shown")
    if told.signed:
        say(f"      {SIGNED[told.signed.state]}: {told.signed.why or 'nothing said'}")
    for one in told.items:
        say(f"{one.pupil}  {one.question} [#{one.submission}]")
