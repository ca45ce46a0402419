"""The whole: the API beside the pages, each answering for itself."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from starlette.routing import Route
from starlette.testclient import TestClient

from apregister.api.make import ROUTERS
from apregister.app import make_app
from apregister.auth.permissions import PERMISSIONS, PUBLIC, permission_of
from apregister.db import Engines, writing
from apregister.fence import FenceBroken
from apregister.settings import Settings


@pytest.fixture
def whole(engines: Engines, url: str) -> Iterator[TestClient]:
    with TestClient(make_app(engines, Settings(db=url)), follow_redirects=False) as client:
        yield client


def test_every_route_of_the_api_names_a_permission_there_is() -> None:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, Route)]
    assert {permission_of(route.endpoint) for route in routes} <= {*PERMISSIONS, PUBLIC}
    public = {route.path for route in routes if permission_of(route.endpoint) == PUBLIC}
    assert public == {"/health"}


@pytest.mark.parametrize(
    ("method", "address", "status", "kind"),
    [
        ("GET", "/", 302, "text/html"),
        ("GET", "/sign-in", 200, "text/html"),
        ("GET", "/nowhere", 404, "text/html"),
        ("GET", "/static/site.css", 200, "text/css"),
        ("GET", "/static/init.mjs", 200, "text/javascript"),
        ("GET", "/api/v1/health", 200, "application/json"),
        ("GET", "/api/openapi.json", 200, "application/json"),
        ("GET", "/api/docs", 200, "text/html"),
        ("GET", "/api/v1/nowhere", 404, "application/json"),
        ("GET", "/api/nowhere", 404, "application/json"),
        ("POST", "/api/v1/health", 405, "application/json"),
    ],
)
def test_who_answers_which_address(
    whole: TestClient, method: str, address: str, status: int, kind: str
) -> None:
    answer = whole.request(method, address)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith(kind)
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_api_alone_leads_to_its_description(whole: TestClient) -> None:
    assert whole.get("/api").headers["location"] == "/api/docs"


def test_mistakes_of_the_api_have_one_shape(whole: TestClient) -> None:
    [problem] = whole.get("/api/v1/nowhere").json()["problems"]
    assert (problem["field"], problem["code"]) == ("", "unknown")


def test_a_form_of_unknown_length_is_refused_before_it_is_lost(whole: TestClient) -> None:
    answer = whole.post("/sign-in", content=iter([b"name=olu&", b"password=x"]))
    assert answer.status_code == 411
    assert "Content-Length" in answer.text
    assert whole.post("/sign-in", data={"name": "olu"}).status_code == 400


def test_the_application_does_not_start_with_a_broken_fence(engines: Engines, url: str) -> None:
    with writing(engines.register) as session:
        session.connection().execute(text("DROP TRIGGER fence_entry_update"))
    with (
        pytest.raises(FenceBroken, match="fence_entry_update"),
        TestClient(make_app(engines, Settings(db=url))),
    ):
        pass
