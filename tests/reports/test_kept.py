"""What peers are pooled from is kept between pages, and never shown stale."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from movements import ready
from movements.people_and_places import PlaceVersion, TermDate
from movements.ready import Ready
from movements.register import READY
from reports import peers, together
from reports.measures.attendance import ATT_1
from reports.measures.reintegration import REI_3
from reports.peers import Groups, groups
from reports.together import CountsOfAll, count_all
from tests.reports.world import BRIDGE, BROOK, FIRST, LAST, LODGE, ON, TOLD, World


def _marked(world: World, who: str) -> None:
    world.marked(who, date(2024, 9, 16), date(2024, 10, 18), 0.6, at=BROOK)
    world.marked(who, date(2025, 1, 20), date(2025, 2, 14), 0.1)


def _is_special_now(world: World, _who: str) -> None:
    query = select(PlaceVersion).where(col(PlaceVersion.urn) == BROOK)
    held = world.session.exec(query).one().model_dump(exclude={"number"})
    special = {"type_code": "7", "on": date(2001, 1, 1), "recorded_at": TOLD}
    world.session.add(PlaceVersion(**held | special))
    world.session.flush()


def _shut_for_a_year(world: World, _who: str) -> None:
    shut = TermDate(
        place_or_la=f"s_00{LODGE}",
        kind="closure",
        from_date=date(2025, 3, 3),
        to_date=date(2026, 3, 31),
        recorded_at=TOLD,
    )
    world.session.add(shut)
    world.session.flush()


CHANGES: dict[str, Callable[[World, str], object]] = {
    "a return": lambda world, who: world.moved("reintegration", who, "2025-06-09"),
    "one pupil more at another setting": lambda world, _: world.placed(
        world.pupil(), "2025-01-13", to=BRIDGE
    ),
    "marks": _marked,
    "a school that is a special school": _is_special_now,
    "a year in which it was shut": _shut_for_a_year,
}


def _counted(world: World, held: Ready | None = None) -> Groups:
    """Both settings as a session counts them, with or without what is kept between readings."""
    settings = [world.place(urn) for urn in (LODGE, BRIDGE)]
    if held:
        world.session.info[READY] = held
    try:
        return groups(world.session, settings, FIRST, LAST, ON)
    finally:
        world.session.info.pop(READY, None)


def test_whatever_changes_is_counted_at_once_and_nothing_else_anew(
    authority: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "today", lambda: ON)
    for module in (peers, together):
        monkeypatch.setattr(module, "MEASURES", (ATT_1, REI_3))
    asked, held = list[int](), Ready()

    def counted(*told: Any) -> CountsOfAll:
        asked.append(1)
        return count_all(*told)

    monkeypatch.setattr(peers, "count_all", counted)
    pupils = authority.pupils(3)
    for who, to in zip(pupils, (LODGE, LODGE, BRIDGE), strict=True):
        authority.placed(who, "2025-01-13", to=to)
    before = _counted(authority, held)
    for said, change in CHANGES.items():
        change(authority, pupils[0])
        now = _counted(authority, held)
        assert now.of != before.of, said
        assert now == _counted(authority), said
        asked.clear()
        assert _counted(authority, held) is now
        assert not asked
        before = now
