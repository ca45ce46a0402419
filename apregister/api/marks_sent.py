"""Marks sent by a program: what the body may be, and what is answered to it."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from movements.intake.attendance import AttendanceReport
from movements.intake.totals import TotalsReport
from movements.received import ProblemRow

_TEXT: dict[str, Any] = {"type": "string"}
_MANY = {"type": "array", "items": _TEXT}
_ONE_OR_MANY = {"oneOf": [_TEXT, _MANY]}
_UPNS = ["B801200005001", "K801200005002"]
BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "title": "Marks",
                "properties": {
                    "school": {
                        **_ONE_OR_MANY,
                        "description": "Not needed where the key has one place; a list, or one in "
                        "each row, for the marks of many schools",
                    },
                    "upn": _MANY,
                    "date": _ONE_OR_MANY,
                    "session": _ONE_OR_MANY,
                    "mark": _MANY,
                    "rows": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": dict.fromkeys(
                                ("upn", "date", "session", "mark", "school"), _TEXT
                            ),
                        },
                    },
                },
            },
            "examples": {
                "columns": {
                    "summary": "A session of a school: the quick way",
                    "value": {
                        "school": "103423",
                        "date": "2026-09-14",
                        "session": "AM",
                        "upn": _UPNS,
                        "mark": ["/", "L"],
                    },
                },
                "rows": {
                    "summary": "A row for each mark",
                    "value": {
                        "rows": [
                            {"upn": _UPNS[0], "date": "2026-09-14", "session": "PM", "mark": "C1"}
                        ]
                    },
                },
                "schools": {
                    "summary": "Many schools at once: each mark names its own",
                    "value": {
                        "school": ["103423", "103424"],
                        "date": "2026-09-14",
                        "session": "AM",
                        "upn": _UPNS,
                        "mark": ["/", "L"],
                    },
                },
            },
        },
        "text/csv": {
            "schema": _TEXT,
            "example": f"upn,date,session,mark\n{_UPNS[0]},14/09/2026,AM,/",
        },
    },
}


class Taken(BaseModel):
    """What became of what was sent. Of the accepted marks, `changed` replaced another.

    `receipt` is where the refused rows are told.
    """

    submission: int
    rows: int
    accepted: int
    unchanged: int
    changed: int
    refused: int
    receipt: str
    notes: list[str]

    @classmethod
    def of(cls, report: AttendanceReport | TotalsReport) -> "Taken":
        """The answer to a report on marks, or totals, taken in."""
        return cls(
            submission=report.submission,
            rows=report.accepted + report.already_held + report.refused,
            accepted=report.accepted,
            unchanged=report.already_held,
            changed=report.changed if isinstance(report, AttendanceReport) else 0,
            refused=report.refused,
            receipt=f"/api/v1/submissions/{report.submission}",
            notes=list(report.notes),
        )


class RowRefused(BaseModel):
    """A row that was refused: its line in the file (in JSON: which mark, from 1), and why."""

    line: int
    column: str
    problems: list[dict[str, str]]

    @classmethod
    def of(cls, row: ProblemRow) -> "RowRefused":
        """A refused row with its problems."""
        told = [problem.as_dict() for problem in row.problems]
        return cls(line=row.line, column=row.column, problems=told)


class SchoolTaken(Taken):
    """What became of the marks of one school among many: a submission of its own."""

    school: str
    place: str

    @classmethod
    def of_school(cls, school: str, place: str, report: AttendanceReport) -> "SchoolTaken":
        """The answer for a school, as the body names it and by its id."""
        return cls(school=school, place=place, **Taken.of(report).model_dump())


class NotTaken(BaseModel):
    """Rows of no school you can record for, or that cannot be read: on which lines, and why."""

    school: str
    lines: list[int]
    problems: list[dict[str, str]]


class FeedTaken(BaseModel):
    """What became of a body of many schools; its counts are those of every row.

    Lines count from 2, below the heading: in JSON the first mark is on line 2.
    """

    rows: int
    accepted: int
    unchanged: int
    changed: int
    refused: int
    schools: list[SchoolTaken]
    not_taken: list[NotTaken]
    notes: list[str]

    @classmethod
    def of(
        cls, schools: Sequence[SchoolTaken], left: Sequence[NotTaken], notes: Sequence[str]
    ) -> "FeedTaken":
        """The answer for each school, and for the rows of none."""
        without = sum(len(one.lines) for one in left)
        return cls(
            rows=without + sum(one.rows for one in schools),
            accepted=sum(one.accepted for one in schools),
            unchanged=sum(one.unchanged for one in schools),
            changed=sum(one.changed for one in schools),
            refused=without + sum(one.refused for one in schools),
            schools=list(schools),
            not_taken=list(left),
            notes=list(notes),
        )
