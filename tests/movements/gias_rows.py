"""A small GIAS extract, row by row, for tests that say only what matters to them."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session, col, func, select

from movements.people_and_places import Place
from movements.schools import SchoolsReport, import_schools
from tests.in_memory import in_memory

FIRST = "2026-09-07T09:00:00.000000Z"
LATER = "2026-11-23T09:00:00.000000Z"

# A row of the trimmed layout; each test says only what matters to it.
ROW = {
    "URN": "900001",
    "LA (code)": "999",
    "LA (name)": "Synthshire",
    "EstablishmentNumber": "1100",
    "EstablishmentName": "Alder School",
    "TypeOfEstablishment (code)": "14",
    "TypeOfEstablishment (name)": "Pupil referral unit",
    "EstablishmentTypeGroup (code)": "4",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-1999",
    "CloseDate": "",
    "PhaseOfEducation (name)": "Not applicable",
    "StatutoryLowAge": "11",
    "StatutoryHighAge": "16",
    "UKPRN": "10016665",
    "Town": "Ashby",
    "Postcode": "ZZ1 1ZZ",
    "SuccessorURN": "",
    "SuccessorLinkType": "",
}
STATUS = "EstablishmentStatus (name)"


def _nothing(_: Session) -> None:
    """What an empty register holds."""


@contextmanager
def empty_register() -> Iterator[Session]:
    """A session on a register that holds nothing, with its fence."""
    with in_memory(_nothing) as session:
        yield session


def text_of(*rows: dict[str, str]) -> str:
    """The file that holds these rows."""
    out = io.StringIO()
    columns = list(dict.fromkeys(column for row in (ROW, *rows) for column in row))
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return out.getvalue()


def take(session: Session, *rows: dict[str, str], at: str = FIRST) -> SchoolsReport:
    """Import these rows."""
    return import_schools(session, text_of(*rows).encode(), recorded_at=at)


def places(session: Session) -> int:
    """How many places there are."""
    return session.exec(select(func.count(col(Place.id)))).one()
