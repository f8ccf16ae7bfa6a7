"""Invitations, the second factor, identities at a provider; sign-in sessions say coarsely where they are."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain columns and an index: making the table of accounts anew would drop it, and with it what hangs on it.
    op.add_column("account", sa.Column("email", sa.String(length=254), nullable=True))
    op.add_column("account", sa.Column("totp_salt", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("account", sa.Column("totp_since", sa.DateTime(), nullable=True))
    op.add_column("account", sa.Column("totp_last_step", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_account_email"), "account", ["email"], unique=True)
    op.add_column("sign_in_session", sa.Column("browser", sa.String(length=60), nullable=False, server_default=""))
    op.add_column("sign_in_session", sa.Column("network", sa.String(length=60), nullable=False, server_default=""))
    op.create_table(
        "ticket",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("invitation", "reset", "code", name="ticketpurpose", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        _owner("ticket"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_ticket")),
    )
    op.create_index(op.f("ix_ticket_account_id"), "ticket", ["account_id"])
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        _owner("recovery_code"),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        _owner("identity"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identity_issuer")),
    )
    op.create_index(op.f("ix_identity_account_id"), "identity", ["account_id"])
    op.create_table(
        "provider_visit",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("onward", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_provider_visit")),
    )
    op.create_table(
        "failed_sign_ins",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_failed_sign_ins")),
    )


def downgrade() -> None:
    for table in ("failed_sign_ins", "provider_visit", "identity", "recovery_code", "ticket"):
        op.drop_table(table)
    op.drop_index(op.f("ix_account_email"), "account")
    for table, columns in (
        ("account", ("email", "totp_salt", "totp_since", "totp_last_step")),
        ("sign_in_session", ("browser", "network")),
    ):
        for column in columns:
            op.drop_column(table, column)


def _owner(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_account_id_account")
    return sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=name, ondelete="CASCADE")
