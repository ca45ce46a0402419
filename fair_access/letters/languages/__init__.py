"""The sentences of letters, a file for each language: `en.toml` is whole, others what they have."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
ENGLISH = "en"

Said = dict[str, str]
"""A text, and the code of the language that it is in."""


@dataclass(frozen=True)
class Language:
    """The sentences of one language, by paths such as `frame.dear_parent`; English for the rest."""

    code: str
    own: Mapping[str, Any]
    english: Mapping[str, Any]

    @property
    def held(self) -> bool:
        """Whether there is a file of this language at all."""
        return bool(self.own)

    def said(self, path: str, facts: Mapping[str, str]) -> Said:
        """A sentence with its facts put in. Raises KeyError where not even English has it."""
        return _filled(*self._found(path), facts)

    def paragraphs(self, path: str, facts: Mapping[str, str]) -> list[Said]:
        """The paragraphs that stand together, one or a list; none where English has none."""
        if _at(self.english, path) is None:
            return []
        found, code = self._found(path)
        return [_filled(one, code, facts) for one in ([found] if isinstance(found, str) else found)]

    def words(self, path: str) -> str:
        """A few words to stand within a sentence. Raises KeyError as `said` does."""
        return str(self._found(path)[0])

    def day(self, day: date) -> str:
        """A day in words, as the language writes it."""
        months = self._found("days.months")[0]
        return str(self._found("days.day")[0]).format(
            day=day.day, month=months[day.month - 1], year=day.year
        )

    def _found(self, path: str) -> tuple[Any, str]:
        own = _at(self.own, path)
        if own is not None:
            return own, self.code
        english = _at(self.english, path)
        if english is None:
            raise KeyError(path)
        return english, ENGLISH


def language(code: str, folder: Path = FOLDER) -> Language:
    """A language by its code; one that has no file yet says everything in English."""
    return Language(code, _read(folder, code), _read(FOLDER, ENGLISH))


def languages(folder: Path = FOLDER) -> Iterator[tuple[str, str]]:
    """The code and the own name of every language there is a file of, English first."""
    codes = {path.stem for path in folder.glob("*.toml")} - {ENGLISH}
    for code in (ENGLISH, *sorted(codes)):
        yield code, language(code, folder).words("name")


@cache
def _read(folder: Path, code: str) -> dict[str, Any]:
    path = folder / f"{code}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def _at(held: Mapping[str, Any], path: str) -> Any:
    found: Any = held
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _filled(text: str, code: str, facts: Mapping[str, str]) -> Said:
    return {"text": text.format_map(facts), "lang": code}
