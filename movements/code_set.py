"""What a code set is: codes, their labels and the dates each may be used.

Both ends of a code's dates are included. `verified` is False where the code or its wording was
recalled and not yet read at its source; such codes are data, never conditions elsewhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

_SHOWN = 20

MarkClass = Literal[
    "present", "activity", "authorised", "unauthorised", "not_possible", "administrative"
]


@dataclass(frozen=True)
class Code:
    """One code, what it means, and the first and last day on which it may be used."""

    code: str
    label: str
    valid_from: date | None = None
    valid_to: date | None = None
    verified: bool = True
    instead: str = ""

    def valid_on(self, on: date) -> bool:
        """Whether the code could be used on that day."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Mark(Code):
    """An attendance mark and its statistical class (WTTISA, August 2024)."""

    mark_class: MarkClass = "administrative"

    @property
    def possible(self) -> bool:
        """Whether the session counts as a possible attendance: the denominator of every rate."""
        return self.mark_class not in ("not_possible", "administrative")

    @property
    def attended(self) -> bool:
        """Whether the session counts as attended: present, or at an approved activity."""
        return self.mark_class in ("present", "activity")


AnyCode = TypeVar("AnyCode", bound=Code, covariant=True)


class CodeSet(Generic[AnyCode]):
    """Codes of one purpose in their order; `called` names one of them ("exclusion reason")."""

    def __init__(self, name: str, called: str, codes: Iterable[AnyCode]) -> None:
        self.name = name
        self.called = called
        self.codes = tuple(codes)
        self._by_code = {code.code: code for code in self.codes}

    def __iter__(self) -> Iterator[AnyCode]:
        return iter(self.codes)

    def get(self, code: str, on: date) -> AnyCode:
        """The code as it stood on a day. Raises KeyError when unknown or not in use that day."""
        found = self._by_code[code]
        if not found.valid_on(on):
            raise KeyError(code)
        return found

    def problem(self, code: str, on: date) -> str | None:
        """What is wrong with the code on that day and how to mend it; None when nothing is."""
        found = self._by_code.get(code)
        if found is None:
            return self._unknown(code, on)
        if found.valid_from and on < found.valid_from:
            return self._too_early(found, found.valid_from, on)
        if found.valid_to and on > found.valid_to:
            return self._withdrawn(found, found.valid_to, on)
        return None

    def choices(self, on: date) -> list[tuple[str, str]]:
        """Codes in use on a day, with their labels, in order."""
        return [(code.code, code.label) for code in self.codes if code.valid_on(on)]

    def label(self, code: str) -> str:
        """What a code means, in use or withdrawn; an unknown code is its own label."""
        found = self._by_code.get(code)
        return found.label if found else code

    def rank(self, code: str) -> int:
        """The code's place in the set's order, from 0. Raises KeyError when unknown."""
        return self.codes.index(self._by_code[code])

    def clean(self, text: str) -> str:
        """The code meant by a text that differs from it in capitals or spaces; else the text."""
        wanted = text.strip()
        if wanted in self._by_code:
            return wanted
        near = (code for code in self._by_code if code.casefold() == wanted.casefold())
        return next(near, text)

    def _unknown(self, code: str, on: date) -> str:
        meant = self.clean(code)
        if meant != code:
            return f'"{code}" is not {_a(self.called)}: write it "{meant}".'
        return f'"{code}" is not {_a(self.called)}. Use {self._in_use(on)}.'

    def _too_early(self, code: Code, first: date, on: date) -> str:
        return (
            f'"{code.code}" ({code.label}) came into use on {_said(first)}; this is dated '
            f"{_said(on)}. For that day use {code.instead or self._in_use(on)}."
        )

    def _withdrawn(self, code: Code, last: date, on: date) -> str:
        return (
            f'"{code.code}" ({code.label}) was withdrawn after {_said(last)}; this is dated '
            f"{_said(on)}. For that day use {code.instead or self._in_use(on)}."
        )

    def _in_use(self, on: date) -> str:
        codes = [code for code, _ in self.choices(on)]
        more = f" or one of {len(codes) - _SHOWN} more" if len(codes) > _SHOWN else ""
        return "one of " + ", ".join(codes[:_SHOWN]) + more


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0].lower() in "aeiou" else f"a {noun}"


def _said(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def plain(name: str, called: str, **labels: str) -> CodeSet[Code]:
    """A set of codes that have been valid all along: code=label."""
    return CodeSet(name, called, (Code(code, label) for code, label in labels.items()))
