"""Publication can be planned and explained, rights have people and a proof, withdrawals a usual reason; tombstones."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recording", sa.Column("publish_at", sa.DateTime(), nullable=True))
    op.create_index(op.f("ix_recording_publish_at"), "recording", ["publish_at"])
    op.add_column("recording", sa.Column("captions_reason", sa.String(length=500), nullable=False, server_default=""))
    op.add_column("recording", sa.Column("withdrawn_because", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("recording", sa.Column("withdrawn_note", sa.Text(), nullable=False, server_default=""))
    op.add_column("rights_record", sa.Column("people", sa.Text(), nullable=False, server_default=""))
    op.add_column("rights_record", sa.Column("proof_key", sa.String(length=200), nullable=True))
    op.add_column("rights_record", sa.Column("proof_type", sa.String(length=60), nullable=False, server_default=""))
    op.create_index(op.f("ix_rights_record_expires_on"), "rights_record", ["expires_on"])
    visibility = sa.Enum("public", "signed-in", "staff", name="visibility", native_enum=False, length=16)
    op.create_table(
        "tombstone",
        sa.Column("kind", sa.Enum("recording", "event", name="grave", native_enum=False, length=16), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("visibility", visibility, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "slug", name=op.f("pk_tombstone")),
    )


def downgrade() -> None:
    op.drop_table("tombstone")
    op.drop_index(op.f("ix_rights_record_expires_on"), "rights_record")
    for column in ("proof_type", "proof_key", "people"):
        op.drop_column("rights_record", column)
    op.drop_index(op.f("ix_recording_publish_at"), "recording")
    for column in ("withdrawn_note", "withdrawn_because", "captions_reason", "publish_at"):
        op.drop_column("recording", column)
