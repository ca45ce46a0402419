"""Each sort of tampering is found, and named by the entry it was done to."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from apregister.tables import METADATA, REGISTER
from movements.append_only import TRIGGERS, Tree
from movements.record import append
from movements.sealed_rows import seal_what_never_was
from movements.verify import Head, findings, head
from tests.movements.small_register import SCHOOL, fill, tell


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = create_engine("sqlite://", poolclass=StaticPool)
    METADATA.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as made:
        for trigger in TRIGGERS.values():
            made.execute(text(trigger))
        fill(made)
        yield made


def behind_its_back(session: Session, *statements: str) -> None:
    """What somebody with the file does: the fence down, the change, the fence up again."""
    for name in TRIGGERS:
        session.execute(text(f"DROP TRIGGER {name}"))
    for statement in statements:
        session.execute(text(statement))
    for trigger in TRIGGERS.values():
        session.execute(text(trigger))


def found(session: Session, kept: Head | None = None) -> list[str]:
    """What is found of entries: rows beside them, sealed by who commits, have their own tests."""
    return [one for one in findings(session, kept) if not one.startswith("table ")]


def test_an_empty_register_is_whole(engine: Engine) -> None:
    with Session(engine) as bare:
        for trigger in TRIGGERS.values():
            bare.execute(text(trigger))
        assert found(bare) == []
        assert head(bare) == Head(0, Tree().root().hex())
        assert found(bare, head(bare)) == []


def test_an_untouched_register_is_whole(session: Session) -> None:
    assert found(session) == []
    assert head(session).size == 5


def test_what_is_told_after_a_head_was_kept_is_no_finding(session: Session) -> None:
    kept = Head.from_text(head(session).as_text())
    tell(session, "suspension", "2025-10-06", sessions="2", reason1="PA")
    assert found(session, kept) == []
    assert found(session, Head(0, Tree().root().hex())) == []


@pytest.mark.parametrize(
    "change",
    [
        "details = replace(details, '4', '1')",
        "kind = 'managed_move'",
        "\"on\" = '2025-09-09'",
        "session = 'PM'",
        "recorded_at = '2025-09-01T08:00:00.000000Z'",
        "recorded_by = 'Somebody Else'",
        "organisation = 'la:330'",
        "authority = '331'",
        "source = 'api'",
        "pupil_id = 'p_other'",
        "place_id = 's_other'",
        "corrects = 1",
        "reason = 'other'",
        "salt = x'00'",
    ],
)
def test_a_changed_entry_is_named(session: Session, change: str) -> None:
    behind_its_back(session, f"UPDATE entry SET {change} WHERE number = 3")
    assert found(session) == ["entry 3: changed since it was recorded"]


def test_a_changed_leaf_is_named_and_the_head_no_longer_fits(session: Session) -> None:
    kept = head(session)
    behind_its_back(session, "UPDATE entry SET leaf = x'00' WHERE number = 3")
    first, second, third = found(session, kept)
    assert first == "entry 3: changed since it was recorded"
    assert second.startswith("head: says 5 entries, but 5 are held and they hash otherwise")
    assert third == "entries 1 to 5: differ from those under the head kept elsewhere"


def test_an_entry_taken_out_is_named(session: Session) -> None:
    behind_its_back(session, "DELETE FROM entry WHERE number = 3")
    first, second = found(session)
    assert first == "entry 3: missing (the next one held is 4)"
    assert second == "entry 5: missing; the head counts 5 entries and 4 are held"


CUT_OFF = (
    "DELETE FROM school_day",
    "DELETE FROM received",
    "DELETE FROM entry WHERE number > 3",
)


def test_a_tail_cut_off_is_named(session: Session) -> None:
    behind_its_back(session, *CUT_OFF)
    assert found(session) == ["entry 4: missing; the head counts 5 entries and 3 are held"]


def rewrite_head(session: Session, size: int) -> None:
    """A tamperer who knows the tree, and makes the head fit what is left."""
    tree = Tree()
    for (leaf,) in session.execute(text("SELECT leaf FROM entry ORDER BY number")):
        tree.add(leaf)
    assert tree.size == size
    session.execute(
        text("UPDATE tree_head SET size = :size, root = :root, frontier = :frontier"),
        {"size": size, "root": tree.root(), "frontier": tree.packed()},
    )


def test_a_tail_cut_off_with_its_head_is_found_only_by_a_head_kept_elsewhere(
    session: Session,
) -> None:
    kept = head(session)
    behind_its_back(session, *CUT_OFF)
    rewrite_head(session, 3)
    assert found(session) == []
    assert found(session, kept) == ["entry 4: missing; the head kept elsewhere counts 5"]


def test_a_tail_told_anew_is_found_by_the_head_kept_elsewhere(session: Session) -> None:
    kept = head(session)
    behind_its_back(session, *CUT_OFF)
    rewrite_head(session, 3)
    tell(session, "suspension", "2025-10-06", sessions="2", reason1="PA")
    tell(session, "suspension", "2025-10-08", sessions="2", reason1="PA")
    assert found(session) == []
    assert found(session, kept) == [
        "entries 1 to 5: differ from those under the head kept elsewhere"
    ]


def test_an_entry_put_in_by_hand_is_found(session: Session) -> None:
    names = '"number", kind, "on", session, recorded_at, recorded_by, organisation, source, leaf'
    session.execute(
        text(
            f"INSERT INTO entry ({names}) VALUES "
            "(6, 'on_roll', '2025-09-01', 'AM', 'x', 'x', 'x', 'csv', x'00')"
        )
    )
    first, second = found(session)
    assert first == "entry 6: its details or salt are gone and no redaction names it"
    assert second.startswith("head: says 5 entries, but 6 are held")


@pytest.mark.parametrize(
    "change",
    ["size = 4", "root = x'00'", "frontier = x'00'", "size = 0, root = x'', frontier = x''"],
)
def test_a_head_that_lies_is_found(session: Session, change: str) -> None:
    session.execute(text(f"UPDATE tree_head SET {change}"))
    assert [line.partition(":")[0] for line in found(session)] == ["head"]


def test_a_head_lost_or_doubled_is_found(session: Session) -> None:
    session.execute(text("INSERT INTO tree_head SELECT 2, size, frontier, root FROM tree_head"))
    assert found(session) == ["head: there are 2 and must be one, for 5 entries"]
    session.execute(text("DELETE FROM tree_head"))
    assert found(session) == ["head: there are 0 and must be one, for 5 entries"]


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_trigger_dropped_or_altered_is_named(session: Session, name: str) -> None:
    expected = [f"trigger {name}: missing or altered; the fence is open"]
    session.execute(text(f"DROP TRIGGER {name}"))
    assert found(session) == expected
    session.execute(text(TRIGGERS[name].replace("RAISE", "1, RAISE")))
    assert found(session) == expected


@pytest.mark.parametrize(
    "emptied", ["details = NULL, salt = NULL", "details = NULL", "salt = NULL"]
)
def test_a_row_emptied_with_no_redaction_is_named(session: Session, emptied: str) -> None:
    behind_its_back(session, f"UPDATE entry SET {emptied} WHERE number = 4")
    assert found(session) == ["entry 4: its details or salt are gone and no redaction names it"]


def redacted(session: Session, number: int, details: dict[str, str] | None = None) -> None:
    """Redact an entry as it ought to be done: the digest kept, then details and salt emptied."""
    row = session.execute(
        text("SELECT details, salt FROM entry WHERE number = :number"), {"number": number}
    ).one()
    digest = hashlib.sha256(row.salt + row.details.encode()).hexdigest()
    append(
        session,
        kind="redaction",
        on=date(2025, 12, 12),
        by=SCHOOL,
        source="form",
        details={"digest": digest} if details is None else details,
        subjects={},
        corrects=number,
        reason="other",
    )
    session.execute(
        text("UPDATE entry SET details = NULL, salt = NULL WHERE number = :number"),
        {"number": number},
    )


def test_a_row_redacted_is_whole_and_its_header_still_proved(session: Session) -> None:
    kept = head(session)
    redacted(session, 2)
    assert found(session, kept) == []
    behind_its_back(session, "UPDATE entry SET kind = 'suspension' WHERE number = 2")
    assert found(session, kept) == ["entry 2: changed since it was recorded"]


@pytest.mark.parametrize("details", [{}, {"digest": "no hex"}, {"digest": "00"}])
def test_a_redaction_that_keeps_no_digest_proves_nothing(
    session: Session, details: dict[str, str]
) -> None:
    redacted(session, 2, details)
    assert found(session) == ["entry 2: changed since it was recorded"]


def test_a_mark_changed_is_named_by_the_entry_that_brought_it(session: Session) -> None:
    behind_its_back(session, "UPDATE school_day SET marks = x'1111'")
    assert found(session) == [
        "entry 5: its marks were changed, added or removed since it was recorded"
    ]


def test_details_that_are_no_longer_json_are_a_finding_and_no_accident(session: Session) -> None:
    behind_its_back(session, "UPDATE entry SET details = 'gone' WHERE number = 5")
    assert "entry 5: changed since it was recorded" in found(session)


TABLES = [str(table.__tablename__) for table in REGISTER]
COPIED = {
    "place": "SELECT 's_other', created_at FROM place",
    "pupil": "SELECT 77, 'p_other', created_at FROM pupil",
}
"""A row more in the tables whose own ids must differ; in the others only the number differs."""


def is_found(session: Session, statement: str) -> bool:
    """Whether a change by other means is found; it is undone again."""
    with session.begin_nested() as change:
        behind_its_back(session, statement)
        said = list(findings(session))
        change.rollback()
    return bool(said)


@pytest.fixture
def sealed(session: Session) -> Session:
    """The register with all its rows under seal, and none of the database's own checks."""
    seal_what_never_was(session)
    session.execute(text("PRAGMA ignore_check_constraints = ON"))
    return session


