"""Recordings know whether a person decided about their chapters, also where that person wanted none."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("are_chapters_decided", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("recording", column)
    op.execute(
        "UPDATE recording SET are_chapters_decided = 1"
        " WHERE id IN (SELECT recording_id FROM chapter WHERE origin = 'editor')"
    )


def downgrade() -> None:
    op.drop_column("recording", "are_chapters_decided")
