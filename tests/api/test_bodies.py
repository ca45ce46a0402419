"""Bodies that cannot be read: a sentence each, a status each, nothing recorded."""

import pytest

from apregister.api.bodies import LARGEST_BODY
from tests.api.world import World

GOOD = b'{"upn": "x"}'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not JSON"),
        (b"{", "line 1, column 2"),
        (b"upn,on\nA1,2025-12-01\n", "not JSON"),
        (b'["upn"]', "one JSON object"),
        (b'"upn"', "one JSON object"),
        (b"null", "one JSON object"),
        (b'{"upn": "a", "upn": "b"}', "'upn' twice"),
        (b'{"sessions": NaN}', "NaN"),
        (b'{"sessions": Infinity}', "Infinity"),
        (b'{"upn": "\\ud800"}', "UTF-8"),
        (b'{"\\ud800": "x"}', "UTF-8"),
        (b'{"upn": "\xff\xfe"}', "UTF-8"),
        (b"[" * 100_000, "UTF-8"),
        (b'{"sessions": ' + b"9" * 5000 + b"}", "UTF-8"),
    ],
)
def test_what_is_no_json_object_is_answered_400(world: World, body: bytes, words: str) -> None:
    answer = world.ask("brook", "POST", "/movements/suspension", content=body)
    [problem] = answer.body["problems"]
    assert (answer.status, problem["field"], problem["code"]) == (400, "", "unreadable")
    assert words in problem["message"]


def test_a_body_with_a_byte_order_mark_is_read(world: World) -> None:
    answer = world.ask("brook", "POST", "/movements/suspension", content=b"\xef\xbb\xbf" + GOOD)
    assert answer.status == 422


def test_a_body_that_is_too_large_is_answered_413(world: World) -> None:
    body = b'{"upn": "' + b"x" * LARGEST_BODY + b'"}'
    answer = world.ask("brook", "POST", "/movements/suspension", content=body)
    assert (answer.status, answer.codes) == (413, [("", "too_large")])


def test_a_body_is_not_read_for_somebody_without_a_key(world: World) -> None:
    assert world.ask(None, "POST", "/movements/suspension", content=b"{").status == 401


def test_an_address_there_is_not_and_a_method_it_has_not(world: World) -> None:
    nothing = world.ask("brook", "POST", "/movements/expulsion", json={})
    assert (nothing.status, nothing.codes) == (404, [("", "unknown")])
    wrong = world.ask("brook", "GET", "/movements/suspension")
    assert (wrong.status, wrong.codes) == (405, [("", "no_such_method")])
    assert wrong.headers["allow"] == "POST"
