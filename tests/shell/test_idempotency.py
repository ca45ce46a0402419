"""The same request twice under one key."""

import pytest
from sqlmodel import select

from apregister.db import Engines, writing
from apregister.idempotency import IdempotencyKey, KeyReused, answered, keep_answer

BODY = b'{"upn": "A001234567890"}'


@pytest.mark.parametrize(
    ("organisation", "key", "body", "answer"),
    [
        ("s_home", "key-1", BODY, '{"entry": 7}'),
        ("s_home", "key-2", BODY, None),
        ("s_other", "key-1", BODY, None),
        ("s_other", "key-1", b"other", None),
    ],
)
def test_a_key_belongs_to_one_organisation_and_one_body(
    engines: Engines, organisation: str, key: str, body: bytes, answer: str | None
) -> None:
    with writing(engines.register) as session:
        keep_answer(session, "s_home", "key-1", BODY, entry=7, response='{"entry": 7}')
    with writing(engines.register) as session:
        assert answered(session, organisation, key, body) == answer


def test_a_key_with_another_body_is_a_conflict(engines: Engines) -> None:
    with writing(engines.register) as session:
        keep_answer(session, "s_home", "key-1", BODY, entry=7, response="{}")
    with pytest.raises(KeyReused, match="another body"), writing(engines.register) as session:
        answered(session, "s_home", "key-1", BODY + b" ")


def test_neither_the_key_nor_the_body_is_kept(engines: Engines) -> None:
    with writing(engines.register) as session:
        keep_answer(session, "s_home", "key-1", BODY, entry=7, response="{}")
        [held] = session.exec(select(IdempotencyKey))
    assert "key-1" not in held.model_dump_json()
    assert "A001234567890" not in held.model_dump_json()
