"""repairs of running instances."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "repair",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_repair_instance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair")),
    )
    op.create_index("ix_repair_instance_id", "repair", ["instance_id", "id"], unique=False)
    # A failed step no longer stops the rest; only a fault in the program does.
    op.execute(
        "update instance set status = 'faulty' where status = 'stopped' and not exists ("
        "select from incident where incident.instance_id = instance.id"
        " and code = 'internal' and resolved_at is null)"
    )


def downgrade() -> None:
    raise RuntimeError("Flows moves forwards only; go back with a backup")
