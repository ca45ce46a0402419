"""What is wrong with an answer (refused) and what was wrong with a deed (recorded, shown)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal

from pydantic import ValidationError

from movements.basis import Basis
from movements.missing_words import SENTENCES


@dataclass(frozen=True)
class Problem:
    """Why an answer cannot be taken in: which field, a code for machines, a sentence for people."""

    field: str
    code: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """The problem as every door shows it: field, code and message."""
        return asdict(self)


@dataclass(frozen=True)
class Instead:
    """The lawful way: what to do, the kind to record in place of what was typed, and answers.

    `answers` are carried over to that kind, by field; the day and the session always are.
    """

    says: str
    kind: str
    answers: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Concern:
    """Something recorded that was not lawful, complete or in time, with the rule that says so.

    A "note" informs (a rule not yet in force, guidance); a "concern" asks somebody to act.
    `instead` is the lawful alternative, where there is one: a form shows it before it records.
    """

    code: str
    message: str
    basis: Basis
    level: Literal["concern", "note"] = "concern"
    field: str = ""
    instead: Instead | None = None

    def words(self) -> str:
        """The concern and its basis in one line."""
        return f"{self.message} [{self.basis.words()}]"


def by_the_law_of(on: date, concerns: Iterable[Concern]) -> Iterator[Concern]:
    """The concerns whose rule was the rule on that day, each with its basis of then."""
    for concern in concerns:
        basis = concern.basis.on(on)
        if basis is not None:
            yield replace(concern, basis=basis)


class Refused(Exception):
    """Raised when answers cannot be taken in; carries every problem found, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.field}: {p.message}" for p in self.problems))


class Wrong(ValueError):
    """Raised by a check that weighs several answers: which of them to mend, and how.

    Of a pair that cannot both be, the first is named.
    """

    def __init__(self, field: str, code: str, message: str) -> None:
        self.problem = Problem(field, code, message)
        super().__init__(message)


_WORDS: Mapping[str, str] = {
    "missing": "Enter the {named}.",
    "date": "{title} must be a real date such as 2026-09-14 or 14/09/2026.",
    "int": "{title} must be a whole number.",
    "bool": "{title} must be yes or no.",
    "string": "{title} must be text.",
    "unknown_field": "{title} is not a column of this kind: remove it or check its spelling.",
}
_EXACT: Mapping[str, tuple[str, str]] = {
    "literal_error": ("not_allowed", "{title} must be {expected}."),
    "greater_than_equal": ("not_allowed", "{title} must be {ge} or more."),
    "less_than_equal": ("not_allowed", "{title} must be {le} or less."),
    "string_too_long": ("too_long", "{title} is too long: at most {max_length} characters."),
}
"""Codes and words for what pydantic says of a value's limits; it names them in `ctx`."""
_FAMILIES = (
    ("missing", "missing"),
    ("date", "date"),
    ("int", "int"),
    ("bool", "bool"),
    ("string", "string"),
    ("extra_forbidden", "unknown_field"),
)


def problems_of(
    error: ValidationError, titles: Mapping[str, str] | None = None
) -> tuple[Problem, ...]:
    """Turn pydantic's errors into problems, one for each field; the same for every door."""
    return problems_of_errors(error.errors(include_url=False), titles or {})


def problems_of_errors(errors: Iterable[Any], titles: Mapping[str, str]) -> tuple[Problem, ...]:
    """The converter itself, shared with the API's own request errors."""
    return tuple(_problem(error, titles) for error in errors)


def _problem(error: Mapping[str, Any], titles: Mapping[str, str]) -> Problem:
    field = ".".join(str(part) for part in error["loc"] if part != "body") or "body"
    if error["type"] == "value_error":
        return _own_words(field, error)
    kind = str(error["type"])
    title = titles.get(field, field)
    if kind in _EXACT:
        code, words = _EXACT[kind]
        return Problem(field, code, words.format(title=title, **error["ctx"]))
    code = next((ours for prefix, ours in _FAMILIES if kind.startswith(prefix)), "not_allowed")
    if code == "missing" and title in SENTENCES:
        return Problem(field, code, SENTENCES[title])
    words = _WORDS.get(code, "{title}: " + str(error["msg"]) + ".")
    return Problem(field, code, words.format(title=title, named=in_a_sentence(title)))


def in_a_sentence(title: str) -> str:
    """A field's title inside a sentence: "the receiving school", but "the UPN"."""
    second = title[1:2]
    return title if second.isupper() else title[:1].lower() + title[1:]


def _own_words(field: str, error: Mapping[str, Any]) -> Problem:
    """What our own validators raise speaks plainly already: Wrong, or of one `code|sentence`."""
    raised = error.get("ctx", {}).get("error")
    if isinstance(raised, Wrong):
        return raised.problem
    text = str(raised or error["msg"])
    code, bar, message = text.partition("|")
    return Problem(field, code if bar else "not_allowed", message if bar else text)
