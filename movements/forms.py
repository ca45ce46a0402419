"""A kind's fields as a form, a CSV template and a body: one definition, made from the kind."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from movements.codes import CODE_SETS
from movements.kind import Answers, Coded, Kind, Placed
from movements.money import InPounds

Input = Literal["text", "textarea", "date", "number", "choice", "place", "week", "money", "answers"]
LONG_TEXT = frozenset(
    {
        "parent_reasons",
        "enquiries",
        "found",
        "objectives",
        "baseline",
        "exit_criterion",
        "qualifications",
        "support",
        "words",
        "because",
        "reasons",
        "representations",
        "findings",
        "offer",
        "what",
        "interests",
        "note",
        "day_six_address",
    }
)


@dataclass(frozen=True)
class FormField:
    """One question of a kind: as a form asks it, a template explains it and a body names it."""

    name: str
    title: str
    hint: str
    input: Input
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""
    default: str = ""


COMMON_COLUMNS = (
    FormField("kind", "Kind", "Which movement this is", "text", True),
    FormField("upn", "UPN", "The pupil's UPN, 13 characters", "text", True, (), "B801200005001"),
    FormField("ref", "Your reference", "Anything that finds the row in your system", "text", False),
    FormField(
        "corrects", "Corrects entry", "Only to correct: the number of the entry", "number", False
    ),
    FormField(
        "correction_reason",
        "Reason for the correction",
        "Only to correct",
        "choice",
        False,
        tuple(CODE_SETS["CORRECTION_REASONS"].choices(date.max)),
    ),
)


def form_fields(kind: type[Answers], on: date) -> list[FormField]:
    """The kind's own questions in order, with the codes in use on a day."""
    return [_field(kind, name, info, on) for name, info in kind.fields().items()]


SETTING_COLUMN = FormField(
    "setting",
    "Setting",
    "The setting it is told of: URN, ukprn: and number, or id",
    "place",
    True,
    example="123456",
)


PUPIL_COLUMN = FormField(
    "pupil",
    "Pupil",
    "Only where the child has no UPN: new, or the id here that new was answered with",
    "text",
    False,
)
NEWCOMER = (
    FormField("forename", "Forename", "Only where pupil is new", "text", False),
    FormField("surname", "Surname", "Only where pupil is new", "text", False),
    FormField("dob", "Date of birth", "Only where pupil is new", "date", False),
)
"""What is asked besides of a child without a UPN who is told of for the first time."""


def newcomer_fields(kind: type[Answers]) -> tuple[FormField, ...]:
    """What a kind that may be the first to tell of a child asks of one without a UPN besides."""
    first = issubclass(kind, Kind) and kind.may_be_first
    return tuple(f for f in NEWCOMER if first and f.name not in kind.fields())


def columns(kind: type[Answers], on: date) -> list[FormField]:
    """Every column of the kind's CSV file: kind, upn, on, session, ref, then the kind's own.

    What is told of a place names a setting where others name a pupil, and has no session. What may
    be told first of a child without a UPN can say so, and who the child is.
    """
    more = newcomer_fields(kind)
    first = {field.name: field for field in (*COMMON_COLUMNS, SETTING_COLUMN, PUPIL_COLUMN, *more)}
    own = {field.name: field for field in form_fields(kind, on)}
    order = ["kind", "setting", "on", "ref"]
    if issubclass(kind, Kind):
        named = ["upn", "pupil"] if kind.may_be_first else ["upn"]
        order = ["kind", *named, "on", "session", "ref", *(field.name for field in more)]
    order += [name for name in own if name not in order] + ["corrects", "correction_reason"]
    return [first.get(name) or own[name] for name in order]


def _field(kind: type[Answers], name: str, info: FieldInfo, on: date) -> FormField:
    choices = _choices(kind, name, info, on)
    default = "" if info.is_required() or info.default is None else str(info.default)
    return FormField(
        name=name,
        title=info.title or name,
        hint=info.description or "",
        input=_input(kind, name, info, bool(choices)),
        required=info.is_required(),
        choices=choices,
        example=str(next(iter(info.examples or [""]))),
        default=default,
    )


def _choices(
    kind: type[Answers], name: str, info: FieldInfo, on: date
) -> tuple[tuple[str, str], ...]:
    mark = kind.marked(Coded).get(name)
    if mark is not None:
        return tuple(CODE_SETS[mark.code_set].choices(on))
    words = {"FT": "Full time", "PT": "Part time", "Y": "Yes", "N": "No"}
    words |= {"AM": "Morning", "PM": "Afternoon"}
    values = _literals(info.annotation)
    return tuple((value, words.get(value, value.replace("_", " "))) for value in values)


def _literals(annotation: Any) -> tuple[str, ...]:
    """The values of a Literal, also inside Annotated or where None is allowed."""
    if get_origin(annotation) is Literal:
        return tuple(str(value) for value in get_args(annotation))
    for part in get_args(annotation):
        found = _literals(part)
        if found:
            return found
    return ()


def _input(kind: type[Answers], name: str, info: FieldInfo, has_choices: bool) -> Input:
    if has_choices:
        return "choice"
    if name in kind.marked(Placed):
        return "place"
    if name in kind.marked(InPounds):
        return "money"
    if name in ("week", "next_week"):
        return "week"
    if name in LONG_TEXT:
        return "textarea"
    return _by_type(info.annotation)


def _by_type(annotation: Any) -> Input:
    types = {annotation, *get_args(annotation)}
    plain = {get_args(t)[0] if hasattr(t, "__metadata__") else t for t in types if t}
    if date in plain:
        return "date"
    if any(get_origin(one) is dict for one in plain):
        return "answers"
    return "number" if int in plain else "text"
