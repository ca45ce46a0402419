"""What becomes of the panel's decisions: who is to be chased, and the yearly reports."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request

from apregister.adjudicator_report import return_shown
from apregister.api.caller import Caller, Databases, address_of
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.chased import chased
from apregister.db import reading
from apregister.panel_report import panel_shown
from apregister.sight import NotSeen

NOT_FOUND = "There is no such panel, or not one that you may see."

panel_reports = APIRouter(tags=["fair access"])

Year = Annotated[
    str | None,
    Query(
        max_length=16, description="School year, such as 2025-26; the last whole one unless said"
    ),
]


@panel_reports.get("/follow-up", summary="Children not on roll a week after their starting day")
@permission("see_case")
def follow_up_list(request: Request, by: Caller, engines: Databases) -> dict[str, Any]:
    """Of the cases that you may see: who has a place and is not there, the longest first.

    With who chases the start, since when, when it was last asked after, the next step owed and the
    last one taken. `to_come` are those awaited whose check is not due yet.
    """
    with reading(engines.register) as session:
        told = chased(session, by).told()
    looked(engines.looks, by, "follow_up", door="api", address=address_of(request))
    return told


@panel_reports.get("/reports/fair-access", summary="The report to the Adjudicator by 31 October")
@permission("see_panel_report")
def adjudicator_report(
    request: Request, by: Caller, engines: Databases, year: Year = None
) -> dict[str, Any]:
    """For each school the children admitted under the protocol, refused, and directed to it.

    Small numbers stand in it as they are, with the `cases` that each counts, since it goes to a
    regulator. The schools of protected children are withheld, in a line of their own.
    """
    with reading(engines.register) as session:
        told = return_shown(session, by, year).told()
    looked(engines.looks, by, "adjudicator_report", door="api", address=address_of(request))
    return told


@panel_reports.get("/reports/panel", summary="The yearly report of a panel")
@permission("see_panel_report")
def yearly_report(
    request: Request,
    by: Caller,
    engines: Databases,
    year: Year = None,
    panel: Annotated[
        str | None, Query(max_length=64, description="A panel's id; all cases unless said")
    ] = None,
) -> dict[str, Any]:
    """Members' attendance, use by school, days to a start, what held, refusals, limits missed.

    `numbers` are the cases that each number counts.
    """
    try:
        with reading(engines.register) as session:
            told = panel_shown(session, by, year, panel).told()
    except NotSeen as not_seen:
        raise HTTPException(404, NOT_FOUND) from not_seen
    looked(engines.looks, by, "panel_report", door="api", address=address_of(request))
    return told
