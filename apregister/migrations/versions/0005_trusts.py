"""The trust of an academy: moves within one are asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("place_version", sa.Column("trust_code", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("place_version", "trust_code")
