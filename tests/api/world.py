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
from datetime import UTC, datetime

from fastapi import FastAPI
from sqlmodel import Session
from starlette.testclient import TestClient

from apregister.auth.keys import add_key
from apregister.db import Engines, writing
from tests.small_authority import Held, Told, place_id, tell, upn

NOW = datetime(2025, 12, 12, 12, 0, tzinfo=UTC)
TOLD = "2025-09-01T08:00:00.000000Z"

AMY, BEN, CAL, DOT, EVE, FAY, NOBODY = (upn(n) for n in range(1, 8))
BROOK, HILL, LODGE, FAR = "900001", "900002", "900003", "900004"
NAMES = {BROOK: "Brook School", HILL: "Hill Academy", LODGE: "The Lodge", FAR: "Far School"}

_PLACES = (
    # URN, name, establishment type, group, authority
    (BROOK, NAMES[BROOK], "01", "4", "330"),
    (HILL, NAMES[HILL], "34", "10", "330"),
    (LODGE, NAMES[LODGE], "14", "4", "330"),
    (FAR, NAMES[FAR], "01", "4", "331"),
)
_HISTORY: tuple[Told, ...] = (
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
class World(Held):
    """The register under test, the keys of those who speak to it, and the API itself."""

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
        tell(session, _PLACES, _HISTORY, TOLD)
        return _keys(session)


def client_of(api: FastAPI) -> TestClient:
    """Somebody who calls the API, and is shown what broke as an answer."""
    return TestClient(api, raise_server_exceptions=False)


def _keys(session: Session) -> dict[str, str]:
    schools = {"brook": BROOK, "hill": HILL, "far": FAR}
    made = {
        name: add_key(session, role="school", place=place_id(urn)) for name, urn in schools.items()
    }
    made["lodge"] = add_key(session, role="setting", place=place_id(LODGE))
    for code in ("330", "331"):
        made[f"la{code}"] = add_key(session, role="la_officer", authority=code)
    return {name: key.token for name, key in made.items()}
