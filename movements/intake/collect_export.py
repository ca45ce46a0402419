"""A COLLECT export of the school census: a folder of tables that name one another by ids.

Which school a row is of stands in its NativeId; which pupil a row of a module is of, in the
pupil table's id. Dates are written 2025-Feb-14 00:00:00 and counts as floats.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from movements.dates import NotADate, read_date
from movements.intake.reading import Row, Sheet, Unreadable, read_rows, tidy_name

ON_ROLL, LEFT, CENSUS = "pupilonroll", "pupilnolongeronroll", "schoolcensus"
PUPIL_ID = {ON_ROLL: "pupilonrolltableid", LEFT: "pupilnolongeronrolltableid"}
EXCLUSIONS = {"termlyexclusionsonroll": ON_ROLL, "termlyexclusionsoffroll": LEFT}
PLACEMENTS = {"schoolarrangedapdetailonroll": ON_ROLL, "schoolarrangedapdetailoffroll": LEFT}
MEALS = ("fsmperiod", "fsmperiodsonroll")
SCHOOL = "nativeid"
TERM_COUNTS = {
    f"{term}sessiondetails{of}roll": (table, term != "termly")
    for term in ("termly", "summerhalfterm2")
    for of, table in (("on", ON_ROLL), ("off", LEFT))
}
"""The tables that count sessions by code: whose, and whether of the summer term's second half."""

_PERSON = (SCHOOL, "upn", "surname", "forename", "dob", "entrydate")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    ON_ROLL: (PUPIL_ID[ON_ROLL], *_PERSON),
    LEFT: (PUPIL_ID[LEFT], *_PERSON, "leavingdate"),
    **{
        table: (SCHOOL, PUPIL_ID[of], "startdate", "category", "sessions", "reason1")
        for table, of in EXCLUSIONS.items()
    },
    **{
        table: (SCHOOL, PUPIL_ID[of], "entrydate", "placementreason", "apattendancepattern")
        for table, of in PLACEMENTS.items()
    },
    **dict.fromkeys(MEALS, (SCHOOL, PUPIL_ID[ON_ROLL], "fsmstartdate", "fsmenddate", "ukcountry")),
    **{
        table: (SCHOOL, PUPIL_ID[of], "attendancereason", "sessions")
        for table, (of, _) in TERM_COUNTS.items()
    },
    CENSUS: (SCHOOL, "referencedate"),
}
"""The tables that are read, and the columns each must have."""


@dataclass(frozen=True)
class Export:
    """The tables that are read, by name, and what the sender should know of the rest."""

    tables: Mapping[str, Sheet]
    files: Mapping[str, str]
    notes: tuple[str, ...]

    def rows(self, table: str) -> list[Row]:
        """A table's rows; none where the export has not the table."""
        return self.tables[table].rows if table in self.tables else []

    def reference_day(self, school: str) -> date | None:
        """The census day of a school, where the export has the table that tells it.

        Raises Unreadable where it is no date.
        """
        for row in self.rows(CENSUS):
            if school_of(row) == school and row.values["referencedate"]:
                return self._day(row)
        return None

    def _day(self, row: Row) -> date:
        try:
            return read_date(row.values["referencedate"])
        except NotADate as error:
            where = f"{self.files[CENSUS]}, line {row.line}, column referencedate"
            raise Unreadable(f"{where}: {error.sentence}") from None


def school_of(row: Row) -> str:
    """How the export names the school of a row."""
    return native(row.values[SCHOOL])


def native(text: str) -> str:
    """A school's name in the export: a number is the same written as a float."""
    return text.strip().removesuffix(".0").upper()


def read_export(folder: Path) -> Export:
    """The tables of an export's folder.

    Raises Unreadable: no folder, no table of pupils on roll, a column missing.
    """
    found = _files(folder)
    if ON_ROLL not in found:
        raise Unreadable(
            f"{folder} has no {ON_ROLL}.csv: give the folder of a COLLECT export, with a CSV file "
            "for each table."
        )
    tables = {
        name: read_rows(found[name], name=found[name].name) for name in _NEEDED & found.keys()
    }
    missing = [
        words for name in _NEEDED if name in tables for words in _missing(name, tables[name])
    ]
    if missing:
        raise Unreadable(" ".join(missing))
    files = {name: found[name].name for name in tables}
    notes = [f"{files[name]}: {note}" for name in tables for note in tables[name].notes]
    return Export(tables, files, (*notes, *_not_read(found)))


def _files(folder: Path) -> dict[str, Path]:
    """Table -> its file; PupilOnRoll.csv and pupilonroll.csv are one table."""
    if not folder.is_dir():
        raise Unreadable(f"There is no folder {folder}: give that of a COLLECT export.")
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() != ".csv":
            continue
        table = tidy_name(path.stem).replace("_", "")
        if table in found:
            raise Unreadable(f"{found[table].name} and {path.name} are one table: remove one.")
        found[table] = path
    return found


def _missing(table: str, sheet: Sheet) -> Iterator[str]:
    missing = [name for name in _NEEDED[table] if name not in sheet.columns]
    if missing:
        yield f"The table {table} has no column {', '.join(missing)}: export it whole."


def _not_read(found: Mapping[str, Path]) -> Iterator[str]:
    left = [path.name for table, path in found.items() if table not in _NEEDED]
    if left:
        yield f"Not held by the register, and not read: {', '.join(left)}."
