"""Passages that are about a topic, and recordings that a newer one takes the place of."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "topic_moment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("first_position", sa.Integer(), nullable=False),
        sa.Column("last_position", sa.Integer(), nullable=False),
        sa.Column("start_seconds", sa.Double(), nullable=False),
        sa.Column("end_seconds", sa.Double(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("suggested", "confirmed", "rejected", name="topicstate", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        _recording("recording_id", table="topic_moment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_moment")),
    )
    op.create_index(op.f("ix_topic_moment_recording_id"), "topic_moment", ["recording_id"])
    op.create_index(op.f("ix_topic_moment_topic"), "topic_moment", ["topic"])
    op.create_table(
        "succession",
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("newer_id", sa.Integer(), nullable=False),
        _recording("recording_id", table="succession"),
        _recording("newer_id", table="succession"),
        sa.PrimaryKeyConstraint("recording_id", name=op.f("pk_succession")),
    )
    op.create_index(op.f("ix_succession_newer_id"), "succession", ["newer_id"])


def downgrade() -> None:
    op.drop_table("succession")
    op.drop_table("topic_moment")


def _recording(column: str, *, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_recording")
    return sa.ForeignKeyConstraint([column], ["recording.id"], name=name, ondelete="CASCADE")
