"""Recordings know when anything of them changed last, for feeds and caches."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    never = sa.text("'1970-01-01 00:00:00.000000'")
    op.add_column("recording", sa.Column("changed_at", sa.DateTime(), nullable=False, server_default=never))
    op.execute("UPDATE recording SET changed_at = coalesce(withdrawn_at, published_at, created_at)")


def downgrade() -> None:
    op.drop_column("recording", "changed_at")
