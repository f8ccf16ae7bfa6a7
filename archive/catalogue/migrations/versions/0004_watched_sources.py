"""Watched sources: pages, playlists and channels that are looked at regularly, and what is gone from them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watched_source",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.String(length=32), nullable=True),
        sa.Column("next_check_at", sa.DateTime(), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], ondelete="SET NULL", name=op.f("fk_watched_source_job_id_job")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], ondelete="CASCADE", name=op.f("fk_watched_source_source_id_source")
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_watched_source")),
    )
    op.create_index(op.f("ix_watched_source_next_check_at"), "watched_source", ["next_check_at"])
    op.create_table(
        "gone_source",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], ondelete="CASCADE", name=op.f("fk_gone_source_source_id_source")
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_gone_source")),
    )


def downgrade() -> None:
    op.drop_table("gone_source")
    op.drop_index(op.f("ix_watched_source_next_check_at"), "watched_source")
    op.drop_table("watched_source")
