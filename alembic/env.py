"""How Alembic reaches the database: always through `finance_app.db`, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from finance_app.db import migration
from finance_app.models import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.sql.schema import SchemaItem


def include_object(
    _item: SchemaItem,
    name: str | None,
    kind: str,
    reflected: bool,
    _other: SchemaItem | None,
) -> bool:
    """Leave the search index out: SQLModel cannot describe it, the migrations write it."""
    return not (
        kind in ("table", "index")
        and reflected
        and str(name).startswith(("entry_text", "ix_entry_text"))
    )


def run(connection: Connection) -> None:
    """Run the asked migrations on a connection that the caller commits."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_object=include_object,
        compare_type=True,
    )
    context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with migration() as own:
        run(own)
