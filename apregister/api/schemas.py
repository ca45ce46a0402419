"""What the API's own description says of each kind's body, made from the kind."""

from dataclasses import replace
from datetime import date
from typing import Any

from fair_access.fair_share.kind import ShareKind
from movements.codes import CODE_SETS
from movements.forms import (
    COMMON_COLUMNS,
    SETTING_COLUMN,
    FormField,
    form_fields,
    newcomer_fields,
)
from movements.kind import Coded, Kind
from movements.place_kind import PlaceKind

SCHOOL = FormField(
    "school",
    "School",
    "The place that records: URN, ukprn: and number, or id. Only for an authority's key, or for "
    "one that speaks for several places",
    "place",
    False,
    example="123456",
)
PUPIL = FormField(
    "pupil", "Pupil", "The pupil's id here, instead of the UPN", "text", False, example=""
)
NEWCOMER = replace(
    PUPIL, hint=f"{PUPIL.hint}; or new: a child without a UPN of whom nothing has been told"
)
_TYPES: dict[str, dict[str, Any]] = {
    "number": {"type": ["integer", "string"]},
    "answers": {"type": ["object", "string"]},
}
_LIMITS = ("maxLength", "pattern")
_BOUNDS = {"minimum": "ge", "maximum": "le"}
_PATTERNS = {"week": "^[01]{10}$"}


Told = Kind | PlaceKind | ShareKind


def body_schema(kind: type[Told]) -> dict[str, Any]:
    """The exact body of the `POST` that records the kind; nothing else may be in it."""
    fields, own = body_fields(kind), kind.model_json_schema()["properties"]
    needed = [field.name for field in fields if field.required and field.name != "upn"]
    told: dict[str, Any] = {
        "title": kind.title,
        "description": f"{kind.summary} {kind.basis.words()}.",
        "type": "object",
        "additionalProperties": False,
        "properties": {field.name: _property(kind, field, own) for field in fields},
        "required": needed,
        "example": body_example(kind),
    }
    if _of_pupil(kind):
        told["anyOf"] = [{"required": ["upn"]}, {"required": ["pupil"]}]
    return told


def body_fields(kind: type[Told]) -> list[FormField]:
    """Every answer a body may hold: the common ones first, then the kind's own."""
    common = {field.name: field for field in COMMON_COLUMNS if field.name != "kind"}
    more = newcomer_fields(kind)
    pupil = NEWCOMER if getattr(kind, "may_be_first", False) else PUPIL
    whom = [common.pop("upn"), pupil] if _of_pupil(kind) else []
    if issubclass(kind, ShareKind):
        rest = [common["corrects"], common["correction_reason"]]
        return [*whom, *form_fields(kind, date.max), *rest]
    common.pop("upn", None)
    first = [*(whom or [SETTING_COLUMN]), SCHOOL]
    return [*first, *more, *form_fields(kind, date.max), *common.values()]


def _of_pupil(kind: type[Told]) -> bool:
    return issubclass(kind, Kind) or (issubclass(kind, ShareKind) and kind.about == "pupil")


def body_example(kind: type[Told]) -> dict[str, str]:
    """A body with the answers that must be given, as the template of the kind shows them."""
    return {
        field.name: field.example for field in body_fields(kind) if field.required and field.example
    }


def _property(kind: type[Told], field: FormField, own: dict[str, Any]) -> dict[str, Any]:
    schema = dict(_TYPES.get(field.input, {"type": "string"}))
    schema |= {"title": field.title, "description": field.hint}
    codes = _codes(kind, field)
    if codes:
        schema["enum"] = codes
    if field.input in _PATTERNS:
        schema["pattern"] = _PATTERNS[field.input]
    schema |= _limits(kind, field.name, own.get(field.name, {}))
    if field.default:
        schema["default"] = field.default
    if field.example:
        schema["examples"] = [field.example]
    return schema


def _limits(kind: type[Told], name: str, own: dict[str, Any]) -> dict[str, Any]:
    """The smallest and largest number, or the longest text, that the kind's own field allows."""
    parts = [own, *own.get("anyOf", [])]
    found = {limit: part[limit] for part in parts for limit in _LIMITS if limit in part}
    # Numbers may come as text, so pydantic's own schema does not say their bounds.
    for mark in kind.fields()[name].metadata if own else ():
        for limit, bound in _BOUNDS.items():
            if hasattr(mark, bound):
                found[limit] = getattr(mark, bound)
    return found


def _codes(kind: type[Told], field: FormField) -> list[str]:
    """Every code that was ever in use, since a movement may be dated when an old one was."""
    mark = kind.marked(Coded).get(field.name)
    if mark is not None:
        return [code.code for code in CODE_SETS[mark.code_set]]
    return [code for code, _ in field.choices]
