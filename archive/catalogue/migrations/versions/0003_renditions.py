"""Renditions have languages, recordings know their recipes, files that nobody needs any more wait to be removed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unneeded_file",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            ondelete="SET NULL",
            name=op.f("fk_unneeded_file_recording_id_recording"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_unneeded_file")),
    )
    op.create_index(op.f("ix_unneeded_file_recording_id"), "unneeded_file", ["recording_id"])
    op.add_column("rendition", sa.Column("language", sa.String(length=8), nullable=True))
    op.add_column("rendition", sa.Column("label", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("rendition", sa.Column("action", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("recording", sa.Column("recipes", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("job", sa.Column("seconds_left", sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column("job", "seconds_left")
    op.drop_column("recording", "recipes")
    for name in ("action", "label", "language"):
        op.drop_column("rendition", name)
    op.drop_index(op.f("ix_unneeded_file_recording_id"), "unneeded_file")
    op.drop_table("unneeded_file")
