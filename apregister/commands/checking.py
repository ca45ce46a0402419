"""crosschecks, restate and sweep: where registers do not agree, and who is out of sight."""

from collections import Counter
from itertools import groupby
from typing import Annotated

import typer

from apregister.audit import looked
from apregister.commands.shared import (
    LOOK,
    AsJson,
    Db,
    OnDay,
    SchoolOption,
    at_the_command_line,
    commands,
    day,
    examples,
    register,
    say,
    say_synthetic,
    show,
)
from apregister.db import reading
from apregister.invented import holds_synthetic
from apregister.owed import cross_checks_owed
from apregister.restated import restate_owed
from apregister.sight import Shown
from apregister.told import check_told
from apregister.unsent import (
    AnswerShown,
    ChecksShown,
    UnsentShown,
    unsent,
    unsent_answered,
)
from movements.counted import counted
from movements.ledger import OutOfSight, owner_name
from movements.places import find_place, place_facts
from movements.record import today
from movements.restating import ToRestate
from movements.swept import sweep
from movements.swept_rows import RULES

app = commands()


@app.command(
    "crosschecks",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister crosschecks",
        "apregister crosschecks --on 2026-11-20 --json",
        "apregister crosschecks --school 103423",
    ),
)
def crosschecks(
    on: OnDay = None,
    school: Annotated[str | None, SchoolOption] = None,
    every: Annotated[bool, typer.Option("--all", help="Those answered as well.")] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Where marks do not agree with movements, or registers with each other: questions by number.

    Looked at are the marks of the school year so far, and twenty weeks at least. With --school,
    what that place sees, its own questions first. They stand in the ledger too. A place that has
    sent nothing of a day is asked once, for all the children due there.
    """
    at = day(on, today())
    with register(db) as engines, reading(engines.register) as session:
        by = at_the_command_line(find_place(session, school) if school else None)
        owed = cross_checks_owed(session, at, by, keeper=school is None, answered=every)
        asked = unsent(session, at, by, keeper=school is None)
        why = unsent_answered(session, at, by, keeper=school is None) if every else []
        places = place_facts(session)
        looked(engines.looks, by, "crosschecks", door="command")
    if as_json:
        show(ChecksShown.with_places(owed.told(check_told), asked, why).model_dump(mode="json"))
        return
    say_synthetic(owed.synthetic)
    pupils = counted(len({row.pupil for row in owed.items}), "pupil")
    say(f"{counted(len(owed.items), 'question')} about {pupils} on {at:%-d %B %Y}")
    for (number, title), rows in groupby(owed.items, key=_heading):
        say(f"{number}. {title}")
        for row in rows:
            _say(row, owed.shown(row.pupil, places))
    _say_unsent(asked, why)


def _say_unsent(asked: list[UnsentShown], why: list[AnswerShown]) -> None:
    """The places that have sent nothing: a question of each, whatever its children are."""
    if asked:
        say(f"{asked[0].number}. {asked[0].title}: of these days a place has sent nothing")
    for one in asked:
        say(f"   {one.name}: {one.about}")
        say(f"      {one.next_step}")
    for told in why:
        first, last = (f"{day:%-d %B %Y}" for day in (told.first_day, told.last_day))
        days = first if first == last else f"{first} to {last}"
        say(f"   {told.name}, nothing sent of {days}: {told.because} (entry {told.entry})")


@app.command(
    "restate",
    rich_help_panel=LOOK,
    epilog=examples("apregister restate --school 103423", "apregister restate --json"),
)
def restate(
    on: OnDay = None,
    school: Annotated[str | None, SchoolOption] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Marks to send again: of sessions marked before a placement or removal of theirs was recorded.

    A line goes once the school has sent the session again; nothing is changed for it.
    """
    at = day(on, today())
    with register(db) as engines, reading(engines.register) as session:
        by = at_the_command_line(find_place(session, school) if school else None)
        found = restate_owed(session, at, by, keeper=school is None)
        looked(engines.looks, by, "restate", door="command")
    if as_json:
        show(found.told().model_dump(mode="json"))
        return
    say_synthetic(found.synthetic)
    say(f"{counted(len(found.lines), 'session')} to send again on {at:%-d %B %Y}")
    for line in found.lines:
        _say_line(line, found.shown(line))


def _say_line(line: ToRestate, shown: Shown) -> None:
    wanted = f"should be {line.should_be}" if line.should_be else "after the pupil had left"
    say(f"{shown.name(line.place)}: {line.pupil}  {line.at.on:%d %b %Y} {line.at.session}")
    say(f"      {line.mark} {wanted}, by entry #{line.entry}")


def _heading(row: OutOfSight) -> tuple[int | None, str]:
    return row.exception.number, row.exception.title


def _say(row: OutOfSight, shown: Shown) -> None:
    owner = "withheld" if shown.hides(row.owner) else owner_name(row.owner, shown.places)
    say(f"   {row.pupil}  {row.about}; owner: {owner} [{row.cause}]")
    say(f"      {row.exception.next_step}")


@app.command("sweep", rich_help_panel=LOOK, epilog=examples("apregister sweep --json"))
def sweep_now(on: OnDay = None, as_json: AsJson = False, db: Db = None) -> None:
    """How many children are out of sight, by five rules: the questions to begin the day with.

    Left without a destination, a placement past its end, no mark, a late review, on no roll: as the
    ledger and due tell of them one by one. At once where 'apregister rebuild' was run this week.
    """
    by, at = at_the_command_line(), day(on, today())
    with register(db) as engines, reading(engines.register) as session:
        found, synthetic = sweep(session, at), holds_synthetic(session)
        looked(engines.looks, by, "sweep", door="command")
    many = Counter(row.rule for row in found)
    first = {row.rule: row.since for row in reversed(found)}
    rules = [
        {"rule": id_, "title": title, "pupils": many[id_], "longest_since": first.get(id_)}
        for id_, title in RULES.items()
    ]
    if as_json:
        show({"on": at.isoformat(), "synthetic": synthetic, "rules": rules})
        return
    say_synthetic(synthetic)
    for rule in rules:
        since = f", the longest since {rule['longest_since']:%-d %B %Y}" if rule["pupils"] else ""
        say(f"{rule['pupils']:6}  {rule['title']}{since} [{rule['rule']}]")
