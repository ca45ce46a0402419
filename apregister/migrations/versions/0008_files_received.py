"""Attendance files as they were sent, beside the entries of their submissions."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "received",
        sa.Column("submission", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("problems", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_received_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["submission"], ["entry.number"], name=op.f("fk_received_submission_entry")
        ),
        sa.PrimaryKeyConstraint("submission", name=op.f("pk_received")),
    )
    op.create_index("ix_received_place_id", "received", ["place_id", "sha256"])


def downgrade() -> None:
    op.drop_table("received")
