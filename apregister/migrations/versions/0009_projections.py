"""Projections: the marks by pupil and third of a year, disposable, and how far each was made."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pupil_term",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "since", "place_id", name=op.f("pk_pupil_term")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "projection",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_projection")),
    )


def downgrade() -> None:
    op.drop_table("projection")
    op.drop_table("pupil_term")
