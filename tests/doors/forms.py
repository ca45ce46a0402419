"""The pages' forms as people of several places fill them in, over the register of a test."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from apregister.auth.accounts import add_account
from apregister.db import open_engines, writing
from apregister.settings import Settings
from apregister.web import make_web
from apregister.web.shell import Shell
from tests.api.world import BROOK, HILL, LODGE, World, place_id
from tests.doors.doors import held_as
from tests.doors.told import Told

PASSWORD = "three quiet herons"
SENDERS = {
    "brook": ("school", BROOK),
    "hill": ("school", HILL),
    "lodge": ("setting", LODGE),
    "la330": ("la_officer", ""),
    "la331": ("la_officer", ""),
}
"""The role of each, and the URN of its place: none for the authority."""


@pytest.fixture(scope="module")
def pages(furnished: Path) -> Iterator[Flask]:
    """The pages, made once; each test gives them a register of its own."""
    engines = open_engines(f"sqlite:///{furnished}/register.db")
    app = make_web(engines, Settings())
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    engines.dispose()


@dataclass
class Form:
    """The form of each kind, as people of three places fill it in."""

    world: World
    pages: Flask
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    def _signed_in(self, name: str) -> FlaskClient:
        if name not in self.clients:
            self.clients[name] = self.pages.test_client()
            self.clients[name].post("/sign-in", data={"name": name, "password": PASSWORD})
        return self.clients[name]

    def told(self, told: Told) -> tuple[tuple[tuple[str, str], ...], tuple[Any, ...]]:
        """Code and message of each problem, and what is held where there is none."""
        path = f"/pupils/{self.world.pupil(told.upn)}/record/{told.kind}"
        answer, problems = self.send(told.sender, path, {**told.answers, "go_on": "1"})
        if answer.status_code == 303:
            return (), held_as(self.world, int(answer.location.rpartition("=")[2]))
        assert answer.status_code == 422, (told, answer.status_code)
        return problems, ()

    def send(
        self, sender: str, path: str, answers: Mapping[str, str]
    ) -> tuple[TestResponse, tuple[tuple[str, str], ...]]:
        """What a page answers to a form, with code and message of each problem it shows."""
        drawn: list[dict[str, Any]] = []

        def see(_app: Flask, template: object, context: dict[str, Any], **_rest: object) -> None:
            drawn.append(context)

        with template_rendered.connected_to(see, self.pages):
            answer = self._signed_in(sender).post(path, data=answers)
        problems = drawn[-1]["problems"] if answer.status_code == 422 else ()
        for problem in problems:
            assert f'href="#{problem.field}"' in answer.text
        return answer, tuple(sorted((one.code, one.message) for one in problems))


@pytest.fixture
def form(world: World, pages: Flask) -> Form:
    """The form, over the register of this test."""
    pages.extensions["apregister"] = Shell(world.engines, Settings())
    with writing(world.engines.register) as session:
        for name, (role, urn) in SENDERS.items():
            add_account(
                session,
                sign_in_name=name,
                name=name,
                role=role,
                password=PASSWORD,
                places=[place_id(urn)] if urn else [],
                authority=None if urn else name.removeprefix("la"),
            )
    return Form(world, pages)
