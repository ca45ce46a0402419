"""What is owed: clocks running and missed, and the questions of the ledger."""

from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request

from apregister.api.caller import Caller, Databases, address_of
from apregister.api.pupils import KnownOn
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.digest import digest_of
from apregister.invented import holds_synthetic
from apregister.likely_same import LikelySameTold, likely_same_for
from apregister.owed import (
    Wanted,
    check_question,
    check_wanted,
    clocks_owed,
    cross_checks_owed,
    exceptions_owed,
    spells_owed,
)
from apregister.restated import restate_owed
from apregister.told import ItemsShown, check_told, due_told, exception_told, spell_told
from apregister.told_late import WINDOW, ToldLate, told_late
from apregister.unsent import ChecksShown, unsent, unsent_answered
from movements.exceptions import CROSS_CHECKS
from movements.exceptions.no_mark import NO_MARK
from movements.kind import Day
from movements.record import today
from movements.responsible import Cause

duties = APIRouter(tags=["duties"])

On = Annotated[Day | None, Query(description="The day it is asked for; today unless you say")]
Limit = Annotated[int, Query(ge=1, le=5000, description="How many at most")]
Offset = Annotated[int, Query(ge=0, le=10**9, description="How many to pass over")]

Named = Annotated[str | None, Query(description="This question alone, by its name")]
Answered = Annotated[bool, Query(description="Those whose answer holds as well")]
First = Annotated[Day, Query(alias="from", description="The first day of the range")]
Last = Annotated[Day | None, Query(alias="to", description="Its last day; today unless you say")]
DueState = Annotated[str, Query(description="missed, warning or running")]
DueOwner = Annotated[str, Query(description="school, authority, setting or parent")]
DueClock = Annotated[str, Query(description="This clock alone, by its id")]
DuePlace = Annotated[str, Query(description="Those of this place alone, by its id")]
DueBy = Annotated[Day | None, Query(description="Those due on this day or before")]


@duties.get("/due", summary="Clocks running and missed")
@permission("see_due")
def due_items(
    request: Request,
    by: Caller,
    engines: Databases,
    on: On = None,
    state: DueState = "",
    owner_role: DueOwner = "",
    clock: DueClock = "",
    place: DuePlace = "",
    due_by: DueBy = None,
    limit: Limit = 500,
    offset: Offset = 0,
) -> ItemsShown:
    """The clocks of the pupils, cases and settings you may see, soonest due first.

    One about a setting has no `pupil`; its `place` is the setting.
    """
    wanted = Wanted(state, owner_role, clock, place, due_by)
    check_wanted(wanted)
    day = on or today()
    with reading(engines.register) as session:
        owed = clocks_owed(session, day, by).asked(wanted)
    looked(engines.looks, by, "due", door="api", address=address_of(request))
    return owed.told(due_told, limit, offset)


@duties.get("/digest", summary="What you owe, as text ready for e-mail")
@permission("see_due")
def digests(request: Request, by: Caller, engines: Databases, on: On = None) -> ItemsShown:
    """One for each of your places, or for your authority: overdue, due in 14 days, and waiting.

    `text` names no pupil but by id. `escalated` is what `escalates_to` is to be told.
    """
    day = on or today()
    with reading(engines.register) as session:
        found = digest_of(session, by, day)
        synthetic = holds_synthetic(session)
    looked(engines.looks, by, "digest", door="api", address=address_of(request))
    items = [one.model_dump(mode="json") | one.as_email() for one in found]
    return ItemsShown.of(day, items, len(items), synthetic=synthetic)


