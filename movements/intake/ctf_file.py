"""A Common Transfer File read for its marks: each pupil's AttendanceMarks, nothing else of it.

Editions up to 25 and both wrappers (CTFpupilData and Pupils) are read. No part of the file can
make the reader open another, or grow: entities and document types are refused.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from movements.dates import NotADate, read_date
from movements.intake.plain_text import Unreadable

_ROOT = re.compile(rb"<\s*(?:[\w.-]+:)?ctfile[\s>/]", re.IGNORECASE)
_HEAD = 4096
_YEAR = ("Year", "LEA", "Estab")
_ALSO = {"CTFVersion": "CTFversion"}
"""How some systems write the name of an element."""
_HOLDS_RUNS = ("Pupil", "YearData", "AttendSessions")
_TOLD = ("UPN", "CTFversion", "DateTime", "AttendanceStartDate", "AttendanceMarks", *_YEAR)


@dataclass
class Run:
    """A run of marks as the file has it: whose, of which school, from when, and on which line."""

    upn: str = ""
    school: str = ""
    start: str = ""
    marks: str = ""
    line: int = 0


@dataclass
class Ctf:
    """A Common Transfer File: its edition, the day it was made, and the runs of marks in it."""

    version: int | None = None
    made: date | None = None
    pupils: int = 0
    runs: list[Run] = field(default_factory=list)


def is_ctf(data: bytes) -> bool:
    """Whether a file begins as a Common Transfer File does."""
    return _ROOT.search(data[:_HEAD].replace(b"\0", b"")) is not None


def read_ctf(data: bytes, *, name: str) -> Ctf:
    """What a Common Transfer File tells of marks. Raises Unreadable where it is damaged or cut off,
    or defines entities of its own.
    """
    reader = _Reader()
    parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    reader.parser = parser.parser
    try:
        parser.feed(data)
        parser.close()
    except DefusedXmlException:
        raise Unreadable(
            f"{name} has a document type or entities of its own, which no Common Transfer File "
            "needs, so nothing in it was read: export it again."
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(
            f"{name} is a Common Transfer File that is damaged or was cut off ({error}), so "
            "nothing in it was taken in: export and send it again."
        ) from None
    return reader.found


class _Reader:
    """Hears the file element by element and keeps what it tells of marks.

    A run stands in an AttendSessions of its own or, in other exports, in the YearData itself, and
    before or after the UPN and the school that it is of.
    """

    def __init__(self) -> None:
        self.found = Ctf()
        self.parser: Any = None
        self.path: list[str] = []
        self.text: list[str] = []
        self.upn, self.run = "", Run()
        self.year: dict[str, str] = {}
        self.of_pupil: list[Run] = []
        self.of_year: list[Run] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        name = _ALSO.get(name, name)
        self.path.append(name)
        self.text = []
        if name in _HOLDS_RUNS:
            self._keep()
        if name == "Pupil":
            self.upn, self.of_pupil = "", []
            self.found.pupils += 1
        elif name == "YearData":
            self.year, self.of_year = {}, []
        elif name == "AttendSessions":
            self.run.line = self.parser.CurrentLineNumber

    def data(self, text: str) -> None:
        """Text within an element."""
        if self.path and self.path[-1] in _TOLD:
            self.text.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        name, text = self.path.pop(), "".join(self.text)
        self.text = []
        if name in _YEAR and self.path[-1:] == ["YearData"]:
            self.year[name] = text.strip()
        elif name == "UPN" and "Pupil" in self.path:
            self.upn = self.upn or text.strip()
        elif name == "AttendanceStartDate":
            self._of_run().start = text.strip()
        elif name == "AttendanceMarks":
            self._of_run(has_marks=True).marks = text
        elif name in _HOLDS_RUNS:
            self._ended(name)
        else:
            self._header(name, text.strip())

    def close(self) -> Ctf:
        """The file ends."""
        return self.found

    def _of_run(self, *, has_marks: bool = False) -> Run:
        """The run that a part belongs to: the next one, where this one has that part already."""
        if self.run.marks if has_marks else self.run.start:
            self._keep()
        self.run.line = self.run.line or self.parser.CurrentLineNumber
        return self.run

    def _keep(self) -> None:
        if self.run.marks.strip():
            for some in (self.found.runs, self.of_pupil, self.of_year):
                some.append(self.run)
        self.run = Run()

    def _ended(self, name: str) -> None:
        self._keep()
        if name == "YearData":
            school = "/".join(filter(None, (self.year.get("LEA"), self.year.get("Estab"))))
            for run in self.of_year:
                run.school = school
        elif name == "Pupil":
            for run in self.of_pupil:
                run.upn = self.upn

    def _header(self, name: str, text: str) -> None:
        if name == "CTFversion":
            number = re.match(r"[0-9]+", text)
            self.found.version = int(number[0]) if number else None
        elif name == "DateTime":
            self.found.made = _day(text[:10])


def _day(text: str) -> date | None:
    try:
        return read_date(text)
    except NotADate:
        return None
