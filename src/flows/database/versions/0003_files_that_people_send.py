"""files that people send."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("collaboration_id", sa.Text(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_index("ix_stored_file_instance_id", "stored_file", ["instance_id"], unique=False)
    op.create_index(
        "ix_stored_file_pending",
        "stored_file",
        ["uploaded_by"],
        unique=False,
        postgresql_where=sa.text("instance_id is null"),
    )
    op.create_index(
        "ix_stored_file_task_id",
        "stored_file",
        ["task_id"],
        unique=False,
        postgresql_where=sa.text("instance_id is null"),
    )


def downgrade() -> None:
    raise RuntimeError("Flows moves forwards only; go back with a backup")
