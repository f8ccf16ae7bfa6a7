"""Commits are counted: those that may change what visitors see, and those that do not."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    count = op.create_table(
        "commit_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("unseen", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_commit_count"),
    )
    op.bulk_insert(count, [{"id": 1, "shown": 0, "unseen": 0}])


def downgrade() -> None:
    op.drop_table("commit_count")
