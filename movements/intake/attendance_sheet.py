"""Marks given on a page, one by one or a week at a time: a file of their own, as any other.

Each says which mark whoever gave it saw before. Where another is held by then nothing is written
over it: it comes back to be looked at.
"""

import csv
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlmodel import Session

from movements import marks
from movements.actor import Actor
from movements.day_marks import day_marks
from movements.intake.attendance import AttendanceReport, check_attendance, write_attendance
from movements.intake.attendance_file import read_attendance
from movements.linked import links
from movements.marks import SESSIONS
from movements.places import PlaceFacts
from movements.pupil_seqs import seqs_of
from movements.record import now, today
from movements.register import stamp

NAME = "marked-on-the-page.csv"
_COLUMNS = ("upn", "date", "session", "mark", "save")


@dataclass(frozen=True)
class Given:
    """A mark given on a page: `was` is the one that was shown, empty for none."""

    pupil: str
    upn: str
    day: date
    session: str
    mark: str
    was: str


@dataclass(frozen=True)
class Saved:
    """What became of marks given: `overtaken` are those whose session somebody else marked since.

    Each with the mark that is held now. `report` is None where nothing was left to be taken in.
    """

    report: AttendanceReport | None
    overtaken: tuple[tuple[Given, str], ...]


def save_given(session: Session, place: PlaceFacts, given: Sequence[Given], by: Actor) -> Saved:
    """Take in the marks of a page, under the write lock; one submission for each time.

    A mark that is held already as it is given counts as held, whoever gave it.
    """
    held = _held(session, place.id, given)
    overtaken = tuple(
        (one, now_held)
        for one, now_held in zip(given, held, strict=True)
        if now_held not in (one.was, one.mark)
    )
    late = {one for one, _ in overtaken}
    left = [one for one in given if one not in late]
    if not left:
        return Saved(None, overtaken)
    columns = read_attendance(_as_file(left), name=NAME)
    checked = check_attendance(session, columns, place, today())
    return Saved(write_attendance(session, checked, by, "form"), overtaken)


def _as_file(given: Sequence[Given]) -> bytes:
    """Each save has its own name on each line: the same marks given again are another file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    save = f"{stamp(now())} {secrets.token_hex(4)}"
    writer.writerows((one.upn, one.day, one.session, one.mark, save) for one in given)
    return out.getvalue().encode()


def _held(session: Session, place: str, given: Sequence[Given]) -> list[str]:
    """The mark held of each session that one is given for."""
    linked = links(session)
    seqs = seqs_of(session, {linked.kept(one.pupil) for one in given})
    days = {day: day_marks(session, day, [place]) for day in {one.day for one in given}}
    found = []
    for one in given:
        seq = np.array([seqs[linked.kept(one.pupil)]], dtype=np.uint32)
        pair = days[one.day].at(place, seq)[0]
        found.append(marks.CODE_OF[int(pair[SESSIONS.index(one.session)])])
    return found
