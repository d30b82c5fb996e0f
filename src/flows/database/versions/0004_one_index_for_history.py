"""one index for history: it is only ever read by instance."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_history_instance_id", table_name="history")
    op.drop_constraint("pk_history", "history", type_="primary")
    op.create_primary_key("pk_history", "history", ["instance_id", "id"])


def downgrade() -> None:
    raise RuntimeError("Flows moves forwards only; go back with a backup")
