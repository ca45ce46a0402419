"""Authorities are known by the places' own versions, which stand under seal: no second table."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("local_authority")
    op.create_index("ix_place_version_la_code", "place_version", ["la_code"])


def downgrade() -> None:
    op.drop_index("ix_place_version_la_code", "place_version")
    op.create_table(
        "local_authority",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_local_authority")),
    )
    op.execute(
        "INSERT INTO local_authority SELECT la_code, la_name FROM place_version WHERE number IN "
        "(SELECT max(number) FROM place_version WHERE la_code IS NOT NULL AND la_name IS NOT NULL "
        "GROUP BY la_code)"
    )
