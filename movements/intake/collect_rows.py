"""Rows of a COLLECT export in the register's own words: what each table calls what we ask."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from movements.dates import NotADate, read_date
from movements.intake.reading import Row
from movements.kinds import fill_in
from movements.problems import Problem, Refused

PERSON = {
    "upn": "upn",
    "former_upn": "formerupn",
    "uln": "uniquelearnernumber",
    "surname": "surname",
    "forename": "forename",
    "dob": "dob",
    "sex": "sex",
    "nc_year": "ncyearactual",
    "entry_date": "entrydate",
    "enrol_status": "enrolstatus",
    "sen_provision": "senprovision",
    "ethnicity": "ethnicity",
}
"""Our column of a roll -> the column of a table of pupils."""

EXCLUSION = {
    "on": "startdate",
    "sessions": "sessions",
    "reason1": "reason1",
    "reason2": "reason2",
    "reason3": "reason3",
}
PLACEMENT = {
    "on": "entrydate",
    "place": "urn",
    "setting_type": "apsettingtype",
    "reason": "placementreason",
    "pattern": "apattendancepattern",
    "week": "week",
}
_CATEGORIES = {"SUSP": "suspension", "LNCH": "suspension", "PERM": "permanent_exclusion"}
_WITHDRAWN = {"FIXD": "SUSP"}
_NATIONS = {"ENG": True, "NIR": False, "SCT": False, "WLS": False}


@dataclass(frozen=True)
class Told:
    """A movement that a row of a module tells of, and what is wrong with the row itself."""

    kind: str
    answers: Mapping[str, str]
    columns: Mapping[str, str]
    problems: tuple[Problem, ...]
    ended: date | None = None


def person(row: Row, **more: str) -> Row:
    """A row of a table of pupils as a row of a roll; `more` are answers from elsewhere."""
    values = {ours: row.values.get(theirs, "") for ours, theirs in PERSON.items()}
    return Row(row.line, {**values, **more}, row.raw, row.problems)


def called(problems: tuple[Problem, ...], columns: Mapping[str, str]) -> list[Problem]:
    """The problems by the table's own columns."""
    return [Problem(columns.get(p.field, p.field), p.code, p.message) for p in problems]


def exclusion(row: Row) -> Told:
    """A suspension, at lunchtimes or whole sessions, or a permanent exclusion."""
    category = row.values["category"]
    kind = _CATEGORIES.get(category, "suspension")
    answers = {ours: row.values.get(theirs, "") for ours, theirs in EXCLUSION.items()}
    if kind == "permanent_exclusion":
        answers["sessions"] = ""
    wrong = (*_category_problems(category), *_own_problems(kind, answers, EXCLUSION))
    return Told(kind, answers, EXCLUSION, wrong)


def _category_problems(category: str) -> Iterator[Problem]:
    known = ", ".join(_CATEGORIES)
    if not category:
        yield Problem("category", "missing", f"Enter the category: one of {known}.")
    elif category in _WITHDRAWN:
        words = f'"{category}" has been withdrawn: a suspension is {_WITHDRAWN[category]} now.'
        yield Problem("category", "unknown_code", words)
    elif category not in _CATEGORIES:
        words = f'"{category}" is not an exclusion category. Use one of {known}.'
        yield Problem("category", "unknown_code", words)


def placement(row: Row) -> Told:
    """A placement in alternative provision, and the day it ended where the row has one."""
    answers = {ours: row.values.get(theirs, "") for ours, theirs in PLACEMENT.items()}
    answers["place"] = _setting(row)
    ended, wrong = day_of(row, "leavingdate")
    problems = (*wrong, *_own_problems("ap_placement", answers, PLACEMENT))
    return Told("ap_placement", answers, PLACEMENT, problems, ended)


def _setting(row: Row) -> str:
    """The URN, else the UKPRN; both are whole numbers written as floats."""
    urn, ukprn = (row.values.get(name, "").removesuffix(".0") for name in ("urn", "ukprn"))
    return urn or (f"ukprn:{ukprn}" if ukprn else "")


def _own_problems(
    kind: str, answers: Mapping[str, str], columns: Mapping[str, str]
) -> list[Problem]:
    """What is wrong with the answers, whoever the pupil may be."""
    try:
        fill_in(kind, answers)
    except Refused as no:
        return called(no.problems, columns)
    return []


def day_of(row: Row, column: str) -> tuple[date | None, list[Problem]]:
    """The day in a column, None where it is empty; or what is wrong with it."""
    text = row.values.get(column, "")
    try:
        return (read_date(text) if text else None), []
    except NotADate as error:
        return None, [Problem(column, error.code, error.sentence)]


def meals_on(row: Row, day: date) -> tuple[bool, list[Problem]]:
    """Whether a period of free school meals in England is open on a day; or what is wrong."""
    start, wrong = day_of(row, "fsmstartdate")
    end, more = day_of(row, "fsmenddate")
    nation = row.values["ukcountry"]
    problems = [*wrong, *more, *_nation_problems(nation)]
    if start is None and not wrong:
        problems.append(Problem("fsmstartdate", "missing", "Enter the day the period began."))
    if start and end and end < start:
        words = "The period ends before it begins: check both dates."
        problems.append(Problem("fsmenddate", "before_start", words))
    is_open = start is not None and start <= day and (end is None or end >= day)
    return is_open and _NATIONS.get(nation, False), problems


def _nation_problems(nation: str) -> Iterator[Problem]:
    if nation not in _NATIONS:
        what = f'"{nation}" is not a country here' if nation else "The country is missing"
        words = f"{what}: use one of {', '.join(_NATIONS)}."
        yield Problem("ukcountry", "unknown_code" if nation else "missing", words)
