"""Moves of running instances."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "move_batch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("package", sa.Text(), nullable=False),
        sa.Column("collaboration_id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("others", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["move_batch.id"], name=op.f("fk_move_batch_undoes")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["process_version.id"], name=op.f("fk_move_batch_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_batch")),
    )
    op.create_index(
        "ix_move_batch_package", "move_batch", ["package", "collaboration_id"], unique=False
    )
    op.create_index(
        "uq_move_batch_going_on",
        "move_batch",
        ["package", "collaboration_id"],
        unique=True,
        postgresql_where=sa.text("finished_at is null"),
    )
    op.create_table(
        "move_item",
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("from_version_id", sa.BigInteger(), nullable=False),
        sa.Column("to_version_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("problems", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("notes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["move_batch.id"], name=op.f("fk_move_item_batch_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_move_item_instance_id")
        ),
        sa.PrimaryKeyConstraint("batch_id", "instance_id", name=op.f("pk_move_item")),
    )
    op.create_index(
        "ix_move_item_waiting",
        "move_item",
        ["batch_id", "tries"],
        unique=False,
        postgresql_where=sa.text("status = 'waiting'"),
    )


def downgrade() -> None:
    raise RuntimeError("Flows moves forwards only; go back with a backup")
