"""The register: pupils, places, entries and marks, with the fence round them."""

import sqlalchemy as sa
from alembic import op

from apregister.migrations.fence import raise_fence

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FENCED = (
    "entry",
    "place_version",
    "pupil_identifier",
    "term_date",
    "school_day",
    "mark_roll",
)


def upgrade() -> None:
    _local_authority()
    _place()
    _pupil()
    _term_date()
    _tree_head()
    _entry()
    _mark_roll()
    _place_version()
    _pupil_identifier()
    _school_day()
    for table in FENCED:
        raise_fence(table)


def downgrade() -> None:
    op.drop_table("school_day")
    op.drop_table("pupil_identifier")
    op.drop_table("place_version")
    op.drop_table("mark_roll")
    op.drop_table("entry")
    op.drop_table("tree_head")
    op.drop_table("term_date")
    op.drop_table("pupil")
    op.drop_table("place")
    op.drop_table("local_authority")


def _local_authority() -> None:
    op.create_table(
        "local_authority",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_local_authority")),
    )


def _place() -> None:
    op.create_table(
        "place",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )


def _pupil() -> None:
    op.create_table(
        "pupil",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pupil")),
        sa.UniqueConstraint("id", name=op.f("uq_pupil_id")),
    )


def _term_date() -> None:
    op.create_table(
        "term_date",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place_or_la", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.CheckConstraint("kind in ('term', 'inset', 'closure')", name=op.f("ck_term_date_kind")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_term_date")),
    )
    op.create_index("ix_term_date_place_or_la", "term_date", ["place_or_la"])


def _tree_head() -> None:
    op.create_table(
        "tree_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tree_head")),
    )


def _entry() -> None:
    op.create_table(
        "entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=True),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("submission_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("details", sa.String(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("session in ('AM', 'PM')", name=op.f("ck_entry_session")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_entry_place_id_place")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_entry_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_entry")),
    )
    op.create_index("ix_entry_case_id", "entry", ["case_id"])
    op.create_index("ix_entry_place_id_kind", "entry", ["place_id", "kind"])
    op.create_index("ix_entry_pupil_id", "entry", ["pupil_id"])


def _mark_roll() -> None:
    op.create_table(
        "mark_roll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("pupils", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_mark_roll_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_roll")),
    )
    op.create_index("ix_mark_roll_place_id", "mark_roll", ["place_id", "digest"])


def _place_version() -> None:
    op.create_table(
        "place_version",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("urn", sa.String(), nullable=True),
        sa.Column("ukprn", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type_code", sa.String(), nullable=True),
        sa.Column("type_name", sa.String(), nullable=True),
        sa.Column("group_code", sa.String(), nullable=True),
        sa.Column("la_code", sa.String(), nullable=True),
        sa.Column("la_name", sa.String(), nullable=True),
        sa.Column("estab", sa.String(), nullable=True),
        sa.Column("phase", sa.String(), nullable=True),
        sa.Column("low_age", sa.Integer(), nullable=True),
        sa.Column("high_age", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("town", sa.String(), nullable=True),
        sa.Column("setting_type", sa.String(), nullable=True),
        sa.Column("successor_urn", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status in ('open', 'closed', 'proposed_to_close', 'proposed')",
            name=op.f("ck_place_version_status"),
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_version_place_id_place")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_place_version")),
    )
    op.create_index("ix_place_version_place_id", "place_version", ["place_id"])
    op.create_index("ix_place_version_ukprn", "place_version", ["ukprn"])
    op.create_index("ix_place_version_urn", "place_version", ["urn"])


def _pupil_identifier() -> None:
    op.create_table(
        "pupil_identifier",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.CheckConstraint(
            "scheme in ('upn', 'upn_temp', 'upn_former', 'uln')",
            name=op.f("ck_pupil_identifier_scheme"),
        ),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_pupil_identifier_pupil_id_pupil")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_pupil_identifier")),
    )
    op.create_index("ix_pupil_identifier_pupil_id", "pupil_identifier", ["pupil_id"])
    op.create_index("ix_pupil_identifier_value", "pupil_identifier", ["value"])


def _school_day() -> None:
    op.create_table(
        "school_day",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("roll_id", sa.Integer(), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_school_day_version")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_school_day_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["roll_id"], ["mark_roll.id"], name=op.f("fk_school_day_roll_id_mark_roll")
        ),
        sa.ForeignKeyConstraint(
            ["submission"], ["entry.number"], name=op.f("fk_school_day_submission_entry")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_school_day")),
    )
    op.create_index("ix_school_day_place_id", "school_day", ["place_id", "day", "version"])
