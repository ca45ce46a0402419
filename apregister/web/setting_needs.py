"""What needs somebody today about settings: open concerns, actions past their day, evidence."""

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for
from sqlmodel import Session

from apregister.directory import Listing, overseen, with_concerns
from apregister.web.shell import actor
from movements.codes import CODE_SETS
from movements.record import today

FIRST = 5
SOON = timedelta(days=28)

Waiting = tuple[str, str, bool, tuple[tuple[str, str], ...]]
"""The words, where to see to it, whether it presses, and the first rows of it."""


def setting_needs(session: Session) -> Iterator[Waiting]:
    """Concerns for every commissioner with a child there; the rest for the setting's authority."""
    yield from _concerns(session)
    if actor().role == "la_officer":
        settings = overseen(session, actor(), today())
        yield from _actions(settings)
        yield from _evidence(settings)


def _concerns(session: Session) -> Iterator[Waiting]:
    found = with_concerns(session, actor(), today())
    if not found:
        return
    words = CODE_SETS["CONCERN_LEVELS"]
    first = tuple(
        (f"{one.place.name}: {words.label(c.level)}", _at(one, "concerns"))
        for one, c in found[:FIRST]
    )
    said = f"{len(found)} open {_noun(len(found), 'concern', 'concerns')} about settings"
    yield said, first[0][1], any(c.level == "serious" for _, c in found), first


def _actions(settings: list[Listing]) -> Iterator[Waiting]:
    late = [(one, a) for one in settings for a in one.standing.actions if a.overdue(today())]
    late.sort(key=lambda pair: pair[1].due)
    if late:
        first = tuple(
            (f"{one.place.name}: {a.what}, due {a.due:%-d %B %Y}", _at(one))
            for one, a in late[:FIRST]
        )
        said = f"{len(late)} {_noun(len(late), 'action', 'actions')} of visits past the day"
        yield said, first[0][1], False, first


def _evidence(settings: list[Listing]) -> Iterator[Waiting]:
    label = CODE_SETS["SETTING_DOCUMENTS"].label
    ending = sorted(
        (e.expires_on, one.place.name, label(e.document), _at(one))
        for one in settings
        for e in one.standing.evidence
        if e.expires_on is not None and e.expires_on < today() + SOON
    )
    if ending:
        first = tuple(
            (f"{name}: {document}, {on:%-d %B %Y}", href)
            for on, name, document, href in ending[:FIRST]
        )
        said = f"{len(ending)} {_noun(len(ending), 'document', 'documents')} of settings expired"
        href = url_for("directory.directory", evidence="expired")
        yield f"{said} or expiring in the next 28 days", href, False, first


def _at(one: Listing, part: str | None = None) -> str:
    return url_for("directory.setting_page", place=one.place.id, _anchor=part)


def _noun(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
