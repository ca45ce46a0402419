"""Pupils, identifiers, places and dates stand under an entry's seal: verify sees them changed."""

from datetime import date

import pytest
from sqlalchemy import text

from apregister.db import Engines, reading, writing
from movements.append_only import TRIGGERS
from movements.people_and_places import Place, PlaceVersion, Pupil, PupilIdentifier, TermDate
from movements.verify import findings

DAY = date(2026, 9, 1)


@pytest.fixture
def kept(engines: Engines) -> Engines:
    with writing(engines.register) as session:
        session.add(Place(id="s_1", created_at="now"))
        session.add_all(Pupil(id=name, created_at="now") for name in ("p_1", "p_2"))
        session.flush()
        session.add(
            PupilIdentifier(pupil_id="p_1", scheme="upn", value="A", on=DAY, recorded_at="now")
        )
        session.add(
            PlaceVersion(place_id="s_1", name="Oak", on=DAY, recorded_at="now", source="gias")
        )
        session.add(
            TermDate(place_or_la="330", kind="term", from_date=DAY, to_date=DAY, recorded_at="now")
        )
    return engines


def found(engines: Engines) -> list[str]:
    with reading(engines.register) as session:
        return list(findings(session))


def behind_its_back(engines: Engines, statement: str) -> None:
    """As somebody who owns the file would: the fence taken down and put up again."""
    with engines.register.begin() as connection:
        for name in TRIGGERS:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
        for trigger in TRIGGERS.values():
            connection.execute(text(trigger))


def test_what_was_written_through_the_house_is_whole(kept: Engines) -> None:
    assert found(kept) == []


def test_a_second_writing_seals_only_what_is_new(kept: Engines) -> None:
    with writing(kept.register) as session:
        session.add(Pupil(id="p_3", created_at="now"))
    with writing(kept.register):
        pass
    with reading(kept.register) as session:
        held = session.execute(text("SELECT count(*) FROM entry")).scalar()
    assert held == 2
    assert found(kept) == []


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE pupil_identifier SET value = 'B'", "pupil_identifier"),
        ("UPDATE place_version SET name = 'Elm'", "place_version"),
        ("UPDATE term_date SET to_date = '2026-12-01'", "term_date"),
        ("UPDATE pupil SET id = 'p_9' WHERE id = 'p_2'", "pupil"),
        ("DELETE FROM term_date", "term_date"),
    ],
)
def test_a_row_changed_behind_its_back_names_the_entry(
    kept: Engines, statement: str, table: str
) -> None:
    behind_its_back(kept, statement)
    assert found(kept) == [f"entry 1: rows it sealed in {table} were changed or removed since"]


def test_a_row_added_past_the_house_is_seen_with_the_fence_up(kept: Engines) -> None:
    with kept.register.begin() as connection:
        connection.execute(
            text(
                'INSERT INTO pupil_identifier (pupil_id, scheme, value, "on", recorded_at) '
                "VALUES ('p_2', 'upn', 'A', '2026-09-01', 'now')"
            )
        )
    assert found(kept) == [
        "table pupil_identifier: has rows that no entry seals, added behind the register's back"
    ]


def test_a_table_that_was_dropped_is_a_finding(kept: Engines) -> None:
    with kept.register.begin() as connection:
        connection.execute(text("DROP TABLE school_day"))
    assert any(one.startswith("table school_day: missing") for one in found(kept))
