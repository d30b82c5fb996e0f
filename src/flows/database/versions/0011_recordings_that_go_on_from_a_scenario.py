"""Recordings that go on from a scenario: its file, and what of it is taken."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recording", sa.Column("origin", sa.LargeBinary(), nullable=True))
    op.add_column(
        "recording",
        sa.Column("followed", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    )


def downgrade() -> None:
    raise RuntimeError("Flows moves forwards only; go back with a backup")
