"""The questions of each kind of fair-share entry as a form asks them: choices in words."""

from dataclasses import replace
from datetime import date

from fair_access.fair_share.kind import ShareKind
from movements.forms import FormField, form_fields

_WORDS = {
    "points": "Points: counts by their weights, added",
    "weightings": "Weightings: the same for each 100 pupils",
    "rotation": "Rotation: the school that has waited longest is next",
    "year_group": "The child's year group",
    "school": "The whole school",
    "admitted": "Any fair access admission",
    "excluded_taken": "A permanently excluded child taken",
    "own": "Its own line, and the authority's totals",
    "all": "The lines of all schools",
    "straight_line": "In a straight line",
    "walking": "Walking",
    "public_transport": "By public transport",
    "car": "By car",
}


def share_questions(kind: type[ShareKind], on: date) -> list[FormField]:
    """A kind's own questions in order."""
    return [_in_words(field) for field in form_fields(kind, on)]


def _in_words(field: FormField) -> FormField:
    choices = tuple((code, _WORDS.get(code, words)) for code, words in field.choices)
    shape = "textarea" if field.name == "reason" else field.input
    return replace(field, choices=choices, input=shape)
