"""Procrastinate's tables and functions, as its version 3.10 makes them.

The SQL lies beside this file and not in the library, so that this revision makes the same schema
for ever. When the library gets a newer schema a test says so: write a revision that runs its
migration scripts.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SCHEMA = Path(__file__).with_name("procrastinate_3_10.sql")


def upgrade() -> None:
    cursor = op.get_bind().connection.cursor()  # many statements at once: past SQLAlchemy
    cursor.execute(_SCHEMA.read_text(encoding="utf-8"))
    cursor.close()


def downgrade() -> None:
    raise RuntimeError("Flows moves forwards only; go back with a backup")
