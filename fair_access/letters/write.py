"""Writing a letter: the decision, why, what happens next, the reader's rights, whom to call.

A letter is data, and its canonical bytes are what is kept: made again from what was known then,
they are the same. How it looks on paper is for the shell.
"""

from collections.abc import Iterator
from typing import Any

from fair_access.letters.decisions import DECISIONS
from fair_access.letters.facts import Facts
from fair_access.letters.languages import Language, Said
from fair_access.letters.rights import rights_of
from movements.basis import Basis

FORMAT = 1
"""Raised when a letter says something in another way: an older one is read as it was written."""

Letter = dict[str, Any]
"""A letter as data: who it is to, its title, its sections of paragraphs, and its rules."""


def write(facts: Facts, language: Language) -> Letter:
    """The letter of one decision to one reader, in a language."""
    words = facts.words(language)
    rights = list(rights_of(facts))
    sections = [
        _section("decided", _of_decision("decided", facts, language, words), language, words),
        _section("why", _why(facts, language, words), language, words),
        _section("next", _of_decision("next", facts, language, words), language, words),
        _section(
            "rights" if facts.whom == "parent" else "duties",
            [language.said(f"right.{right.id}", words) for right, _ in rights],
            language,
            words,
        ),
        _section("call", language.paragraphs(f"call.{facts.whom}", words), language, words),
    ]
    return {
        "format": FORMAT,
        "case": facts.case,
        "about": facts.taken.entry.number,
        "decision": facts.step,
        "to": facts.whom,
        "language": language.code,
        "withheld": facts.withheld,
        "made": facts.made.isoformat(),
        "head": [language.said(f"frame.{one}", words) for one in _head(facts, language)],
        "greeting": language.said(f"greeting.{facts.whom}", words),
        "title": _of_decision("title", facts, language, words)[0],
        "sections": [one for one in sections if one["paragraphs"]],
        "sign": language.paragraphs("frame.sign", words),
        "rules_title": language.said("section.rules", words),
        "rules": _rules([basis for _, basis in rights]),
    }


def _head(facts: Facts, language: Language) -> Iterator[str]:
    """What stands above the greeting; first, where there is no wording, that it is in English."""
    if not language.held:
        yield "not_translated"
    yield from ("date", "about")
    if facts.details.get("dob"):
        yield "born"
    yield "reference"


def _of_decision(part: str, facts: Facts, language: Language, words: dict[str, str]) -> list[Said]:
    """The sentences of the closest path that has some; English has some of every decision."""
    paths = DECISIONS[facts.step].paths(facts.taken, facts.whom)
    found = (language.paragraphs(f"{path}.{part}", words) for path in paths)
    return next(filter(None, found))


def _why(facts: Facts, language: Language, words: dict[str, str]) -> Iterator[Said]:
    """The reasons as they were recorded, to the parent and the school of the place."""
    if facts.withheld:
        yield from language.paragraphs(f"withheld.{facts.whom}", words)
    elif facts.whom != "referrer" and facts.answer("reasons"):
        yield language.said("frame.reasons", words)


def _section(
    name: str, paragraphs: Any, language: Language, words: dict[str, str]
) -> dict[str, Any]:
    return {
        "id": name,
        "title": language.said(f"section.{name}", words),
        "paragraphs": list(paragraphs),
    }


def _rules(found: list[Basis]) -> list[dict[str, str | bool]]:
    """Each rule once, in English: it is cited as the law has it."""
    once = {basis.words(): basis for basis in found}
    return [
        {
            "level": basis.level,
            "words": words.removeprefix(f"{basis.level}: "),
            "confirmed": basis.confirmed,
        }
        for words, basis in once.items()
    ]