@pytest.mark.parametrize("table", TABLES)
def test_any_value_of_a_row_changed_to_anything_is_found(sealed: Session, table: str) -> None:
    """Each column in turn, to numbers, texts and bytes: a finding, and never an accident."""
    last = f"rowid = (SELECT max(rowid) FROM {table})"
    for column in METADATA.tables[table].columns:
        counts = column.primary_key and str(column.type) == "INTEGER"
        for value in ("-7", "987654") if counts else ("-7", "'zz'", "''", "x'ff'", "x''"):
            change = f'UPDATE {table} SET "{column.name}" = {value} WHERE {last}'
            assert is_found(sealed, change), change
    assert list(findings(sealed)) == [], "each change was undone"


@pytest.mark.parametrize("table", TABLES)
def test_a_row_removed_from_or_added_to_any_table_is_found(sealed: Session, table: str) -> None:
    first, *rest = (f'"{column.name}"' for column in METADATA.tables[table].columns)
    copied = COPIED.get(table, f"SELECT 77, {', '.join(rest)} FROM {table}")
    names = ", ".join((first, *rest))
    first_row = f"(SELECT min(rowid) FROM {table})"
    assert is_found(sealed, f"DELETE FROM {table} WHERE rowid = {first_row}")
    assert is_found(sealed, f"INSERT INTO {table} ({names}) {copied} LIMIT 1")
    assert list(findings(sealed)) == [], "each change was undone"


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"size": "many", "root": ""}', "head"])
def test_a_file_that_is_no_head_says_so(line: str) -> None:
    with pytest.raises(ValueError, match="not a head file"):
        Head.from_text(line)


def test_a_head_is_one_line_of_json(session: Session) -> None:
    kept = head(session)
    assert json.loads(kept.as_text()) == {"size": 5, "root": kept.root}
    assert Head.from_text(kept.as_text()) == kept
