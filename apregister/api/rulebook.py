"""The rules themselves: every clock, every rule by day, and what an authority has set locally."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from apregister.api.caller import Caller, Databases
from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.rulebook import every_clock
from apregister.told import ItemsShown
from movements.kind import Day
from movements.local_rule_setting import set_local_rule
from movements.local_rules import LOCAL_RULES, local_rules
from movements.record import today
from movements.rulebook import rules_told

rulebook = APIRouter(tags=["rules"])

On = Annotated[Day | None, Query(description="The day it is asked for; today unless you say")]


class LocalRuleSent(BaseModel):
    """A version of a local rule: what it comes to, from which day, and where it was decided."""

    values: list[int] = Field(examples=[[4, 8, 12]])
    on: Day = Field(title="First day", examples=["2026-09-01"])
    cite: str = Field(max_length=400, examples=["Fair access protocol 2026, section 7"])


class LocalRuleSet(BaseModel):
    """What became of a version sent."""

    entry: int
    result: str


@rulebook.get("/clocks", summary="Every clock the register keeps, with its basis")
@permission("see_rules")
def clocks() -> ItemsShown:
    """What starts each clock, how long it runs, who owes what, and the law behind it."""
    return ItemsShown.of_rules(today(), [told.as_dict() for told in every_clock()])


@rulebook.get("/rules", summary="Which rules applied on a day, and to whom")
@permission("see_rules")
def rules(on: On = None) -> ItemsShown:
    """Every version of every rule; `applied` for those of the day."""
    day = on or today()
    return ItemsShown.of_rules(day, [told.as_dict() for told in rules_told(day)])


@rulebook.get("/local-rules", summary="What your authority has set for itself")
@permission("set_local_rule")
def own_rules(by: Caller, engines: Databases, on: On = None) -> ItemsShown:
    """What each local rule comes to on a day, and whence."""
    day = on or today()
    with reading(engines.register) as session:
        held = local_rules(session)
    found = [held.of(by.authority, rule, day).as_dict() for rule in LOCAL_RULES]
    return ItemsShown.of_rules(day, [one | {"authority": by.authority} for one in found])


@rulebook.post("/local-rules/{rule}", status_code=201, summary="Set a local rule from a day on")
@permission("set_local_rule")
def set_rule(rule: str, sent: LocalRuleSent, by: Caller, engines: Databases) -> LocalRuleSet:
    """A version is an entry; what started before its first day keeps the older one."""
    with writing(engines.register) as session:
        told = set_local_rule(
            session,
            rule,
            tuple(sent.values),
            on=sent.on,
            cite=sent.cite,
            by=by,
            source="api",
        )
    return LocalRuleSet(entry=told.entry, result=told.result)
