"""The audit log of the server with its chain, and seals on where chains end.

Revision: 0021, after 0020
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from finance_app.secret_keys import secret_key

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
REFUSAL = "the audit log is append-only"
OLD_REFUSAL = "what administrators did is append-only"
CHANGES = ("change", "change_set")
INDEXES = {"at": (), "by": ("user_id",), "about": ("target_id",), "what": ("what",)}
OLD = ("id", "at", "user_id", "what", "target_id", "subject", "before", "after")
OF_ADMINISTRATORS = (
    "flag",
    "disable",
    "enable",
    "make admin",
    "unmake admin",
    "sign out",
    "reset factors",
    "invite",
    "withdraw",
    "sign-up mail",
    "test mail",
    "mail again",
    "run job",
    "cancel job",
)


def upgrade() -> None:
    """Begin the log with what administrators did until now, and seal what there is."""
    op.create_table(
        "audit_event",
        _key("sequence"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=True),
        sa.Column("network", sa.String(length=50), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_event")),
    )
    for name, first in INDEXES.items():
        op.create_index(f"ix_audit_event_{name}", "audit_event", [*first, "at", "sequence"])
    for table, key in (("audit_head", "id"), ("book_head", "book_id")):
        owner = sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_book_head_book_id"), ondelete="CASCADE"
        )
        op.create_table(
            table,
            _key(key),
            sa.Column("sequence", sa.BigInteger(), nullable=False),
            sa.Column("hash", sa.String(length=64), nullable=False),
            sa.Column("seal", sa.String(length=64), nullable=False),
            sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{table}")),
            *([owner] if key == "book_id" else []),
        )
    _seal_books()
    _move_up()
    _forbid("audit_event", REFUSAL)
    if op.get_bind().dialect.name != "sqlite":
        for table in (*CHANGES, "audit_event"):
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_event()"
            )
    _drop("server_change")


def downgrade() -> None:
    """Go back to the one before, which knows what administrators did alone."""
    op.create_table(
        "server_change",
        _key("id"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("before", sa.String(length=100), nullable=False),
        sa.Column("after", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_server_change")),
    )
    op.create_index("ix_server_change_target", "server_change", ["target_id"])
    _move_down()
    _forbid("server_change", OLD_REFUSAL)
    if op.get_bind().dialect.name != "sqlite":
        for table in CHANGES:
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
    op.drop_table("book_head")
    op.drop_table("audit_head")
    _drop("audit_event")


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _forbid(table: str, refusal: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{refusal}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_{table}()"
    )


def _drop(table: str) -> None:
    op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION refuse_{table}")


def _table(name: str, *columns: str) -> sa.TableClause:
    kinds: dict[str, Any] = {"at": MOMENT, "sequence": sa.BigInteger}
    return sa.table(name, *(sa.column(column, kinds.get(column)) for column in columns))


def _seal(chain: str, sequence: int, last: str) -> str:
    text = f"head of a chain\n{chain}\n{sequence}\n{last}".encode()
    return hmac.new(secret_key().encode(), text, hashlib.sha256).hexdigest()


def _seal_books() -> None:
    head = _table("book_head", "book_id", "sequence", "hash", "seal")
    newest = op.get_bind().execute(
        sa.text(
            "SELECT c.book_id, c.sequence, c.hash FROM change c JOIN"
            " (SELECT book_id, max(sequence) AS newest FROM change GROUP BY book_id) AS n"
            " ON n.book_id = c.book_id AND n.newest = c.sequence"
        )
    )
    rows = [
        {
            "book_id": row.book_id,
            "sequence": row.sequence,
            "hash": row.hash,
            "seal": _seal(str(row.book_id), row.sequence, row.hash),
        }
        for row in newest
    ]
    if rows:
        op.bulk_insert(head, rows)


def _move_up() -> None:
    """Link what administrators did; where there are users, the log is never empty from now on."""
    bind, old = op.get_bind(), _table("server_change", *OLD)
    if bind.execute(sa.text('SELECT 1 FROM "user" LIMIT 1')).first() is None:
        return
    events = [dict(row._mapping) for row in bind.execute(sa.select(old).order_by(old.c.id))]  # noqa: SLF001  a row as a mapping, in SQLAlchemy's words
    begun = {"at": datetime.now(UTC), "user_id": None, "what": "log begun", "target_id": None}
    events.append(begun | {"subject": "", "before": "", "after": ""})
    last, rows = "0" * 64, []
    for sequence, each in enumerate(events, 1):
        for name in ("before", "after"):
            each[name] = _written({"value": each[name]}) if each[name] else ""
        at = each["at"].replace(tzinfo=each["at"].tzinfo or UTC).astimezone(UTC)
        who = (each["user_id"], each["what"], each["target_id"], "", each["subject"])
        content = [sequence, at.isoformat(), *who, each["before"], each["after"]]
        last = hashlib.sha256(f"{last}\n{_written(content)}".encode()).hexdigest()
        row = {**each, "at": _kept(at), "sequence": sequence, "network": "", "hash": last}
        row.pop("id", None)
        rows.append(row)
    names = ("sequence", *OLD[1:], "network", "hash")
    op.bulk_insert(_table("audit_event", *names), rows)
    head = {"id": 1, "sequence": len(rows), "hash": last, "seal": _seal("server", len(rows), last)}
    op.bulk_insert(_table("audit_head", "id", "sequence", "hash", "seal"), [head])


def _move_down() -> None:
    bind, new = op.get_bind(), _table("audit_event", "sequence", *OLD[1:])
    wanted = sa.select(new).where(new.c.what.in_(OF_ADMINISTRATORS)).order_by(new.c.sequence)
    rows = []
    for row in bind.execute(wanted):
        values = dict(row._mapping)  # noqa: SLF001  as above
        values["id"] = values.pop("sequence")
        for name, longest in (("before", 100), ("after", 100), ("subject", 40)):
            text = values[name]
            if text.startswith("{"):
                text = str(json.loads(text).get("value", ""))
            values[name] = text[:longest]
        rows.append(values)
    if rows:
        op.bulk_insert(_table("server_change", *OLD), rows)


def _written(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _kept(at: datetime) -> datetime:
    """Return a moment as the database keeps it; SQLite's has no zone."""
    return at.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else at
