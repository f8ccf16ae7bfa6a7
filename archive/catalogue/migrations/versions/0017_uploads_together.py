"""Captions and documents name the upload they go with; a file that is chosen again is known by its fingerprint."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("upload", sa.Column("with_id", sa.String(length=32), nullable=True))
    op.add_column("upload", sa.Column("fingerprint", sa.String(length=16), nullable=False, server_default=""))
    op.create_index(op.f("ix_upload_with_id"), "upload", ["with_id"])
    connection = op.get_bind()
    for upload_id, captions in connection.execute(sa.text("SELECT id, captions FROM upload")).all():
        for caption_id in json.loads(captions) if isinstance(captions, str) else captions or ():
            connection.execute(
                sa.text("UPDATE upload SET with_id = :with_id WHERE id = :id"),
                {"with_id": upload_id, "id": caption_id},
            )
    op.drop_column("upload", "captions")


def downgrade() -> None:
    op.add_column("upload", sa.Column("captions", sa.JSON(), nullable=False, server_default="[]"))
    op.drop_index(op.f("ix_upload_with_id"), "upload")
    op.drop_column("upload", "fingerprint")
    op.drop_column("upload", "with_id")
