"""Which place may mark whom: made with the projection of where marks are due, which goes first."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "present",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("place", "seq", "since", name=op.f("pk_present")),
        sqlite_with_rowid=False,
    )
    op.execute("DELETE FROM expected")
    op.execute("DELETE FROM projection WHERE name = 'expected'")


def downgrade() -> None:
    op.drop_table("present")
