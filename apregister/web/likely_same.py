"""Records that may be of one child: a page and a file, for a person to settle."""

from flask import Blueprint
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.db import reading
from apregister.likely_same import LikelySameTold, likely_same_for
from apregister.paper_words import full_name
from apregister.web.downloads import table_download
from apregister.web.listing import listed_of, part_of
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look
from movements.linked import LINKED, OF_TWO

same_pages = Blueprint("likely_same", __name__)
COLUMNS = ("first", "second", "because", "temporary")


@same_pages.get("/duplicates", endpoint="duplicates")
@permission("see_ledger")
def duplicates() -> Response:
    """Each pair by name, with the way to link its records."""
    with reading(engines().register) as session:
        told = likely_same_for(session, actor())
        part, seen = part_of(told.items), listed_of(session).seen
        pairs = [(one.first, one.second) for one in part.rows]
        pairs += [(one.first, one.second) for one in told.of_two]
        pupils = {pupil for pair in pairs for pupil in pair}
        names = {pupil: full_name(seen[pupil].details) for pupil in pupils}
    note_look("duplicates")
    return page(
        "duplicates.html",
        listed=part,
        names=names,
        asked={},
        of_two=told.of_two,
        linked=LINKED,
        parted=OF_TWO,
        may_link=actor().role == "la_officer",
        may_export=may(actor().role, "export"),
    )


@same_pages.get("/duplicates.csv")
@permission("export")
def duplicates_csv() -> Response:
    """The same pairs as a file, by id."""
    with reading(engines().register) as session:
        told: LikelySameTold = likely_same_for(session, actor())
    note_look("export_duplicates")
    rows = [
        (one.first, one.second, "; ".join(one.because), "yes" if one.temporary else "no")
        for one in told.items
    ]
    return table_download(COLUMNS, rows, "duplicates.csv")
