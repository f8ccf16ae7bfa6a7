"""A transcript knows whether people changed lines of it, apart from how often anything moved them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("transcript", sa.Column("is_edited", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE transcript SET is_edited = (last_edit > 0)")


def downgrade() -> None:
    op.drop_column("transcript", "is_edited")
