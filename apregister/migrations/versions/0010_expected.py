"""Where marks of each pupil are due: a projection of the entries, disposable."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expected",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(), nullable=True),
        sa.Column("arranged_by", sa.String(), nullable=True),
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("authorities", sa.String(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "since", "place", "why", "entry", name=op.f("pk_expected")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_expected_why"),
        "expected",
        [
            *("why", "place", "protected", "until", "since"),
            *("week", "arranged_by", "school", "authorities"),
        ],
    )


def downgrade() -> None:
    op.drop_table("expected")
