"""A panel member asks for everything: the cases before the member are told for a while, no other.

The addresses are those the application has, so that a new one is asked for as soon as it is there.
The API takes no keys of panel members.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from apregister.auth.keys import KEY_ROLES
from apregister.db import writing
from fair_access.meetings.convene import minute
from movements.actor import Actor
from movements.record import stop_clock_at
from tests.web.test_case_pages import opened
from tests.web.world import BEN, ELM, FAY, OAK, World, place_id

OFFICER = Actor("officer", "la_officer", authority="330")
SECRET = "A zebra bit the child"
IDS = ("case_id", "meeting_id", "pupil")
ON = {"on": "2026-11-02"}


def _met(world: World, who: str, panel: str, member: str, secret: str) -> dict[str, str]:
    """A case of a child before a meeting of today of a panel, its pack sealed; what to ask for."""
    case = opened(world, who)
    told = {"on": "03/11/2026", "reasons": secret, "because": "plan", "route": "named_in_plan"}
    about = ON | {"name": panel, "phase": "all", "area": "North", "schools": f"{OAK} {ELM}"}
    named = ON | {"person": member, "organisation": secret, "delegated": "Y"}
    called = ON | {"day": "2026-11-23", "starts_at": "9:30", "place": secret}
    with writing(world.engines.register) as session:
        about |= {"terms": secret, "chair": "Head"}
        made = minute(session, "panel_set_up", "", about, OFFICER).panel
        minute(session, "panel_member", made, named | {"signs_in_as": member}, OFFICER)
        meeting = minute(session, "meeting_called", made, called, OFFICER).meeting
        listed = ON | {"case": case.rpartition("/")[2], "why": secret}
        minute(session, "meeting_agenda", meeting, listed, OFFICER)
    assert world.send(f"/meetings/{meeting}/pack").status_code == 303
    assert world.send(f"{case}/steps/case_not_eligible", **told).status_code == 303
    entry = next(e.number for e in world.entries() if e.pupil_id == world.pupil(who))
    return {
        "case_id": case.rpartition("/")[2],
        "meeting_id": meeting,
        "panel_id": made,
        "pupil": world.pupil(who),
        "entry": str(entry),
        "number": str(entry),
        "kind": "meeting_conflict",
        "step_id": "case_heard",
        "place": place_id(OAK),
        "task": "place",
    }


def _asked(world: World, given: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The method and address of every page and form that these ids lead to, lists among them."""
    for rule in world.client.application.url_map.iter_rules():
        if rule.endpoint == "static" or "sign" in rule.rule or not rule.arguments <= {*given}:
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: given[found[1]], rule.rule)
        yield from ((method, path) for method in {"GET", "POST"} & (rule.methods or set()))


def _tells(
    world: World, asked: Iterable[tuple[str, str]], given: dict[str, str], words: set[str]
) -> set[tuple[str, str]]:
    """The addresses at which something of a child's case is told."""
    about = {"about": given["meeting_id"], "case": given["case_id"], "reason": "To prepare"}
    told = set()
    for method, path in asked:
        sent = {"query_string": about} if method == "GET" else {"data": about}
        answer = world.client.open(path, method=method, **sent)
        shown = answer.text if "text" in answer.content_type else ""
        if any(word in shown.replace(path, "") for word in words):
            told.add((method, path))
    return told


def test_a_member_is_told_of_the_cases_before_the_member_for_as_long_as_they_are(
    world: World,
) -> None:
    world.enter("officer")
    other = _met(world, BEN, "South", "someone", SECRET)
    own = _met(world, FAY, "North", "panel", "Room 2")
    world.enter("panel")
    of_other = {*(other[one] for one in IDS), BEN, "Ben Example", SECRET}
    lists, hers, theirs = ({*_asked(world, given)} for given in ({}, own, other))
    assert _tells(world, theirs | lists, other, of_other) == set()
    of_own = {*(own[one] for one in IDS), FAY, "Fay Example", "Room 2"}
    told = _tells(world, hers, own, of_own)
    assert {("GET", "/cases"), ("GET", f"/cases/{own['case_id']}")} <= told

    world.enter("officer")
    for kind in ("meeting_opened", "meeting_closed"):
        sent = world.send(f"/minutes/{kind}", about=own["meeting_id"], on="23/11/2026")
        assert sent.status_code == 303
    for day, still in ((7, True), (8, False)):
        stop_clock_at(datetime(2026, 12, day, 12, tzinfo=UTC))
        world.enter("panel")
        assert bool(_tells(world, told, own, of_own)) == still


def test_the_api_takes_no_keys_of_panel_members() -> None:
    assert "panel_member" not in KEY_ROLES
