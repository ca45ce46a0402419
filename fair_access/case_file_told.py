"""A case file as data: in a sealed pack, and for a program that reads one case."""

from dataclasses import asdict
from typing import Any

from fair_access.case_file import CaseFile, FileLine
from fair_access.case_reader import Case
from movements.copied import Copied
from movements.due import DueItem
from movements.written import WORDS_WITHHELD


def file_told(file: CaseFile) -> dict[str, Any]:
    """A case file as data: no place of a protected child, and not who would act for one."""
    return {
        "case": _case_told(file.case, file.withheld),
        "protected": file.withheld,
        "standing": asdict(file.standing),
        "clocks": [_clock_told(item) for item in file.clocks],
        "attendance": {**asdict(file.attendance), "since": file.since.isoformat()},
        "gaps": [asdict(gap) for gap in file.gaps],
        "answers": [asdict(one) for one in file.answers],
        "copied": [_copied_told(one) for one in file.copied],
        "papers": [asdict(one) | {"entries": [*one.entries]} for one in file.papers],
        "lines": [_line_told(line) for line in file.lines],
        "earlier": [_case_told(one, file.withheld) for one in file.earlier],
    }


def _case_told(case: Case, withheld: bool) -> dict[str, Any]:
    """A case; of a protected child its steps by their titles, for people wrote the rest."""
    return {
        "id": case.id,
        "state": case.title,
        "category": case.category,
        "clocks": [_clock_told(item) for item in case.clocks],
        "counted": case.counted,
        "steps": [
            {
                "entry": step.number,
                "on": step.on.isoformat(),
                "title": step.title,
                "sentence": WORDS_WITHHELD if withheld else step.sentence,
                "concerns": [concern.words() for concern in step.concerns],
                "corrects": step.corrects,
            }
            for step in case.steps
        ],
    }


def _clock_told(item: DueItem) -> dict[str, Any]:
    return {
        "title": item.clock.title,
        "owes": item.clock.owes,
        "basis": item.clock.basis.words(),
        "due": item.due.isoformat(),
        "met": item.met.isoformat() if item.met else None,
        "state": item.state,
    }


def _line_told(line: FileLine) -> dict[str, Any]:
    return {
        "entry": line.number,
        "on": line.on.isoformat(),
        "session": line.session,
        "title": line.title,
        "sentence": line.sentence,
        "concerns": [concern.words() for concern in line.concerns],
        "in_force": line.in_force,
        "planned": line.planned,
        "risk": line.risk,
    }


def _copied_told(one: Copied) -> dict[str, Any]:
    return {"title": one.title, "value": one.value, "entry": one.entry}
