"""A kind's or a step's fields as the questions of a form, and the form's answers as a door's."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from movements.copied import Copied
from movements.dates import NotADate, read_date
from movements.forms import FormField
from movements.problems import Problem

NOT_ANSWERS = frozenset(
    {"csrf_token", "school", "go_on", "instead", "draft", "seen_entry", "withdrawal"}
)
"""What a form sends besides the answers: its token, its draft, whom for, which button it was."""
MOST_RADIOS = 5
WHOLE_FORM = "answers"
"""The id of the form itself on every page that asks questions."""


@dataclass(frozen=True)
class Question:
    """One question of a form with what was answered and what is wrong with the answer.

    `copied`: whence the answer it begins with was copied, if it was. `held`: what the register has
    where only a change is asked for.
    """

    name: str
    title: str
    hint: str
    shape: str
    choices: tuple[tuple[str, str], ...]
    value: str
    error: str
    required: bool = False
    copied: Copied | None = None
    held: Copied | None = None

    @property
    def items(self) -> list[dict[str, object]]:
        """The choices as the macros of radios and selects want them."""
        first = [("", "Choose")] if self.shape == "select" else []
        choices = [*first, *(one for one in self.choices if one[0] or self.shape == "radios")]
        return [
            {
                "value": value,
                "text": text[:1].upper() + text[1:],
                "checked": value == self.value,
                "selected": value == self.value,
            }
            for value, text in choices
        ]


def form_answers(form: Mapping[str, str]) -> dict[str, str]:
    """The answers a form sent, as every door gives them to the register.

    The sessions ticked of a week (`week.0` is Monday morning) come as one answer of ten digits.
    """
    answers = {name: _lines(value) for name, value in form.items() if name not in NOT_ANSWERS}
    ticked = {name for name in answers if re.fullmatch(r"[a-z_.]+\.[0-9]", name)}
    weeks = {name.rpartition(".")[0] for name in ticked}
    whole = {week: "".join(str(int(f"{week}.{n}" in ticked)) for n in range(10)) for week in weeks}
    return {name: value for name, value in answers.items() if name not in ticked} | whole


def _lines(value: str) -> str:
    """A browser ends a line in two characters, every other door in one."""
    return value.replace("\r\n", "\n")


def questions(
    fields: Iterable[FormField], answers: Mapping[str, str], problems: Iterable[Problem]
) -> list[Question]:
    """The fields as questions. An answer not yet given shows the field's default."""
    wrong = {problem.field: problem.message for problem in reversed(tuple(problems))}
    return [_question(field, answers, wrong) for field in fields]


def placed(problems: Iterable[Problem], asked: Container[str]) -> tuple[Problem, ...]:
    """Problems for a page's summary; one of no question there leads to the form as a whole."""
    return tuple(
        one if one.field in asked else Problem(WHOLE_FORM, one.code, one.message)
        for one in problems
    )


def _question(field: FormField, answers: Mapping[str, str], wrong: Mapping[str, str]) -> Question:
    choices = field.choices
    needed = field.required or bool(field.default)
    return Question(
        name=field.name,
        title=field.title if needed else f"{field.title} (optional)",
        hint=_hint(field),
        shape=_shape(field, choices),
        choices=choices if needed or _has_none(choices) else (*choices, ("", "Not given")),
        value=answers.get(field.name, field.default),
        error=wrong.get(field.name, ""),
        required=field.required,
    )


TYPED = "Type its name as the list has it, or its URN, ukprn: and number, or id here."


def _has_none(choices: Iterable[tuple[str, str]]) -> bool:
    return any(value == "" for value, _ in choices)


def _shape(field: FormField, choices: tuple[tuple[str, str], ...]) -> str:
    if choices:
        return "radios" if len(choices) <= MOST_RADIOS else "select"
    return field.input


def _hint(field: FormField) -> str:
    if field.input == "date":
        return _sentences(field.hint, "For example, 14/09/2026.")
    if field.input == "place":
        when = field.hint.partition(":")[0] if field.hint.startswith("Only") else ""
        return _sentences(when, TYPED)
    if field.input == "week":
        return _sentences(field.hint.partition(":")[0], "Tick the sessions the pupil attends.")
    if field.choices:
        return _without_codes(field.hint, {code for code, _ in field.choices})
    return field.hint


def _without_codes(hint: str, codes: set[str]) -> str:
    """A hint for a reader who sees each choice in words: what lists the codes of files goes."""
    parts = re.split(r"[:;] ", _in_full(hint))
    left = [part for part in parts if len(codes & {*re.findall(r"\w+", part)}) < 2]
    words = ": ".join(left)
    return words[:1].upper() + words[1:]


def _in_full(hint: str) -> str:
    return re.sub(r"\bN (?=where)", "No ", re.sub(r"\bY (?=where|withholds)", "Yes ", hint))


def _sentences(*texts: str) -> str:
    return " ".join(text if text.endswith(".") else f"{text}." for text in texts if text)


def shown_answers(details: Mapping[str, object], fields: Iterable[FormField]) -> dict[str, str]:
    """An entry's answers as a form shows them: days as 14/09/2026, yes and no as words."""
    inputs = {field.name: field.input for field in fields}
    return {name: _shown(value, inputs[name]) for name, value in details.items() if name in inputs}


def _shown(value: object, shape: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if shape == "date":
        return shown_day(str(value))
    if shape == "money" and isinstance(value, int):
        return f"{value / 100:.2f}"
    return str(value)


def shown_day(text: str) -> str:
    """A day as forms show it; what cannot be read stays as it was typed."""
    try:
        return f"{read_date(text):%d/%m/%Y}"
    except NotADate:
        return text
