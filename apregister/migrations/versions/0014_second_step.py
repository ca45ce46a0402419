"""The second step of signing in, and who looks after the accounts of colleagues."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_step",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("last_used", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_second_step_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_step")),
    )
    op.add_column(
        "account",
        sa.Column("manages", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("account", "manages")
    op.drop_table("second_step")
