"""What the API answers, as its description shows it."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from apregister.sight import Shown
from movements.entry import Entry
from movements.problems import Concern
from movements.record import Recorded
from movements.register import Line


class ConcernShown(BaseModel):
    """Something that was recorded though it was not lawful, complete or in time."""

    code: str
    level: Literal["concern", "note"]
    message: str
    basis: str
    field: str

    @classmethod
    def of(cls, concern: Concern) -> "ConcernShown":
        """A concern, its basis in words."""
        return cls(
            code=concern.code,
            level=concern.level,
            message=concern.message,
            basis=concern.basis.words(),
            field=concern.field,
        )


class RecordedShown(BaseModel):
    """What became of a movement: the entry that holds it, and what it raises."""

    entry: int
    result: Literal["accepted", "already_held"]
    pupil: str
    concerns: list[ConcernShown]

    @classmethod
    def of(cls, recorded: Recorded) -> "RecordedShown":
        """What recording it came to."""
        return cls(
            entry=recorded.entry,
            result=recorded.result,
            pupil=recorded.pupil,
            concerns=[ConcernShown.of(concern) for concern in recorded.concerns],
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
    as_known_on: date | None
    entries: list[EntryShown]


class PupilFound(BaseModel):
    """The pupil's id, the key to everything else."""

    pupil: str


class ItemsShown(BaseModel):
    """A page of a list, and how long the whole list is."""

    on: date
    total: int
    items: list[dict[str, Any]]


def _unless_withheld(entry: Entry, text: str, shown: Shown) -> str | None:
    """Who recorded it says where the child is as plainly as the place does."""
    return None if shown.hides(entry.organisation) else text
