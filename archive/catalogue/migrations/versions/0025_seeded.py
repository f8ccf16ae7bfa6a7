"""What of the shipped data is in the catalogue is written down, so that not every start compares it word by word."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seeded",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_seeded"),
    )


def downgrade() -> None:
    op.drop_table("seeded")
