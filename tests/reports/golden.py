"""Five similar settings of invented pupils, so unlike that one of them has every band.

Each had 26 pupils of Year 11 over two school years, placed in September. The Lodge brings back many
and gets few to Entry level 3; of what its leavers then do it is like the rest.
"""

from dataclasses import replace
from datetime import date
from itertools import count

from sqlmodel import Session

from movements.people_and_places import Place, PlaceVersion
from reports.scorecard import Scorecard
from tests.reports.world import BRIDGE, LODGE, TOLD, World
from tests.reports.world import furnish as furnish_small

ASH, ELM, ROWAN = "100006", "100007", "100008"
NAMES = {ASH: "Ash Centre", ELM: "Elm House", ROWAN: "Rowan Unit"}
PUPILS = 26
OFFERS = ("sixth_form", "college", "training", "none")
YEARS_AGO = {2023: "2024", 2024: "2025"}
RETURNED = {LODGE: 22, BRIDGE: 9, ASH: 12, ELM: 10, ROWAN: 11}
ENTRY_3 = {LODGE: 4, BRIDGE: 14, ASH: 16, ELM: 15, ROWAN: 13}
BACK = ("01-22", "02-05", "02-26", "03-12", "03-26", "04-23", "05-07")
WENT_ON = {LODGE: 15, BRIDGE: 14, ASH: 16, ELM: 15, ROWAN: 17}


def furnish(session: Session) -> None:
    """The five settings, their pupils, and what became of them."""
    furnish_small(session)
    for urn, name in NAMES.items():
        session.add(Place(id=f"s_00{urn}", created_at=TOLD))
        session.flush()
        session.add(_version(urn, name))
    session.flush()
    world = replace(World(session), numbers=count(1), authority="001")
    for setting in RETURNED:
        for n in range(PUPILS):
            _followed(world, setting, n)


def golden(session: Session) -> Scorecard:
    """The Lodge's scorecard of 2025-26."""
    return World(session).scorecard()


def _version(urn: str, name: str) -> PlaceVersion:
    return PlaceVersion(
        place_id=f"s_00{urn}",
        urn=urn,
        name=name,
        type_code="14",
        group_code="4",
        la_code="330",
        on=date(2000, 1, 1),
        recorded_at=TOLD,
        source="test",
    )


def _followed(world: World, setting: str, n: int) -> None:
    """One pupil of Year 11: placed, perhaps back in spring, then results and what came after."""
    began, left = [*YEARS_AGO.items()][n % 2]
    # Each is drawn from another end, so that those who return are not those who do well.
    rank, other = n * 7 % PUPILS, n * 11 % PUPILS
    who = world.pupil(nc_year=11, since=f"{began}-09-04")
    world.placed(who, f"{began}-09-11", to=setting)
    if n < RETURNED[setting]:
        world.moved("reintegration", who, f"{left}-{BACK[n % len(BACK)]}")
    level = "entry_3" if rank < ENTRY_3[setting] else "entry_1"
    for subject in ("english", "maths"):
        world.moved("attainment", who, f"{left}-06-20", subject=subject, level=level, at=setting)
    what = "education" if other < WENT_ON[setting] else "neet"
    world.moved("post_16_offer", who, f"{left}-09-12", offer=OFFERS[n // 2 % 4], at=setting)
    after = {"destination": what, "from": f"{left}-09-08", "to": f"{int(left) + 1}-04-03"}
    world.moved("destination", who, f"{int(left) + 1}-04-10", at=setting, **after)
