"""Demonstrations told in words, and their accounts known as such.

Whoever begins a demonstration has a sentence about what they do; the next load brings the
sentences. Accounts that were made for a demonstration share one hash, which salted ones never do.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("collaboration", "demonstration")
    op.add_column(
        "collaboration",
        sa.Column("demonstration", postgresql.JSONB(), server_default="[]", nullable=False),
    )
    op.add_column(
        "account",
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
    )
    op.execute(
        "UPDATE account SET demonstration = true WHERE password_hash IN"
        " (SELECT password_hash FROM account GROUP BY password_hash HAVING count(*) > 1)"
    )


def downgrade() -> None:
    raise RuntimeError("Flows moves forwards only; go back with a backup")
