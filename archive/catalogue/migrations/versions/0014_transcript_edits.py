"""What editors do to lines is kept, lines know their last edit, merged names, and how sure the recogniser was."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KINDS = ("lines", "replaced", "reported", "undone", "redone", "restored")


def upgrade() -> None:
    op.add_column("transcript", sa.Column("last_edit", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cue", sa.Column("last_edit", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cue", sa.Column("word_chances", sa.JSON(), nullable=True))
    op.add_column("cue", sa.Column("former_keys", sa.JSON(), nullable=True))
    op.create_table(
        "transcript_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="editkind", native_enum=False, length=16), nullable=False),
        sa.Column("refers_to", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name=op.f("fk_transcript_edit_transcript_id_transcript"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_transcript_edit_account_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript_edit")),
        sa.UniqueConstraint("transcript_id", "number", name=op.f("uq_transcript_edit_transcript_id")),
        sa.UniqueConstraint("transcript_id", "request_id", name="uq_transcript_edit_request"),
    )
    op.create_index(op.f("ix_transcript_edit_request_id"), "transcript_edit", ["request_id"])


def downgrade() -> None:
    op.drop_table("transcript_edit")
    op.drop_column("cue", "former_keys")
    op.drop_column("cue", "word_chances")
    op.drop_column("cue", "last_edit")
    op.drop_column("transcript", "last_edit")
