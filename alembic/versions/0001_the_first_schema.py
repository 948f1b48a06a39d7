"""The first schema: users, books, the ledger, its changes and totals, rates, imports.

Revision: 0001, after none
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "attempt",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("window", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "window", name=op.f("pk_attempt")),
    )
    op.create_table(
        "book",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("base_currency", sa.String(length=3), nullable=False),
        sa.Column("month_starts_on", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(base_currency) = 3 AND base_currency = upper(base_currency)",
            name=op.f("ck_book_base_currency_code"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book")),
    )
    op.create_table(
        "rate",
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("per_base", sa.String(length=40), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(currency) = 3 AND currency = upper(currency)",
            name=op.f("ck_rate_currency_code"),
        ),
        sa.PrimaryKeyConstraint("source", "currency", "day", name=op.f("pk_rate")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "user",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
    )
    op.create_table(
        "account",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("opening_balance", sa.BigInteger(), nullable=False),
        sa.Column("opening_day", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("bank_number", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('checking', 'savings', 'cash', 'card', 'loan', 'investment', 'property', 'other')",
            name=op.f("ck_account_kind_known"),
        ),
        sa.CheckConstraint(
            "length(currency) = 3 AND currency = upper(currency)",
            name=op.f("ck_account_currency_code"),
        ),
        sa.CheckConstraint(
            "opening_balance BETWEEN -9000000000000000 AND 9000000000000000",
            name=op.f("ck_account_opening_balance_holdable"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_account_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", "id", name=op.f("pk_account")),
    )
    op.create_table(
        "auth_session",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_auth_session_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auth_session")),
    )
    with op.batch_alter_table("auth_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_auth_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "category",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("icon", sa.String(length=40), nullable=False),
        sa.Column("hue", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('income', 'expense')", name=op.f("ck_category_kind_known")),
        sa.ForeignKeyConstraint(
            ["book_id", "parent_id"],
            ["category.book_id", "category.id"],
            name=op.f("fk_category_book_id_parent_id"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_category_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", "id", name=op.f("pk_category")),
    )
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.create_index("ix_category_parent", ["book_id", "parent_id"], unique=False)

    op.create_table(
        "change_set",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("undoes_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book_id", "undoes_id"],
            ["change_set.book_id", "change_set.id"],
            name=op.f("fk_change_set_book_id_undoes_id"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_change_set_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", "id", name=op.f("pk_change_set")),
    )
    with op.batch_alter_table("change_set", schema=None) as batch_op:
        batch_op.create_index("ix_change_set_undoes", ["book_id", "undoes_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "role IN ('owner', 'editor', 'viewer')", name=op.f("ck_membership_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_membership_book_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_membership_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", "user_id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_user_id"), ["user_id"], unique=False)

    op.create_table(
        "month_total",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("category_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("base_amount", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("missing_amount", sa.BigInteger(), nullable=False),
        sa.Column("missing_count", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_month_total_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "book_id", "month", "account_id", "category_id", "currency", name=op.f("pk_month_total")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payee_month_total",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("payee_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("base_amount", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("missing_count", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('income', 'expense')", name=op.f("ck_payee_month_total_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_payee_month_total_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "book_id", "kind", "month", "payee_id", name=op.f("pk_payee_month_total")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payee",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_payee_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", "id", name=op.f("pk_payee")),
        sa.UniqueConstraint("book_id", "key", name=op.f("uq_payee_book_id_key")),
    )
    op.create_table(
        "preferences",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("region", sa.String(length=20), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("theme", sa.String(length=10), nullable=False),
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "theme IN ('system', 'light', 'dark')", name=op.f("ck_preferences_theme_known")
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_preferences_book_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_preferences_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_preferences")),
    )
    op.create_table(
        "statement_layout",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_statement_layout_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", "id", name=op.f("pk_statement_layout")),
        sa.UniqueConstraint(
            "book_id", "fingerprint", name=op.f("uq_statement_layout_book_id_fingerprint")
        ),
    )
    op.create_table(
        "tag",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("key", sa.String(length=50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_tag_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", "id", name=op.f("pk_tag")),
        sa.UniqueConstraint("book_id", "key", name=op.f("uq_tag_book_id_key")),
    )
    op.create_table(
        "change",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("change_set_id", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("verb", sa.String(length=10), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "verb IN ('insert', 'update', 'delete')", name=op.f("ck_change_verb_known")
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "change_set_id"],
            ["change_set.book_id", "change_set.id"],
            name=op.f("fk_change_book_id_change_set_id"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_change_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", "id", name=op.f("pk_change")),
        sa.UniqueConstraint("book_id", "sequence", name=op.f("uq_change_book_id_sequence")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(
            "ix_change_set", ["book_id", "change_set_id", "sequence"], unique=False
        )

    op.create_table(
        "statement_import",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("change_set_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "status IN ('staged', 'committed', 'discarded')",
            name=op.f("ck_statement_import_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "change_set_id"],
            ["change_set.book_id", "change_set.id"],
            name=op.f("fk_statement_import_book_id_change_set_id"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_statement_import_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", "id", name=op.f("pk_statement_import")),
    )
    with op.batch_alter_table("statement_import", schema=None) as batch_op:
        batch_op.create_index("ix_statement_import_status", ["book_id", "status"], unique=False)

    op.create_table(
        "entry",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("payee_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("original_amount", sa.BigInteger(), nullable=True),
        sa.Column("original_currency", sa.String(length=3), nullable=True),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        sa.Column("import_key", sa.String(length=100), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("base_amount", sa.BigInteger(), nullable=True),
        sa.Column("rate_day", sa.Date(), nullable=True),
        sa.Column("rate_source", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "source IN ('typed', 'import', 'recurring', 'api')", name=op.f("ck_entry_source_known")
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'cleared', 'reconciled')", name=op.f("ck_entry_status_known")
        ),
        sa.CheckConstraint(
            "(original_amount IS NULL) = (original_currency IS NULL)",
            name=op.f("ck_entry_original_whole"),
        ),
        sa.CheckConstraint(
            "amount BETWEEN -9000000000000000 AND 9000000000000000",
            name=op.f("ck_entry_amount_holdable"),
        ),
        sa.CheckConstraint(
            "base_amount BETWEEN -9000000000000000 AND 9000000000000000",
            name=op.f("ck_entry_base_amount_holdable"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "account_id"],
            ["account.book_id", "account.id"],
            name=op.f("fk_entry_book_id_account_id"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "import_id"],
            ["statement_import.book_id", "statement_import.id"],
            name=op.f("fk_entry_book_id_import_id"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "payee_id"],
            ["payee.book_id", "payee.id"],
            name=op.f("fk_entry_book_id_payee_id"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_entry_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", "id", name=op.f("pk_entry")),
        sa.UniqueConstraint(
            "book_id",
            "account_id",
            "import_key",
            name=op.f("uq_entry_book_id_account_id_import_key"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_entry_account_day", ["book_id", "account_id", "day", "id"], unique=False
        )
        batch_op.create_index("ix_entry_day", ["book_id", "day", "id"], unique=False)
        batch_op.create_index(
            "ix_entry_payee_day", ["book_id", "payee_id", "day", "id"], unique=False
        )

    op.create_table(
        "entry_tag",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("tag_id", sa.BigInteger(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "entry_id"],
            ["entry.book_id", "entry.id"],
            name=op.f("fk_entry_tag_book_id_entry_id"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "tag_id"],
            ["tag.book_id", "tag.id"],
            name=op.f("fk_entry_tag_book_id_tag_id"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_entry_tag_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", "id", name=op.f("pk_entry_tag")),
        sa.UniqueConstraint(
            "book_id", "entry_id", "tag_id", name=op.f("uq_entry_tag_book_id_entry_id_tag_id")
        ),
    )
    with op.batch_alter_table("entry_tag", schema=None) as batch_op:
        batch_op.create_index("ix_entry_tag_tag", ["book_id", "tag_id"], unique=False)

    op.create_table(
        "line",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("memo", sa.String(length=1000), nullable=False),
        sa.Column("category_id", sa.BigInteger(), nullable=True),
        sa.Column("transfer_line_id", sa.BigInteger(), nullable=True),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("base_amount", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "amount BETWEEN -9000000000000000 AND 9000000000000000",
            name=op.f("ck_line_amount_holdable"),
        ),
        sa.CheckConstraint(
            "category_id IS NULL OR transfer_line_id IS NULL", name=op.f("ck_line_one_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "category_id"],
            ["category.book_id", "category.id"],
            name=op.f("fk_line_book_id_category_id"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "entry_id"],
            ["entry.book_id", "entry.id"],
            name=op.f("fk_line_book_id_entry_id"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "transfer_line_id"],
            ["line.book_id", "line.id"],
            name=op.f("fk_line_book_id_transfer_line_id"),
            ondelete="NO ACTION",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_line_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", "id", name=op.f("pk_line")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_line_category_day", ["book_id", "category_id", "day", "entry_id"], unique=False
        )
        batch_op.create_index("ix_line_entry", ["book_id", "entry_id"], unique=False)
        batch_op.create_index(
            "ix_line_transfer",
            ["book_id", "transfer_line_id"],
            unique=False,
            sqlite_where=sa.text("transfer_line_id IS NOT NULL"),
            postgresql_where=sa.text("transfer_line_id IS NOT NULL"),
        )


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.drop_index("ix_line_transfer")
        batch_op.drop_index("ix_line_entry")
        batch_op.drop_index("ix_line_category_day")

    op.drop_table("line")
    with op.batch_alter_table("entry_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_tag_tag")

    op.drop_table("entry_tag")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_payee_day")
        batch_op.drop_index("ix_entry_day")
        batch_op.drop_index("ix_entry_account_day")

    op.drop_table("entry")
    with op.batch_alter_table("statement_import", schema=None) as batch_op:
        batch_op.drop_index("ix_statement_import_status")

    op.drop_table("statement_import")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index("ix_change_set")

    op.drop_table("change")
    op.drop_table("tag")
    op.drop_table("statement_layout")
    op.drop_table("preferences")
    op.drop_table("payee")
    op.drop_table("payee_month_total")
    op.drop_table("month_total")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_user_id"))

    op.drop_table("membership")
    with op.batch_alter_table("change_set", schema=None) as batch_op:
        batch_op.drop_index("ix_change_set_undoes")

    op.drop_table("change_set")
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.drop_index("ix_category_parent")

    op.drop_table("category")
    with op.batch_alter_table("auth_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_auth_session_user_id"))

    op.drop_table("auth_session")
    op.drop_table("account")
    op.drop_table("user")
    op.drop_table("rate")
    op.drop_table("book")
    op.drop_table("attempt")
