"""Search over what was typed, and changes that can only be added.

Revision: 0002, after 0001
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("change", "change_set")

SQLITE_UP = """
CREATE VIRTUAL TABLE entry_text
    USING fts5(text, content='', contentless_delete=1, tokenize='trigram')
"""
POSTGRESQL_UP = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """
    CREATE TABLE entry_text (
        book_id bigint NOT NULL REFERENCES book ON DELETE CASCADE,
        entry_id bigint NOT NULL,
        text text NOT NULL,
        CONSTRAINT pk_entry_text PRIMARY KEY (book_id, entry_id)
    )
    """,
    "CREATE INDEX ix_entry_text_text ON entry_text USING gin (text gin_trgm_ops)",
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM book WHERE id = OLD.book_id) THEN
            RETURN OLD;  -- the whole book is being purged
        END IF;
        RAISE EXCEPTION 'changes are append-only';
    END $$
    """,
)

TYPED = """
    SELECT book_id, id AS entry_id, note AS said, -1 AS place, id AS part FROM entry WHERE note <> ''
    UNION ALL
    SELECT book_id, entry_id, memo, position, id FROM line WHERE memo <> ''
"""
SQLITE_FILL = f"""
    INSERT INTO entry_text (rowid, text)
    SELECT entry_id, group_concat(said, char(10))
    FROM (SELECT * FROM ({TYPED}) ORDER BY entry_id, place, part)
    GROUP BY entry_id
"""
POSTGRESQL_FILL = f"""
    INSERT INTO entry_text (book_id, entry_id, text)
    SELECT book_id, entry_id, string_agg(said, chr(10) ORDER BY place, part)
    FROM ({TYPED}) AS typed
    GROUP BY book_id, entry_id
"""


def upgrade() -> None:
    """Go to this revision."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE_UP)
        op.execute(SQLITE_FILL)
        for table in APPEND_ONLY:
            _forbid_on_sqlite(table)
        return
    for statement in (*POSTGRESQL_UP, POSTGRESQL_FILL):
        op.execute(statement)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def _forbid_on_sqlite(table: str) -> None:
    refusal = "BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END"
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refusal}")
    op.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM book WHERE id = OLD.book_id) {refusal}"
    )


def downgrade() -> None:
    """Go back to the one before."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        for trigger in ("no_update", "no_delete") if sqlite else ("append_only",):
            op.execute(f"DROP TRIGGER {table}_{trigger}" + ("" if sqlite else f" ON {table}"))
    if not sqlite:
        op.execute("DROP FUNCTION refuse_change")
    op.execute("DROP TABLE entry_text")
