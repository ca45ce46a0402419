"""A small authority to look at by pages: its people and pupils on 23 November 2026.

| pupil | roll                                        | elsewhere                                 |
|-------|---------------------------------------------|-------------------------------------------|
| amy   | Oak School from 1 September                 | suspended for two days on 12 October      |
| ben   | Oak School from 1 September                 | placed at The Lodge from 2 November       |
| cal   | Oak School to 1 October, then Elm Academy   |                                           |
| dot   | Far School, of another authority            |                                           |
| eve   | Oak School from 1 September; protected      | placed at The Lodge from 2 November       |
| fay   | Oak School to 19 October, then nowhere      | permanently excluded on 28 September      |
| gus   | Oak School from 1 September                 | claimed by Elm Academy on 2 November      |
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from apregister.auth.accounts import add_account
from apregister.db import Engines, writing
from fair_access.meetings.convene import minute
from movements.actor import Actor, Role
from tests.small_authority import Held, Told, place_id, tell, upn

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TOLD = "2026-09-01T08:00:00.000000Z"
PASSWORD = "three quiet herons"

AMY, BEN, CAL, DOT, EVE, FAY, GUS, NOBODY = (upn(n) for n in range(1, 9))
OAK, ELM, LODGE, FAR, HAVEN = "900001", "900002", "900003", "900004", "900005"
NAMES = {
    OAK: "Oak School",
    ELM: "Elm Academy",
    LODGE: "The Lodge",
    FAR: "Far School",
    HAVEN: "Haven of Far",
}
PEOPLE: dict[str, tuple[Role, tuple[str, ...], str | None]] = {
    "oak": ("school", (OAK,), None),
    "elm": ("school", (ELM,), None),
    "both": ("school", (OAK, ELM), None),
    "lodge": ("setting", (LODGE,), None),
    "far": ("school", (FAR,), None),
    "officer": ("la_officer", (), "330"),
    "officer_of_far": ("la_officer", (), "331"),
    "panel": ("panel_member", (), "330"),
    "auditor": ("auditor", (), "330"),
    "admin": ("administrator", (), None),
}

_PLACES = (
    # URN, name, establishment type, group, authority
    (OAK, NAMES[OAK], "01", "4", "330"),
    (ELM, NAMES[ELM], "34", "10", "330"),
    (LODGE, NAMES[LODGE], "14", "4", "330"),
    (FAR, NAMES[FAR], "01", "4", "331"),
    (HAVEN, NAMES[HAVEN], "14", "4", "331"),
)
_HISTORY: tuple[Told, ...] = (
    ("on_roll", AMY, OAK, {"on": "2026-09-01"}),
    ("on_roll", BEN, OAK, {"on": "2026-09-01", "ref": "row 7"}),
    ("on_roll", CAL, OAK, {"on": "2026-09-01"}),
    ("on_roll", DOT, FAR, {"on": "2026-09-01"}),
    ("on_roll", EVE, OAK, {"on": "2026-09-01"}),
    ("on_roll", FAY, OAK, {"on": "2026-09-01"}),
    ("on_roll", GUS, OAK, {"on": "2026-09-01"}),
    *(
        (
            "pupil_details",
            who,
            OAK,
            {
                "on": "2026-09-01",
                "forename": name,
                "surname": "Example",
                "dob": f"2012-03-0{number}",
                "nc_year": "10",
                "home_la": "330",
            },
        )
        for number, (who, name) in enumerate(
            ((AMY, "Amy"), (BEN, "Ben"), (CAL, "Cal"), (EVE, "Eve"), (FAY, "Fay"), (GUS, "Gus")), 1
        )
    ),
    ("pupil_details", EVE, OAK, {"on": "2026-09-02", "protected": "Y"}),
    ("suspension", AMY, OAK, {"on": "2026-10-12", "sessions": "4", "reason1": "DB"}),
    ("removal_from_roll", CAL, OAK, {"on": "2026-10-01", "ground": "a", "to_place": ELM}),
    ("on_roll", CAL, ELM, {"on": "2026-10-01"}),
    ("ap_placement", BEN, OAK, {"on": "2026-11-02", "place": LODGE, "reason": "BHS"}),
    ("ap_placement", EVE, OAK, {"on": "2026-11-02", "place": LODGE, "reason": "BHS"}),
    ("permanent_exclusion", FAY, OAK, {"on": "2026-09-28", "reason1": "PA"}),
    ("removal_from_roll", FAY, OAK, {"on": "2026-10-19", "ground": "o"}),
    ("on_roll", GUS, ELM, {"on": "2026-11-02"}),
)


@dataclass
class World(Held):
    """The register under test and a browser of its own."""

    client: FlaskClient

    def enter(self, name: str) -> None:
        """Sign in as one of the people of this world, whoever was signed in before."""
        with self.client.session_transaction() as held:
            held.clear()
        answer = self.client.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text

    def see(self, path: str, **headers: str) -> TestResponse:
        """What a page answers."""
        return self.client.get(path, headers=headers)

    def send(self, path: str, **answers: object) -> TestResponse:
        """What a page answers to its form."""
        return self.client.post(path, data=answers)

    def record(self, who: str, kind: str, **answers: object) -> TestResponse:
        """What becomes of a movement sent by the form of its kind."""
        return self.send(f"/pupils/{self.pupil(who)}/record/{kind}", **answers)

    def before_the_panel(self, path: str) -> str:
        """Put the case of an address on the agenda of the panel's next meeting; its id."""
        return before_the_panel(self.engines, path)

    def page_of(self, who: str) -> str:
        """The address of a pupil's page."""
        return f"/pupils/{self.pupil(who)}"


def furnish(engines: Engines) -> None:
    """Put places, pupils and people into an empty register."""
    with writing(engines.register) as session:
        tell(session, _PLACES, _HISTORY, TOLD)
        for name, (role, places, authority) in PEOPLE.items():
            add_account(
                session,
                sign_in_name=name,
                name=name.capitalize(),
                role=role,
                password=PASSWORD,
                places=[place_id(urn) for urn in places],
                authority=authority,
            )


def before_the_panel(engines: Engines, path: str) -> str:
    """Put the case of an address on the agenda of the panel's next meeting; the meeting's id.

    The panel member who signs in as `panel` sits there.
    """
    officer, case = Actor("officer", "la_officer", authority="330"), path.rpartition("/")[2]
    told = {"on": "2026-11-02", "name": "North", "phase": "secondary", "area": "North"}
    panel = told | {"schools": f"{OAK} {ELM}", "terms": "Protocol, 4", "chair": "Admissions"}
    pat = {"person": "Pat Panel", "organisation": "Inclusion", "delegated": "Y"}
    met = {"day": "2026-11-25", "starts_at": "9:30", "place": "County Hall"}
    on = {"on": "2026-11-02"}
    with writing(engines.register) as session:
        made = minute(session, "panel_set_up", "", panel, officer).panel
        pat |= {**on, "signs_in_as": "panel"}
        minute(session, "panel_member", made, pat, officer)
        meeting = minute(session, "meeting_called", made, {**on, **met}, officer).meeting
        minute(session, "meeting_agenda", meeting, {**on, "case": case, "why": "Due"}, officer)
    return meeting
