"""Who begins a demonstration."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "collaboration",
        sa.Column("demonstration", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
    )


def downgrade() -> None:
    raise RuntimeError("Flows moves forwards only; go back with a backup")
