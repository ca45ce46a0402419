"""What can be recorded: every kind with its fields, as a form would ask for them."""

from dataclasses import asdict
from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from apregister.api.schemas import body_fields
from apregister.auth.permissions import permission
from apregister.told import BasisShown
from movements.forms import FormField
from movements.kind import Kind
from movements.kinds import DOOR_KINDS
from movements.place_kind import PlaceKind
from movements.place_kinds import PLACE_KINDS
from movements.record import today

kinds = APIRouter(prefix="/kinds", tags=["movements"])


class Choice(BaseModel):
    """One code a field may hold, and what it means."""

    code: str
    label: str


class FieldShown(BaseModel):
    """One answer that a kind asks for."""

    name: str
    title: str
    hint: str
    input: str
    required: bool
    choices: list[Choice]
    example: str
    default: str

    @classmethod
    def of(cls, field: FormField) -> "FieldShown":
        """A field, its choices named."""
        choices = [{"code": code, "label": label} for code, label in field.choices]
        return cls.model_validate(asdict(field) | {"choices": choices})


class KindShown(BaseModel):
    """One kind of movement: what it is, on what basis, who records it and what it asks."""

    id: str
    title: str
    summary: str
    basis: str
    basis_detail: BasisShown
    recorded_by: list[str]
    fields: list[FieldShown]

    @classmethod
    def of(cls, kind: type[Kind | PlaceKind]) -> "KindShown":
        """A kind and its fields."""
        return cls(
            id=kind.id,
            title=kind.title,
            summary=kind.summary,
            basis=kind.basis.words(),
            basis_detail=BasisShown.of(kind.basis),
            recorded_by=sorted(kind.recorded_by),
            fields=[FieldShown.of(field) for field in body_fields(kind)],
        )


class KindsShown(BaseModel):
    """The kinds as a list like any other."""

    on: date
    synthetic: bool
    total: int
    items: list[KindShown]


@kinds.get("", summary="The kinds of movement and their fields")
@permission("own_account")
def every_kind() -> KindsShown:
    """Every kind that can be sent, of pupils and of settings, with the codes in use now."""
    sent: list[type[Kind | PlaceKind]] = [*DOOR_KINDS.values(), *PLACE_KINDS.values()]
    items = [KindShown.of(kind) for kind in sent]
    return KindsShown(on=today(), synthetic=False, total=len(items), items=items)
