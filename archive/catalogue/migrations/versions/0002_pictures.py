"""Pictures: slides with their text, storyboards, frames for a poster; chapters say where they came from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slide",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start_seconds", sa.Double(), nullable=False),
        sa.Column("end_seconds", sa.Double(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("image_key", sa.String(length=200), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        _of_recording("slide"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slide")),
        sa.UniqueConstraint("recording_id", "position", name=op.f("uq_slide_recording_id")),
    )
    op.create_table(
        "storyboard",
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("sheet_keys", sa.JSON(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("tile_width", sa.Integer(), nullable=False),
        sa.Column("tile_height", sa.Integer(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        _of_recording("storyboard"),
        sa.PrimaryKeyConstraint("recording_id", name=op.f("pk_storyboard")),
    )
    op.create_table(
        "poster_frame",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at_seconds", sa.Double(), nullable=False),
        sa.Column("image_key", sa.String(length=200), nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        _of_recording("poster_frame"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster_frame")),
        sa.UniqueConstraint("recording_id", "position", name=op.f("uq_poster_frame_recording_id")),
    )
    origin = sa.Enum("editor", "source", "slides", name="chapterorigin", native_enum=False, length=16)
    op.add_column("chapter", sa.Column("origin", origin, nullable=False, server_default="source"))


def downgrade() -> None:
    op.drop_column("chapter", "origin")
    op.drop_table("poster_frame")
    op.drop_table("storyboard")
    op.drop_table("slide")


def _of_recording(table: str) -> sa.ForeignKeyConstraint:
    """Give the key that lets a row go with its recording."""
    name = op.f(f"fk_{table}_recording_id_recording")
    return sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], ondelete="CASCADE", name=name)
