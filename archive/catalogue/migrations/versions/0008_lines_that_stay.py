"""Lines have names that stay, each can be checked by itself, and what visitors read has a revision."""

import secrets
import string

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LETTERS = string.ascii_lowercase + string.digits


def upgrade() -> None:
    op.add_column("transcript", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("cue", sa.Column("key", sa.String(length=8), nullable=False, server_default=""))
    op.add_column("cue", sa.Column("is_checked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("cue", sa.Column("since_revision", sa.Integer(), nullable=False, server_default="1"))
    _name_lines()
    op.create_index("ix_cue_key", "cue", ["transcript_id", "key"], unique=True)
    op.create_table(
        "former_cue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.Column("since_revision", sa.Integer(), nullable=False),
        sa.Column("until_revision", sa.Integer(), nullable=False),
        sa.Column("start_seconds", sa.Double(), nullable=False),
        sa.Column("end_seconds", sa.Double(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("speaker", sa.String(length=200), nullable=True),
        sa.Column("is_machine_text", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_former_cue_recording_id_recording"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_cue")),
    )
    op.create_index("ix_former_cue_place", "former_cue", ["recording_id", "language", "start_seconds"])


def downgrade() -> None:
    op.drop_table("former_cue")
    op.drop_index("ix_cue_key", "cue")
    op.drop_column("cue", "since_revision")
    op.drop_column("cue", "is_checked")
    op.drop_column("cue", "key")
    op.drop_column("transcript", "revision")


def _name_lines() -> None:
    """Give each line a name that no other line of its recording has."""
    connection = op.get_bind()
    recordings = connection.execute(sa.text("SELECT DISTINCT recording_id FROM transcript")).scalars().all()
    mine = sa.text(
        "SELECT cue.id FROM cue JOIN transcript ON transcript.id = cue.transcript_id WHERE transcript.recording_id = :id"
    )
    for recording_id in recordings:
        ids = connection.execute(mine, {"id": recording_id}).scalars().all()
        names: set[str] = set()
        while len(names) < len(ids):
            names.add("".join(secrets.choice(LETTERS) for _ in range(6)))
        named = [{"id": cue_id, "key": key} for cue_id, key in zip(ids, names, strict=True)]
        if named:
            connection.execute(sa.text("UPDATE cue SET key = :key WHERE id = :id"), named)
