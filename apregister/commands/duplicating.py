"""duplicates: records that may be of one child, for a person to settle."""

from apregister.audit import looked
from apregister.commands.shared import (
    LOOK,
    AsJson,
    Db,
    at_the_command_line,
    commands,
    examples,
    register,
    say,
    say_synthetic,
    show,
)
from apregister.db import reading
from apregister.likely_same import likely_same_for
from movements.counted import counted

app = commands()


@app.command(
    "duplicates",
    rich_help_panel=LOOK,
    epilog=examples("apregister duplicates", "apregister duplicates --json"),
)
def duplicates(as_json: AsJson = False, db: Db = None) -> None:
    """Pairs of records that may be of one child, by id: those with a temporary UPN first.

    Nothing is joined: an authority links two records by the movement `records_linked`, or says by
    `records_of_two` that they are two children. Of protected children nothing is told.
    """
    by = at_the_command_line()
    with register(db) as engines:
        with reading(engines.register) as session:
            told = likely_same_for(session, by, keeper=True)
        looked(engines.looks, by, "duplicates", door="command")
    if as_json:
        show(told.model_dump(mode="json"))
        return
    say_synthetic(told.synthetic)
    say(f"{counted(told.total, 'pair')} of records that may be of one child")
    for one in told.items:
        say(f"{one.first}  {one.second}  {'; '.join(one.because)}")
    for two in told.of_two:
        found = f"found to be two children on {two.on:%-d %B %Y}"
        say(f"{two.first}  {two.second}  {found} [#{two.entry}]")
