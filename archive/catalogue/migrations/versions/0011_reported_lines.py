"""Readers report wrong lines; a recording says whether its files may be taken along."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recording", sa.Column("offers_files", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "line_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.Column("start_seconds", sa.Double(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "corrected", "done", name="reportstate", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_line_report_recording_id_recording"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_report")),
    )
    op.create_index(op.f("ix_line_report_recording_id"), "line_report", ["recording_id"])
    op.create_index("ix_line_report_state", "line_report", ["state", "created_at"])


def downgrade() -> None:
    op.drop_table("line_report")
    op.drop_column("recording", "offers_files")
