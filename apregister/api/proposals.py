"""Managed moves proposed to the caller, that wait for its answer, and those that it proposed."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from sqlmodel import Session

from apregister.api.caller import Caller, Databases, address_of
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import Engines, reading
from apregister.invented import holds_synthetic
from apregister.sight import in_list
from apregister.told import ItemsShown
from movements.actor import Actor
from movements.places import place_facts
from movements.proposals import Awaited, Made, proposals_awaiting, proposals_made
from movements.record import today
from movements.register import standings

One = TypeVar("One", Awaited, Made)
Place = Callable[[str | None], str | None]
"""A place's id as it may be shown, or None where it is withheld."""

proposals = APIRouter(tags=["duties"])


@proposals.get("/proposals", summary="Proposed managed moves that wait for your answer")
@permission("record_movement")
def proposals_waiting(request: Request, by: Caller, engines: Databases) -> ItemsShown:
    """Each with its signatures, the longest waiting first.

    To answer one, send its `entry` as `episode`, with `party` and `answer` (and, where that is
    `refused`, a coded `reason`), to `POST /v1/movements/agreement`.
    """
    return _listed(request, by, engines, proposals_awaiting, _awaited)


@proposals.get("/proposals/made", summary="Managed moves you proposed, and how they came out")
@permission("record_movement")
def proposals_of_ones_own(request: Request, by: Caller, engines: Databases) -> ItemsShown:
    """Each with its signatures, the latest first; `ended` is the day it was closed, if it was."""
    return _listed(request, by, engines, proposals_made, _made)


def _listed(
    request: Request,
    by: Actor,
    engines: Engines,
    of: Callable[[Session, str, date], list[One]],
    told: Callable[[One, Place], dict[str, Any]],
) -> ItemsShown:
    whose = sorted(by.places) or [f"la:{by.authority}"]
    with reading(engines.register) as session:
        found = [one for each in whose for one in of(session, each, today())]
        known = standings(session, {one.pupil for one in found}, today())
        places = place_facts(session)
        synthetic = holds_synthetic(session)
    looked(engines.looks, by, "proposals", door="api", address=address_of(request))
    items = [told(one, in_list(known[one.pupil], by, places).place) for one in found]
    return ItemsShown.of(today(), items, len(items), synthetic=synthetic)


def _awaited(one: Awaited, place: Place) -> dict[str, Any]:
    return _told(one, place) | {"party": one.party, "from_place": place(one.from_place)}


def _made(one: Made, place: Place) -> dict[str, Any]:
    return _told(one, place) | {"ended": one.ended.isoformat() if one.ended else None}


def _told(one: Awaited | Made, place: Place) -> dict[str, Any]:
    return {
        "pupil": one.pupil,
        "entry": one.entry,
        "to_place": place(one.to_place),
        "proposed_on": one.proposed_on.isoformat(),
        "planned_start": one.planned_start.isoformat() if one.planned_start else None,
        "signatures": [signature.as_dict() for signature in one.signatures.each],
    }
