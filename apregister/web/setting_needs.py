"""What needs somebody today about settings: open concerns, actions past their day, evidence."""

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for
from sqlmodel import Session

from apregister.directory import Listing, with_concerns
from apregister.web.due import DueRow, setting_rows
from apregister.web.shell import actor
from movements.codes import CODE_SETS
from movements.counted import counted
from movements.place_kinds.setting_evidence import SettingEvidence
from movements.record import today

FIRST = 5
SOON = timedelta(days=28)

Waiting = tuple[str, str, bool, tuple[tuple[str, str], ...]]
"""The words, where to see to it, whether it presses, and the first rows of it."""


def setting_needs(session: Session) -> Iterator[Waiting]:
    """Concerns for every commissioner with a child there; the rest for the authority."""
    yield from _concerns(session)
    if actor().role == "la_officer":
        rows = list(setting_rows(session))
        evidence = {clock.id for clock in SettingEvidence.clocks}
        yield from _actions([row for row in rows if row.item.clock.id not in evidence])
        yield from _evidence([row for row in rows if row.item.clock.id in evidence])


def _concerns(session: Session) -> Iterator[Waiting]:
    found = with_concerns(session, actor(), today())
    if not found:
        return
    words = CODE_SETS["CONCERN_LEVELS"]
    first = tuple(
        (f"{one.place.name}: {words.label(c.level)}", _at(one, "concerns"))
        for one, c in found[:FIRST]
    )
    said = f"{counted(len(found), 'open concern')} about settings"
    yield said, first[0][1], any(c.level == "serious" for _, c in found), first


def _actions(rows: list[DueRow]) -> Iterator[Waiting]:
    late = [row for row in rows if row.item.state == "missed"]
    if late:
        first = tuple(
            (f"{row.name}: {row.item.about}, due {row.item.due:%-d %B %Y}", _href(row))
            for row in late[:FIRST]
        )
        said = f"{counted(len(late), 'action')} of visits past the day"
        yield said, first[0][1], False, first


def _evidence(rows: list[DueRow]) -> Iterator[Waiting]:
    ending = [row for row in rows if row.item.due < today() + SOON]
    if ending:
        first = tuple(
            (f"{row.name}: {row.item.about}, {row.item.due:%-d %B %Y}", _href(row))
            for row in ending[:FIRST]
        )
        said = f"{counted(len(ending), 'document')} of settings expired"
        href = url_for("directory.directory", evidence="expired")
        yield f"{said} or expiring in the next 28 days", href, False, first


def _href(row: DueRow) -> str:
    return url_for("directory.setting_page", place=row.item.place)


def _at(one: Listing, part: str | None = None) -> str:
    return url_for("directory.setting_page", place=one.place.id, _anchor=part)
