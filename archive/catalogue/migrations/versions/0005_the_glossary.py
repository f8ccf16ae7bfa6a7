"""The glossary: groups of words that mean the same."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KINDS = ("term", "abbreviation", "verb-noun", "name")
ORIGINS = ("shipped", "staff")


def upgrade() -> None:
    op.create_table(
        "glossary_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seed_key", sa.String(length=80), nullable=True),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_group")),
        sa.UniqueConstraint("seed_key", name=op.f("uq_glossary_group_seed_key")),
    )
    op.create_table(
        "glossary_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="termkind", native_enum=False, length=16), nullable=False),
        sa.Column("is_narrower", sa.Boolean(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Enum(*ORIGINS, name="termorigin", native_enum=False, length=16), nullable=False),
        sa.Column("seed_key", sa.String(length=300), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["glossary_group.id"],
            ondelete="CASCADE",
            name=op.f("fk_glossary_term_group_id_glossary_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_term")),
        sa.UniqueConstraint("seed_key", name=op.f("uq_glossary_term_seed_key")),
    )
    op.create_index(op.f("ix_glossary_group_changed_at"), "glossary_group", ["changed_at"])
    op.create_index(op.f("ix_glossary_term_changed_at"), "glossary_term", ["changed_at"])
    op.create_index(op.f("ix_glossary_term_group_id"), "glossary_term", ["group_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_glossary_term_group_id"), "glossary_term")
    op.drop_index(op.f("ix_glossary_term_changed_at"), "glossary_term")
    op.drop_index(op.f("ix_glossary_group_changed_at"), "glossary_group")
    op.drop_table("glossary_term")
    op.drop_table("glossary_group")
