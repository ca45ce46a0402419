"""A protected child of whom all is told, looked for on every page: no row says where she is.

The pages are those the application has, so that a new one is walked as soon as it is there.
"""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from werkzeug.routing import Rule

from apregister.db import reading, writing
from movements.actor import Actor
from movements.intake.attendance import take_in_attendance
from movements.ledger import ledger
from movements.places import find_place
from movements.record import today
from tests.movements.papers import PDF
from tests.web.test_case_pages import agreed
from tests.web.test_papers import attach, first_of
from tests.web.world import ELM, EVE, LODGE, OAK, World, place_id

SECRET = "Refuge Road"
SAYS_WHERE = re.compile(
    rf"The Lodge|Elm Academy|{LODGE}|{ELM}|\bLodge\b|recorded by lodge|{SECRET}|Far School|\b331\b"
)
"""The places Eve is at, is to go to, and was asked for; who recorded there; what was written."""
OF_PLACES = (OAK, LODGE, ELM)
OF_OTHERS = re.compile(rf"/places/s_00(?:{LODGE}|{ELM})")
OF_LODGE = {
    "/due": f"?place={place_id(LODGE)}",
    "/due.csv": f"?place={place_id(LODGE)}",
    "/ledger": f"?show=all&owner={place_id(LODGE)}",
    "/ledger.csv": f"?show=all&owner={place_id(LODGE)}",
}
"""Lists that are narrowed to one place: a filter tells as much as a name does."""


def tell_all(world: World) -> dict[str, str]:
    """Everything that could say where Eve is; the addresses it made, by their parameter."""
    placed = first_of(world, EVE, "ap_placement")
    world.enter("lodge")
    told = {"on": "16/11/2026", "how": "in_person", "source": "setting", "by": SECRET}
    done = [world.record(EVE, "contact_made", **told)]
    asked = {"on": "17/11/2026", "entry": placed, "because": SECRET}
    done.append(world.record(EVE, "correction_requested", **asked, **{"proposed.place": ELM}))
    seen = first_of(world, EVE, "contact_made")
    done.append(attach(world, EVE, seen, PDF, f"{SECRET}.pdf", title=SECRET))
    for half in ("AM", "PM"):
        for urn in (LODGE, OAK):
            _marked(world, urn, half, "/" if half == "AM" else "\\")
    world.enter("oak")
    told = {"on": "18/11/2026", "to_place": ELM, "reason": "behaviour", "interests": SECRET}
    done.append(world.record(EVE, "managed_move_proposed", **told, go_on="1"))
    told = {"on": "18/11/2026", "sessions": "12", "reason1": "DB"}
    done.append(world.record(EVE, "suspension", **told, go_on="1"))
    told = {"on": "19/11/2026", "to": "parent", "day_six_address": SECRET, "waived": "N"}
    done.append(world.record(EVE, "exclusion_notice", **told, go_on="1"))
    world.enter("officer")
    told = {"on": "19/11/2026", "why": "moved", "to_authority": "331", "note": SECRET}
    done.append(world.record(EVE, "hand_over", **told, school="", go_on="1"))
    for answer in done:
        problems = re.findall(r'href="#[a-z_.]*">([^<]+)', answer.text)
        assert answer.status_code == 303, problems
    case = agreed(world, EVE)
    meeting = world.before_the_panel(case)
    assert world.send(f"/meetings/{meeting}/pack").status_code == 303
    with reading(world.engines.register) as session:
        asked = ledger(session, today(), pupil_ids=[world.pupil(EVE)])[0]
    return {
        "case_id": case.rpartition("/")[2],
        "meeting_id": meeting,
        "question": asked.cause,
        "facts": asked.facts,
    }


def _marked(world: World, urn: str, half: str, mark: str) -> None:
    data = f"upn,date,session,mark\n{EVE},2026-11-16,{half},{mark}\n".encode()
    with writing(world.engines.register) as session:
        by = Actor(urn, "school", frozenset({place_id(urn)}))
        take_in_attendance(
            session, data, name="m.csv", place=find_place(session, urn), by=by, today=today()
        )


def addresses(world: World, made: dict[str, str]) -> Iterator[str]:
    """Every page of Eve, of a place, and every list."""
    entries = [str(entry.number) for entry in world.entries() if entry.pupil_id == world.pupil(EVE)]
    each = {
        "place": [place_id(urn) for urn in OF_PLACES],
        "entry": entries,
        "number": entries,
    }
    for rule in world.client.application.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        given = {**made, "pupil": world.pupil(EVE), "kind": "ap_placement", "task": "place"}
        if rule.arguments <= {*given, *each}:
            several = [[(name, value) for value in each[name]] for name in rule.arguments & {*each}]
            yield from (_filled(rule, given | dict(chosen)) for chosen in product(*several))


def _filled(rule: Rule, given: dict[str, str]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: given[found[1]], rule.rule)


def rows_about(text: str, pupil: str, address: str) -> list[str]:
    """What a page says of Eve: all of a page of hers, else the rows that name her."""
    body = re.sub(
        r"<datalist.*?</datalist>|<nav.*?</nav>|<select.*?</select>", "", text, flags=re.S
    )
    if pupil in address or address.endswith("/pack"):
        return [body]
    parts = (
        r"\n" if address.endswith(".csv") else r"(?=<tr|<li|<div class=\"govuk-summary-list__row)"
    )
    rows = re.split(parts, body)
    return [row for row in rows if pupil in row or "Eve Example" in row or EVE in row]


@pytest.mark.parametrize("who", ["officer", "auditor", "oak", "panel", "elm", "far"])
def test_no_page_says_where_a_protected_child_is(world: World, who: str) -> None:
    made = tell_all(world)
    world.enter(who)
    pupil, seen = world.pupil(EVE), 0
    told: dict[str, set[str]] = {}
    for address in addresses(world, made):
        answer = world.see(address)
        if answer.status_code == 200 and "text" in answer.content_type:
            rows = rows_about(answer.text, pupil, address)
            seen += bool(rows)
            # To stand on a page of a place is to be told of there.
            assert not rows or not OF_OTHERS.search(address) or pupil in address, address
            words = {word for row in rows for word in SAYS_WHERE.findall(row)}
            told[address] = words - ({"Elm Academy", ELM} if who == "elm" else set())
    assert not {address: words for address, words in told.items() if words}
    assert seen > {"panel": -1, "elm": 1, "far": -1}.get(who, 10)
    for address, narrowed in OF_LODGE.items():
        assert not rows_about(world.see(address + narrowed).text, pupil, address), address
