"""What becomes of the panel's decisions: who is to be chased, and the yearly reports."""

from typing import Any

from fastapi import APIRouter, Request

from apregister.api.caller import Caller, Databases, address_of
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.chased import chased
from apregister.db import reading

panel_reports = APIRouter(tags=["fair access"])


@panel_reports.get("/follow-up", summary="Children not on roll a week after their starting day")
@permission("see_case")
def follow_up_list(request: Request, by: Caller, engines: Databases) -> dict[str, Any]:
    """Of the cases that you may see: who has a place and is not there, the longest first.

    With who chases the start, since when, the next step owed and the last one taken.
    """
    with reading(engines.register) as session:
        told = chased(session, by).told()
    looked(engines.looks, by, "follow_up", door="api", address=address_of(request))
    return told
