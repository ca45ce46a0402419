"""Entries are found by their kind: links between records and local rules are few among many."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_entry_kind", "entry", ["kind"])


def downgrade() -> None:
    op.drop_index("ix_entry_kind", table_name="entry")
