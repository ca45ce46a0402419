"""A letter about a decision is made: its text is kept, and the case names it by its hash."""

import re
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from fair_access.case_state import TITLES, CaseState, State
from fair_access.law import AS_WRITTEN
from fair_access.steps.step import Step, Taken
from movements.basis import Basis
from movements.kind import Answers, Count, Names, Text

Reader = Literal["parent", "school", "referrer"]
READERS: dict[Reader, str] = {
    "parent": "the parent",
    "school": "the school of the place",
    "referrer": "the school that referred",
}
"""Who is written to, in words within a sentence."""


def _read_language(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[a-z]{2,3}", value.strip()):
        raise ValueError("language|Give the language by its code of two or three letters: en.")
    return value


class LetterAsked(Answers):
    """What is asked when a letter is made: about which decision, to whom, in which language."""

    whom: Reader = Field(
        title="To whom",
        description="parent, school (the school of the place) or referrer (the school that "
        "referred)",
        examples=["parent"],
    )
    about: Count = Field(
        title="Decision",
        description="The entry of the decision that the letter tells",
        examples=["120"],
    )
    language: Annotated[
        str, BeforeValidator(_read_language, json_schema_input_type=str), Field(max_length=3)
    ] = Field(
        default="en",
        title="Language",
        description="The code of the language; what is not translated stays in English",
        examples=["en"],
    )
    call: Text = Field(
        title="Whom to call",
        description="Name or team, telephone and email that the reader can ask",
        examples=["Fair access team, 01632 960 001, fair.access@example.gov.uk"],
    )


class CaseLetterMade(LetterAsked, Step):
    """A letter, by the SHA-256 of its text: told by make_letter() alone, never by a form.

    `upto` is the last entry that it knows. It is no step forward: the case stands as before.
    """

    id: ClassVar[str] = "case_letter_made"
    title: ClassVar[str] = "Letter made"
    does: ClassVar[str] = "Make a letter"
    history_words: ClassVar[str] = "A letter was made about the fair access panel's decision"
    basis: ClassVar[Basis] = AS_WRITTEN
    after: ClassVar[frozenset[State]] = frozenset(TITLES) - {"not_open"}
    by_form: ClassVar[bool] = False

    sha256: str = Field(
        title="SHA-256",
        description="Of the letter's text, in hex",
        examples=["0" * 64],
        pattern="^[0-9a-f]{64}$",
    )
    upto: Count = Field(title="Up to", description="The last entry it knows", examples=["120"])
    withheld: Literal["Y", "N"] = Field(
        title="Places withheld",
        description="Y where the child was protected, and it names no place",
        examples=["N"],
    )

    def apply(self, state: CaseState, taken: Taken) -> CaseState:
        """One more letter; what is recorded next may have been done before it was made."""
        return replace(state, letters=state.letters | {(taken.number, self.whom)})

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"A letter to {READERS[self.whom]} was made about entry {self.about}"


class CaseLetterRedacted(Step):
    """The text of a letter is kept no longer: it said again what redacted entries had said.

    That there was a letter, to whom and of which SHA-256, stays with the entry that made it.
    """

    id: ClassVar[str] = "case_letter_redacted"
    title: ClassVar[str] = "Letter redacted"
    does: ClassVar[str] = "Redact a letter"
    history_words: ClassVar[str] = "The text of a letter about the panel's decision was redacted"
    basis: ClassVar[Basis] = AS_WRITTEN
    after: ClassVar[frozenset[State]] = frozenset(TITLES) - {"not_open"}
    by_form: ClassVar[bool] = False

    letter: Count = Field(
        title="Letter", description="The entry that made the letter", examples=["123"]
    )
    entries: tuple[int, ...] = Field(
        title="Entries", description="The redacted entries that it quoted", examples=["12"]
    )

    def apply(self, state: CaseState, taken: Taken) -> CaseState:
        """The case stands as before."""
        return state

    def sentence(self, names: Names) -> str:
        """What was done."""
        which = ", ".join(map(str, self.entries))
        return f"The letter of entry {self.letter} was redacted, for it quoted entry {which}"
