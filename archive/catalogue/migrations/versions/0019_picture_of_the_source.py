"""One of the pictures that may stand for a recording is that of its source."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("poster_frame", sa.Column("is_from_source", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("poster_frame", "is_from_source")
