"""Correcting or withdrawing a line of the minute book: which line, and what cannot be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fair_access.meetings import OF_PANELS
from fair_access.meetings.book import Book, Line, fold
from fair_access.meetings.minute import OFFICER, Before, Minute
from fair_access.meetings.minute_withdrawn import MinuteWithdrawn
from fair_access.meetings.state import Meeting, Panel
from movements.actor import Actor
from movements.codes import CODE_SETS
from movements.problems import Problem, Refused

CORRECTS, REASON = "corrects", "correction_reason"


@dataclass(frozen=True)
class Mending:
    """What a door was asked to mend: the number of the line, and why where it is corrected."""

    number: str
    reason: str | None


@dataclass(frozen=True)
class Mended:
    """The line that is mended, and the reason of a correction."""

    line: Line
    reason: str | None


def asked_to_mend(answers: Mapping[str, Any]) -> tuple[dict[str, Any], Mending | None]:
    """The answers of the minute itself, and what it is to mend; None for a new line."""
    own = dict(answers)
    number, reason = (str(own.pop(name, "") or "").strip() for name in (CORRECTS, REASON))
    return own, Mending(number, reason or None) if number else None


def line_to_mend(held: Book, asked: Mending, told: Minute[Any], by: Actor) -> Mended:
    """The line meant. Raises Refused where there is none, or it cannot be mended so."""
    line = next((x for x in held.lines if str(x.entry.number) == asked.number), None)
    if line is None:
        words = "No minute of this number is in the book: give the number of the minute's entry."
        raise Refused([Problem(CORRECTS, "unknown_entry", words)])
    problems = list(_problems(held, line, asked, told, by))
    if problems:
        raise Refused(problems)
    return Mended(line, None if isinstance(told, MinuteWithdrawn) else asked.reason)


def _problems(
    held: Book, line: Line, asked: Mending, told: Minute[Any], by: Actor
) -> Iterator[Problem]:
    if by.role not in OFFICER:
        yield Problem("minute", "not_allowed", "Ask an officer to correct or withdraw a minute.")
    if line.minute.by_itself or isinstance(line.minute, MinuteWithdrawn):
        yield Problem(CORRECTS, "stays", f'"{line.minute.title}" stays as it is: note it anew.')
    elif line.gone is not None:
        words = f"Entry {asked.number} was corrected or withdrawn already, by entry {line.gone}."
        yield Problem(CORRECTS, "corrected_already", words)
    if isinstance(told, MinuteWithdrawn):
        yield from _withdrawal(held, line)
    else:
        yield from _correction(line, asked, told)


def _withdrawal(held: Book, line: Line) -> Iterator[Problem]:
    """How a panel begins stays; a meeting is withdrawn last of all that was noted of it."""
    if not line.minute.opens or line.entry.corrects is not None:
        return
    if line.entry.kind in OF_PANELS:
        words = "A panel that was set up is not withdrawn: correct what is said of it."
        yield Problem(CORRECTS, "begins_it", words)
    elif any(_stands(x) and x != line for x in held.of_meeting(line.taken.meeting)):
        words = "Withdraw first what else was noted of the meeting, or correct this instead."
        yield Problem(CORRECTS, "begins_it", words)


def _stands(line: Line) -> bool:
    return line.gone is None and not isinstance(line.minute, MinuteWithdrawn)


def _correction(line: Line, asked: Mending, told: Minute[Any]) -> Iterator[Problem]:
    if told.id != line.entry.kind:
        words = f"Entry {asked.number} says {line.minute.title.lower()}: send {line.entry.kind}."
        yield Problem(CORRECTS, "another_kind", words)
    wrong = CODE_SETS["CORRECTION_REASONS"].problem(asked.reason or "", told.on)
    if wrong:
        yield Problem(REASON, "unknown_code" if asked.reason else "missing", wrong)


def before_line(held: Book, line: Line, today: date, cases: frozenset[str]) -> Before:
    """What a line in the place of another is judged against: the book as it was before that."""
    when = (line.entry.on, line.entry.number)
    earlier = (x.entry for x in held.lines if (x.entry.on, x.entry.number) < when)
    then = fold(earlier, today)
    return Before(
        then.panels.get(line.taken.panel, Panel()),
        then.meetings.get(line.taken.meeting, Meeting()),
        cases,
    )
