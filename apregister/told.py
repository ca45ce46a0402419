"""What is told of pupils as JSON: one shape for the API and for --json at the command line."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from apregister.sight import Seen, Shown
from movements.basis import Basis, Level
from movements.due import DueItem
from movements.entry import Entry
from movements.ledger import OutOfSight
from movements.problems import Concern
from movements.register import Line
from movements.spells import OutOfSightSpell


class BasisShown(BaseModel):
    """The authority for a rule part by part, with the days it is in force."""

    level: Level
    cite: str
    in_force_from: date | None
    in_force_to: date | None
    confirmed: bool
    words: str

    @classmethod
    def of(cls, basis: Basis) -> "BasisShown":
        """A basis and what it comes to in words."""
        return cls.model_validate(basis.as_dict())


class ConcernShown(BaseModel):
    """Something that was recorded though it was not lawful, complete or in time."""

    code: str
    level: Literal["concern", "note"]
    message: str
    basis: str
    basis_detail: BasisShown
    field: str

    @classmethod
    def of(cls, concern: Concern) -> "ConcernShown":
        """A concern, its basis in words."""
        return cls(
            code=concern.code,
            level=concern.level,
            message=concern.message,
            basis=concern.basis.words(),
            basis_detail=BasisShown.of(concern.basis),
            field=concern.field,
        )


class PlaceShown(BaseModel):
    """A place by its id and name; both withheld where the child is protected."""

    id: str | None
    name: str

    @classmethod
    def of(cls, place: str, shown: Shown) -> "PlaceShown":
        """A place as the actor may see it."""
        return cls(id=shown.place(place), name=shown.name(place))


class EntryShown(BaseModel):
    """One entry of a history."""

    entry: int
    kind: str
    title: str
    on: date
    session: str
    sentence: str
    details: dict[str, Any]
    place: PlaceShown | None
    case: str | None
    recorded_at: str
    recorded_by: str | None
    organisation: str | None
    source: str
    corrects: int | None
    reason: str | None
    in_force: bool
    corrected_by: int | None
    planned: bool
    concerns: list[ConcernShown]

    @classmethod
    def of(cls, line: Line, shown: Shown) -> "EntryShown":
        """A line of a history, without what is withheld."""
        entry = line.entry
        return cls(
            entry=entry.number,
            kind=entry.kind,
            title=line.title,
            on=entry.on,
            session=entry.session,
            sentence=line.sentence,
            details=shown.details(entry),
            place=PlaceShown.of(entry.place_id, shown) if entry.place_id else None,
            case=entry.case_id,
            recorded_at=entry.recorded_at,
            recorded_by=_unless_withheld(entry, entry.recorded_by, shown),
            organisation=_unless_withheld(entry, entry.organisation, shown),
            source=entry.source,
            corrects=entry.corrects,
            reason=entry.reason,
            in_force=line.in_force,
            corrected_by=line.corrected_by,
            planned=line.planned,
            concerns=[ConcernShown.of(concern) for concern in line.concerns],
        )


class HistoryShown(BaseModel):
    """Everything an organisation may see of a pupil, in the order it took effect."""

    pupil: str
    sight: Literal["all", "own"]
    withheld: bool
    synthetic: bool
    as_known_on: date | None
    entries: list[EntryShown]

    @classmethod
    def of(cls, seen: Seen, as_known_on: date | None, *, synthetic: bool) -> "HistoryShown":
        """What an actor sees of a pupil."""
        return cls(
            pupil=seen.pupil,
            sight="own" if seen.sight == "own" else "all",
            withheld=seen.shown.withheld,
            synthetic=synthetic,
            as_known_on=as_known_on,
            entries=[EntryShown.of(line, seen.shown) for line in seen.lines],
        )


class ItemsShown(BaseModel):
    """A list on a day, or a page of it, and how long the whole list is."""

    on: date
    synthetic: bool
    total: int
    items: list[dict[str, Any]]

    @classmethod
    def of_rules(cls, on: date, items: list[dict[str, Any]]) -> "ItemsShown":
        """A whole list of rules, which tell of no pupil, invented or not."""
        return cls(on=on, synthetic=False, total=len(items), items=items)

    @classmethod
    def of(
        cls, on: date, items: list[dict[str, Any]], total: int, *, synthetic: bool
    ) -> "ItemsShown":
        """A page of items, all about invented pupils or none said to be."""
        return cls(on=on, synthetic=synthetic, total=total, items=items)


def due_told(item: DueItem, shown: Shown) -> dict[str, Any]:
    """A clock, without the place and the owner that are withheld."""
    return item.as_dict() | {
        "place": shown.place(item.place),
        "owner": shown.place(item.whose),
    }


def exception_told(item: OutOfSight, shown: Shown) -> dict[str, Any]:
    """An exception of the ledger, without the places and the owner that are withheld."""
    told = item.as_dict() | _without_places(item, shown)
    # What was answered may say where the child is.
    return told | {"answer": None} if shown.withheld else told


def check_told(item: OutOfSight, shown: Shown) -> dict[str, Any]:
    """What a cross-check found; `own` where it is asked of the place that looks."""
    return exception_told(item, shown) | {"own": item.owner in shown.by.places}


def spell_told(spell: OutOfSightSpell, shown: Shown) -> dict[str, Any]:
    """A spell out of sight, without the places and the owner that are withheld."""
    return spell.as_dict() | _without_places(spell, shown)


def _without_places(item: OutOfSight | OutOfSightSpell, shown: Shown) -> dict[str, Any]:
    places = [place for place in item.places if not shown.hides(place)]
    return {"places": places, "owner": shown.place(item.owner)}


def _unless_withheld(entry: Entry, text: str, shown: Shown) -> str | None:
    """Who recorded it says where the child is as plainly as the place does."""
    return None if shown.hides(entry.organisation) else text
