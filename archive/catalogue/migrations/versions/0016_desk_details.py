"""Details keep what was extracted; recordings say it in English and as of when; page views; words of topics."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recording", sa.Column("description_en", sa.Text(), nullable=False, server_default=""))
    op.add_column("recording", sa.Column("as_of", sa.String(length=10), nullable=True))
    op.add_column("recording_detail", sa.Column("suggestion", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "recording_detail", sa.Column("suggestion_origin", sa.String(length=40), nullable=False, server_default="")
    )
    op.execute("UPDATE recording_detail SET suggestion = value, suggestion_origin = origin WHERE origin <> 'editor'")
    op.create_table(
        "page_view",
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_page_view_recording_id_recording"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("recording_id", "day", name=op.f("pk_page_view")),
    )
    op.create_index(op.f("ix_page_view_day"), "page_view", ["day"])
    op.create_table(
        "topic_word_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column(
            "telling", sa.Enum("strong", "plain", "off", name="telling", native_enum=False, length=16), nullable=False
        ),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_word_change")),
        sa.UniqueConstraint("topic", "language", "text", name=op.f("uq_topic_word_change_topic")),
    )


def downgrade() -> None:
    op.drop_table("topic_word_change")
    op.drop_table("page_view")
    op.drop_column("recording_detail", "suggestion_origin")
    op.drop_column("recording_detail", "suggestion")
    op.drop_column("recording", "as_of")
    op.drop_column("recording", "description_en")
