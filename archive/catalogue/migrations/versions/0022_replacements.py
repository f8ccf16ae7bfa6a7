"""The file of a recording can be replaced; the former original is kept for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_original",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("replaced_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_former_original_recording_id_recording"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_original")),
    )
    op.create_index(op.f("ix_former_original_recording_id"), "former_original", ["recording_id"])
    with op.batch_alter_table("upload") as upload:
        upload.add_column(sa.Column("recording_id", sa.Integer(), nullable=True))
        upload.create_foreign_key(
            op.f("fk_upload_recording_id_recording"), "recording", ["recording_id"], ["id"], ondelete="CASCADE"
        )
        upload.create_index(op.f("ix_upload_recording_id"), ["recording_id"])


def downgrade() -> None:
    with op.batch_alter_table("upload") as upload:
        upload.drop_index(op.f("ix_upload_recording_id"))
        upload.drop_constraint(op.f("fk_upload_recording_id_recording"), type_="foreignkey")
        upload.drop_column("recording_id")
    op.drop_index(op.f("ix_former_original_recording_id"), table_name="former_original")
    op.drop_table("former_original")
