"""funnels, school-figures and authority-figures: everybody in the partnership held to account."""

from pathlib import Path
from typing import Annotated, Any

import typer

from apregister.audit import looked
from apregister.commands.shared import (
    LOOK,
    AsJson,
    Db,
    OnDay,
    at_the_command_line,
    commands,
    day,
    examples,
    register,
    say,
    say_synthetic,
    show,
    stop,
)
from apregister.db import reading
from apregister.invented import SYNTHETIC, holds_synthetic
from apregister.scored import settings_to_score
from apregister.told import ItemsShown
from movements.authority_code import NO_AUTHORITY, is_authority
from movements.places import find_place
from movements.record import today
from reports.authority_card import KEPT, authority_limits
from reports.funnel import NO_BAND, Funnel, funnels
from reports.school_card import COUNTED, school_card

app = commands()

Year = Annotated[str, typer.Option("--year", help="Academic year, such as 2025-26.")]
Authority = Annotated[
    str, typer.Option("--authority", metavar="CODE", help="The authority's three-digit code.")
]


@app.command(
    "funnels",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister funnels --authority 330 --year 2025-26",
        "apregister funnels --authority 330 --year 2025-26 --out charts",
    ),
)
def funnels_of(
    authority: Authority,
    year: Year,
    on: OnDay = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to draw the charts into.")
    ] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """An authority's settings, by name, beside the limits within which chance would put them."""
    _check(authority)
    at = day(on, today())
    with register(db) as engines:
        with reading(engines.register) as session:
            found = funnels(session, settings_to_score(session, authority), year, at)
            synthetic = holds_synthetic(session)
        looked(engines.looks, at_the_command_line(), "funnels", door="command")
    if out:
        _draw(found, out)
    if as_json:
        items: list[dict[str, Any]] = [one.as_dict() for one in found]
        show(ItemsShown.of(at, items, len(items), synthetic=synthetic).model_dump(mode="json"))
        return
    say_synthetic(synthetic)
    say(NO_BAND)
    for one in found:
        say(f"\n{one.measure.id}  {one.measure.title}\n    {one.sentence}")
        for point in one.points:
            counts = f"{point.yes} of {point.of}, " if point.shown else ""
            say(f"    {point.place.name}: {counts}{point.where}")


@app.command(
    "school-figures",
    rich_help_panel=LOOK,
    epilog=examples("apregister school-figures 100001 --year 2025-26"),
)
def school_figures(
    place: Annotated[str, typer.Argument(metavar="PLACE", help="URN, ukprn:... or id.")],
    year: Year,
    on: OnDay = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Of a mainstream school: who left or was sent, who came back, what it took and sent."""
    with register(db) as engines, reading(engines.register) as session:
        facts = find_place(session, place)
        card = school_card(session, facts, year, day(on, today()))
        synthetic = holds_synthetic(session)
        by = at_the_command_line()
        looked(engines.looks, by, "school_card", door="command", place_id=facts.id)
    if as_json:
        show(card.as_dict() | {"synthetic": synthetic})
        return
    say_synthetic(synthetic)
    say(f"{facts.name}: three school years up to {card.year}, counted up to {card.on:%-d %B %Y}")
    for words in card.sentences():
        say(f"  {words}")
    for way in card.ways:
        say(f"  {way.pupils:4} {way.words}")
    say(f"{COUNTED.cite}.")


@app.command(
    "authority-figures",
    rich_help_panel=LOOK,
    epilog=examples("apregister authority-figures --authority 330 --year 2025-26"),
)
def authority_figures(
    authority: Authority, year: Year, on: OnDay = None, as_json: AsJson = False, db: Db = None
) -> None:
    """Which of the limits that bound an authority in a school year were kept, late and missed."""
    _check(authority)
    at = day(on, today())
    with register(db) as engines:
        with reading(engines.register) as session:
            limits = authority_limits(session, authority, year, at)
            synthetic = holds_synthetic(session)
        looked(engines.looks, at_the_command_line(), "authority_card", door="command")
    if as_json:
        items = [one.as_dict() for one in limits]
        show(ItemsShown.of(at, items, len(items), synthetic=synthetic).model_dump(mode="json"))
        return
    say_synthetic(synthetic)
    for one in limits:
        say(f"{one.title}: {one.owed} owed, {one.kept} kept, {one.late} late, {one.missed} missed")
    say(f"{KEPT.cite}." if limits else "No limit of the authority's fell due in this year.")


def _check(authority: str) -> None:
    if not is_authority(authority):
        stop(f"--authority: {NO_AUTHORITY}")


def _draw(found: tuple[Funnel, ...], out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for one in found:
            if one.rate is not None:
                before = f"{SYNTHETIC}-" if one.synthetic else ""
                path = out / f"{before}funnel-{one.measure.id}.svg"
                path.write_text(one.picture(), "utf-8")
    except OSError as error:
        stop(f"{out} cannot be written ({error.strerror}): choose another folder.")