@duties.get("/ledger", summary="The questions of the ledger: who is out of sight, and whose it is")
@permission("see_ledger")
def ledger_items(
    request: Request,
    by: Caller,
    engines: Databases,
    on: On = None,
    as_known_on: KnownOn = None,
    question: Named = None,
    answered: Answered = False,
    limit: Limit = 500,
    offset: Offset = 0,
) -> ItemsShown:
    """The questions about the pupils of your authority, or those your place owns; longest first.

    To answer one, send its `question` and `facts` to `POST /v1/movements/question_answered`.
    """
    check_question(question)
    day = on or as_known_on or today()
    with reading(engines.register) as session:
        found = exceptions_owed(session, day, by, answered=answered, as_known_on=as_known_on)
        owed = found.only(question)
    looked(engines.looks, by, "ledger", door="api", address=address_of(request))
    return owed.told(exception_told, limit, offset)


@duties.get("/crosschecks", summary="Cross-checks of marks, by number, your own first")
@permission("see_ledger")
def cross_checks(
    request: Request,
    by: Caller,
    engines: Databases,
    on: On = None,
    question: Named = None,
    answered: Answered = False,
    limit: Limit = 500,
    offset: Offset = 0,
) -> ChecksShown:
    """What the registers say against the movements held and against each other, as questions.

    They stand in the ledger too, and are answered as its other questions are. `places` are those
    that have sent nothing of a school day: each is asked once, for all the children due there, and
    answers why by `POST /v1/movements/days_not_sent`.
    """
    check_question(question, (one.id for one in CROSS_CHECKS))
    day = on or today()
    with reading(engines.register) as session:
        owed = cross_checks_owed(session, day, by, answered=answered).only(question)
        of_places = question in (None, NO_MARK.id)
        places = unsent(session, day, by) if of_places else []
        told = unsent_answered(session, day, by) if of_places and answered else []
    looked(engines.looks, by, "crosschecks", door="api", address=address_of(request))
    return ChecksShown.with_places(owed.told(check_told, limit, offset), places, told)


@duties.get("/restate", summary="Marks to send again after what was recorded late")
@permission("see_ledger")
def restate(request: Request, by: Caller, engines: Databases, on: On = None) -> ItemsShown:
    """Sessions marked before a placement, direction or removal of theirs was recorded.

    A line goes once the session is sent again; nothing is changed for the school.
    """
    with reading(engines.register) as session:
        found = restate_owed(session, on or today(), by)
    looked(engines.looks, by, "restate", door="api", address=address_of(request))
    return found.told()


@duties.get("/duplicates", summary="Records that may be of one child, for a person to settle")
@permission("see_ledger")
def duplicates(request: Request, by: Caller, engines: Databases) -> LikelySameTold:
    """Of the pupils you may see wholly, and of no protected child. Nothing is joined by itself.

    An officer links two by `POST /v1/movements/records_linked`, with `second` as its `same_as`, or
    says by `records_of_two` that they are two children, with `second` as its `not_same_as`.
    """
    with reading(engines.register) as session:
        told = likely_same_for(session, by)
    looked(engines.looks, by, "duplicates", door="api", address=address_of(request))
    return told


@duties.get("/told-late", summary="How soon after each event its school told, by school")
@permission("see_ledger")
def how_late(
    request: Request,
    by: Caller,
    engines: Databases,
    on: On = None,
    days: Annotated[int, Query(ge=1, le=400, description="So many days up to it")] = WINDOW,
) -> ToldLate:
    """Your own line first, then the places that told most late. Told in the days, not happened."""
    with reading(engines.register) as session:
        told = told_late(session, on or today(), by, days=days)
    looked(engines.looks, by, "told_late", door="api", address=address_of(request))
    return told


@duties.get("/ledger/spells", summary="Spells out of sight within a range of days")
@permission("see_ledger")
def ledger_spells(
    request: Request,
    by: Caller,
    engines: Databases,
    first: First,
    last: Last = None,
    question: Named = None,
    limit: Limit = 500,
    offset: Offset = 0,
) -> ItemsShown:
    """From which session to which no school was responsible for a pupil, or two were."""
    check_question(question, get_args(Cause))
    end = last or today()
    with reading(engines.register) as session:
        owed = spells_owed(session, first, end, by).only(question)
    looked(engines.looks, by, "ledger", door="api", address=address_of(request))
    return owed.told(spell_told, limit, offset)
