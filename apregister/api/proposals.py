"""Managed moves proposed to the caller, or by it, that wait for its answer."""

from typing import Any

from fastapi import APIRouter, Request

from apregister.api.caller import Caller, Databases, address_of
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.invented import holds_synthetic
from apregister.sight import in_list
from apregister.told import ItemsShown
from movements.places import place_facts
from movements.proposals import Awaited, proposals_awaiting
from movements.record import today
from movements.register import standings

proposals = APIRouter(tags=["duties"])


@proposals.get("/proposals", summary="Proposed managed moves that wait for your answer")
@permission("record_movement")
def proposals_waiting(request: Request, by: Caller, engines: Databases) -> ItemsShown:
    """Each with its signatures, the longest waiting first.

    To answer one, send its `entry` as `episode`, with `party` and `answer` (and, where that is
    `refused`, a coded `reason`), to `POST /v1/movements/agreement`.
    """
    whose = sorted(by.places) or [f"la:{by.authority}"]
    with reading(engines.register) as session:
        found = [one for each in whose for one in proposals_awaiting(session, each, today())]
        known = standings(session, {one.pupil for one in found}, today())
        places = place_facts(session)
        synthetic = holds_synthetic(session)
    looked(engines.looks, by, "proposals", door="api", address=address_of(request))
    items = [_told(one, in_list(known[one.pupil], by, places).place) for one in found]
    return ItemsShown.of(today(), items, len(items), synthetic=synthetic)


def _told(one: Awaited, place: Any) -> dict[str, Any]:
    return {
        "pupil": one.pupil,
        "entry": one.entry,
        "party": one.party,
        "from_place": place(one.from_place),
        "to_place": place(one.to_place),
        "proposed_on": one.proposed_on.isoformat(),
        "planned_start": one.planned_start.isoformat() if one.planned_start else None,
        "signatures": [signature.as_dict() for signature in one.signatures.each],
    }
