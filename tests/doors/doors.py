"""The doors, each told the same: what it made of it, as one shape."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from apregister.auth.keys import actor_of_token
from apregister.db import reading, writing
from movements.entry import ENTRIES, EntryRow, read_entries
from movements.forms import form_fields
from movements.intake.movements import take_in_movements
from movements.intake.reading import read_rows
from movements.kinds import DOOR_KINDS
from movements.place_kinds import PLACE_KINDS
from movements.places import find_place
from tests.api.world import World
from tests.doors.told import Told

KINDS_TOLD = {**DOOR_KINDS, **PLACE_KINDS}


@dataclass(frozen=True)
class Said:
    """What a door said of one movement: the result, the problems, the concerns, what was held."""

    result: str
    problems: tuple[tuple[str, str, str], ...] = ()
    concerns: tuple[tuple[str, str, str, str, str], ...] = ()
    held: tuple[Any, ...] = ()

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """Field and code of each problem."""
        return tuple((field, code) for field, code, _ in self.problems)


Door = Callable[[World, Told], Said]


def tell_first(world: World, told: Told) -> None:
    """Tell what the row needs to have been told before it, once."""
    for one in told.first:
        said = by_json(world, one)
        assert said.result in ("accepted", "already_held"), (one, said)


def by_json(world: World, told: Told) -> Said:
    """Through the API, every answer a text."""
    return _by_api(world, told, dict(told.answers))


def by_typed_json(world: World, told: Told) -> Said:
    """Through the API, numbers as numbers, and what is not answered as null."""
    fields = {field.name: field for field in form_fields(KINDS_TOLD[told.kind], date.max)}
    body: dict[str, object] = dict.fromkeys(fields)
    for name, value in told.answers.items():
        numeric = name == "corrects" or (name in fields and fields[name].input == "number")
        body[name] = _number(value) if numeric else value
    return _by_api(world, told, body)


def by_csv(world: World, told: Told) -> Said:
    """As the one row of a school's file."""
    columns = {"kind": told.kind, "upn": told.upn, "on": "", **told.answers}
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerows([columns.keys(), columns.values()])
    sheet = read_rows(text.getvalue().encode(), name="movements.csv")
    with writing(world.engines.register) as session:
        by = actor_of_token(session.connection(), world.keys[told.sender])
        assert by is not None
        place = find_place(session, next(iter(by.places))) if by.places else None
        report = take_in_movements(session, sheet, place=place, by=by)
        [outcome] = report.outcomes
        held = _held(session, outcome.entry)
    return Said(
        outcome.result,
        tuple(sorted((p.field, p.code, p.message) for p in outcome.problems)),
        tuple((c.field, c.code, c.level, c.message, c.basis.words()) for c in outcome.concerns),
        held,
    )


DOORS: dict[str, Door] = {"csv": by_csv, "json": by_json, "typed json": by_typed_json}


def _by_api(world: World, told: Told, answers: dict[str, object]) -> Said:
    answer = world.send(told.sender, told.kind, {"upn": told.upn, **answers})
    if answer.status == 422:
        problems = answer.body["problems"]
        return Said(
            "refused", tuple(sorted((p["field"], p["code"], p["message"]) for p in problems))
        )
    names = ("field", "code", "level", "message", "basis")
    concerns = tuple(tuple(c[name] for name in names) for c in answer.body["concerns"])
    held = held_as(world, answer.body["entry"])
    return Said(answer.body["result"], (), concerns, held)  # type: ignore[arg-type]


def held_as(world: World, number: int) -> tuple[Any, ...]:
    """What an entry of the register holds."""
    with reading(world.engines.register) as session:
        return _held(session, number)


def _held(session: Session, number: int | None) -> tuple[Any, ...]:
    """What an entry holds, whichever door it came by and whichever number it has."""
    if number is None:
        return ()
    (entry,) = read_entries(session, ENTRIES.where(EntryRow.number == number))
    names = ("kind", "on", "session", "place_id", "authority", "corrects", "reason", "details")
    return (entry.organisation, *(getattr(entry, name) for name in names))


def _number(text: str) -> object:
    """The number a text writes; the text where it writes none."""
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text
