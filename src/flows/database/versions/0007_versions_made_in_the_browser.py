"""versions made in the browser."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "loaded_package",
        sa.Column("package", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("package", name=op.f("pk_loaded_package")),
    )
    op.add_column(
        "process_head", sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "process_version", sa.Column("origin", sa.Text(), server_default="folder", nullable=False)
    )
    op.add_column("process_version", sa.Column("red_scenarios_reason", sa.Text(), nullable=True))
    # Until now every version came from a folder.
    op.execute(
        "insert into loaded_package (package, sha256, loaded_at)"
        " select distinct on (package) package, sha256, published_at from process_version"
        " order by package, number desc"
    )


def downgrade() -> None:
    raise RuntimeError("Flows moves forwards only; go back with a backup")
