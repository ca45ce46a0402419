"""The questions of each step as a form asks them: drawn from the step, with categories in words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from fair_access.allocation import IMPLIED, answered_by_step, implied_kind
from fair_access.eligibility import CATEGORIES
from fair_access.steps import STEPS, Decision
from movements.forms import COMMON_COLUMNS, FormField, form_fields
from movements.kind import SeveralPlaced
from movements.kinds import KINDS
from movements.third_party import to_check


def step_questions(step_id: str, on: date) -> list[FormField]:
    """A step's own questions in order, a decision's reasons last.

    Raises KeyError for what is no step.
    """
    long = {name for name in to_check(STEPS[step_id]) if not name.endswith("_by")}
    long |= {*STEPS[step_id].marked(SeveralPlaced)}
    asked = [_in_words(_roomy(field, long)) for field in form_fields(STEPS[step_id], on)]
    return sorted(
        asked, key=lambda field: field.name in Decision.model_fields and field.name != "on"
    )


def step_columns(step_id: str) -> list[FormField]:
    """Every column of a step's file: kind, upn, the step's own, and what it corrects if it does."""
    common = {field.name: field for field in COMMON_COLUMNS}
    own = step_questions(step_id, date.max)
    return [common["kind"], common["upn"], *own, common["corrects"], common["correction_reason"]]


def movement_questions(movement: str, on: date) -> list[FormField]:
    """What an allocation asks beside its own questions, when this is the movement it implies.

    Raises KeyError for a movement that no allocation implies.
    """
    answered = answered_by_step(movement)
    kind = implied_kind(movement, on, on)
    return [field for field in form_fields(kind, on) if field.name not in answered]


def _roomy(field: FormField, long: set[str]) -> FormField:
    """A text in one's own words has room for more than a line."""
    return replace(field, input="textarea") if field.name in long else field


def _in_words(field: FormField) -> FormField:
    if field.name == "category":
        return replace(field, input="choice", choices=tuple(_categories()))
    if field.name == "movement":
        titles = tuple((name, KINDS[name].title) for name in IMPLIED)
        return replace(field, choices=titles)
    return field


def _categories() -> Iterator[tuple[str, str]]:
    for category in CATEGORIES.values():
        yield category.id, f"{category.id}: {category.title}"
