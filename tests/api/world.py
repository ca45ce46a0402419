"""A small world to speak of by JSON: four places, their keys, six pupils, on 12 December 2025.

| pupil | roll                                        | elsewhere                                 |
|-------|---------------------------------------------|-------------------------------------------|
| amy   | Brook School from 1 September               |                                           |
| ben   | Brook School from 1 September               | placed at The Lodge from 3 November       |
| cal   | Brook School to 1 October, then Hill Academy |                                          |
| dot   | Far School, of another authority            |                                           |
| eve   | Brook School from 1 September; protected    | placed at The Lodge from 3 November       |
| fay   | Brook School to 3 November, then nowhere    |                                           |
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from fastapi import FastAPI
from sqlmodel import Session, select
from starlette.testclient import TestClient

from apregister.auth.keys import add_key
from apregister.db import Engines, reading, writing
from movements.actor import Actor
from movements.entry import Entry
from movements.identifiers import check_letter
from movements.people_and_places import Place, PlaceVersion
from movements.places import find_place
from movements.register import find_pupil
from movements.take_in import take_in

NOW = datetime(2025, 12, 12, 12, 0, tzinfo=UTC)
TOLD = "2025-09-01T08:00:00.000000Z"


def upn(number: int) -> str:
    """A UPN of the invented authority 001."""
    rest = f"001{number:09d}"
    return check_letter(rest) + rest


AMY, BEN, CAL, DOT, EVE, FAY, NOBODY = (upn(n) for n in range(1, 8))
BROOK, HILL, LODGE, FAR = "900001", "900002", "900003", "900004"
NAMES = {BROOK: "Brook School", HILL: "Hill Academy", LODGE: "The Lodge", FAR: "Far School"}

_PLACES = (
    # URN, establishment type, group, authority
    (BROOK, "01", "4", "330"),
    (HILL, "34", "10", "330"),
    (LODGE, "14", "4", "330"),
    (FAR, "01", "4", "331"),
)
_HISTORY: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("on_roll", AMY, BROOK, {"on": "2025-09-01"}),
    ("on_roll", BEN, BROOK, {"on": "2025-09-01", "ref": "row 7"}),
    ("on_roll", CAL, BROOK, {"on": "2025-09-01"}),
    ("on_roll", DOT, FAR, {"on": "2025-09-01"}),
    ("on_roll", EVE, BROOK, {"on": "2025-09-01"}),
    ("on_roll", FAY, BROOK, {"on": "2025-09-01"}),
    ("pupil_details", EVE, BROOK, {"on": "2025-09-01", "home_la": "330", "protected": "Y"}),
    ("suspension", CAL, BROOK, {"on": "2025-09-15", "sessions": "4", "reason1": "DB"}),
    ("removal_from_roll", CAL, BROOK, {"on": "2025-10-01", "ground": "a", "to_place": HILL}),
    ("on_roll", CAL, HILL, {"on": "2025-10-01"}),
    ("attainment", CAL, HILL, {"on": "2025-11-01", "subject": "english", "level": "level_1"}),
    ("ap_placement", BEN, BROOK, {"on": "2025-11-03", "place": LODGE, "reason": "BHS"}),
    ("ap_placement", EVE, BROOK, {"on": "2025-11-03", "place": LODGE, "reason": "BHS"}),
    ("permanent_exclusion", FAY, BROOK, {"on": "2025-10-06", "reason1": "PA"}),
    ("removal_from_roll", FAY, BROOK, {"on": "2025-11-03", "ground": "o"}),
)


@dataclass
class World:
    """The register under test, the keys of those who speak to it, and the API itself."""

    engines: Engines
    client: TestClient
    keys: dict[str, str]

    def ask(self, who: str | None, method: str, path: str, **told: object) -> "Answer":
        """What the API answers an organisation (brook, hill, lodge, far, la330, la331)."""
        headers = dict(told.pop("headers", {}))  # type: ignore[call-overload]
        if who is not None:
            headers["Authorization"] = f"Bearer {self.keys[who]}"
        answer = self.client.request(method, f"/v1{path}", headers=headers, **told)  # type: ignore[arg-type]
        return Answer(answer.status_code, answer.json(), dict(answer.headers))

    def send(self, who: str, kind: str, body: object, key: str | None = None) -> "Answer":
        """Send one movement, under an Idempotency-Key where one is given."""
        headers = {"Idempotency-Key": key} if key is not None else {}
        return self.ask(who, "POST", f"/movements/{kind}", json=body, headers=headers)

    def history(self, who: str, pupil_upn: str, **told: object) -> "Answer":
        """A pupil's history as an organisation sees it."""
        return self.ask(who, "GET", f"/pupils/{self.pupil(pupil_upn)}/history", **told)

    def pupil(self, pupil_upn: str) -> str:
        """The id of a pupil."""
        with reading(self.engines.register) as session:
            found = find_pupil(session, pupil_upn)
        assert found is not None
        return found

    def entries(self) -> list[Entry]:
        """Every entry held, in order."""
        with reading(self.engines.register) as session:
            return list(session.exec(select(Entry).order_by(Entry.number)))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Answer:
    """An answer of the API."""

    status: int
    body: dict
    headers: dict[str, str]

    @property
    def codes(self) -> list[tuple[str, str]]:
        """Field and code of each problem."""
        return [(problem["field"], problem["code"]) for problem in self.body["problems"]]


def furnish(engines: Engines) -> dict[str, str]:
    """Put places, pupils and keys into an empty register; the keys by who holds them."""
    with writing(engines.register) as session:
        for place in _PLACES:
            _add_place(session, *place)
        for kind, who, urn, answers in _HISTORY:
            _move(session, kind, who, urn, answers)
        return _keys(session)


def place_id(urn: str) -> str:
    """The id of a place of this world."""
    return f"s_00{urn}"


def client_of(api: FastAPI) -> TestClient:
    """Somebody who calls the API, and is shown what broke as an answer."""
    return TestClient(api, raise_server_exceptions=False)


def _add_place(session: Session, urn: str, type_code: str, group: str, authority: str) -> None:
    session.add(Place(id=place_id(urn), created_at=TOLD))
    session.flush()
    version = PlaceVersion(
        place_id=place_id(urn),
        urn=urn,
        name=NAMES[urn],
        type_code=type_code,
        group_code=group,
        la_code=authority,
        on=date(2000, 1, 1),
        recorded_at=TOLD,
        source="test",
    )
    session.add(version)
    session.flush()


def _move(session: Session, kind: str, who: str, urn: str, answers: dict[str, str]) -> None:
    place = find_place(session, urn)
    by = Actor(f"office of {urn}", "school", frozenset({place.id}))
    take_in(session, kind, {"upn": who, **answers}, place=place, by=by, source="csv")


def _keys(session: Session) -> dict[str, str]:
    schools = {"brook": BROOK, "hill": HILL, "far": FAR}
    made = {
        name: add_key(session, role="school", place=place_id(urn)) for name, urn in schools.items()
    }
    made["lodge"] = add_key(session, role="setting", place=place_id(LODGE))
    for code in ("330", "331"):
        made[f"la{code}"] = add_key(session, role="la_officer", authority=code)
    return {name: key.token for name, key in made.items()}
