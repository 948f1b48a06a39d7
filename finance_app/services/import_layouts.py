"""How the CSV files of a kind are read, remembered from the last one that was imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

from finance_app.domain.import_plans import Plan
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import imports as queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.import_previews import Preview
    from finance_app.domain.layouts import Layout


def usual(session: Session, actor: Actor, proposed: Layout) -> Plan:
    """Return the plan for a file of this kind: as the last one was read, else as proposed."""
    known = queries.layout(session, actor.book_id, proposed.fingerprint)
    return Plan.parse(known.layout) if known else Plan(layout=proposed)


def remember(session: Session, actor: Actor, shown: Preview, targets: Mapping[int, int]) -> None:
    """Keep the layout for the next file of its kind, with the account it went to.

    Args:
        targets: the account of each group that was imported.
    """
    layout = shown.plan.layout
    if layout is None or shown.proposed is None:
        return
    only = targets if len(shown.groups) == 1 else {}
    kept = Plan(layout=layout, confirmed=True, targets=only)
    _upsert_layout(session, actor, shown.proposed, kept)


def _upsert_layout(session: Session, actor: Actor, proposed: Layout, kept: Plan) -> None:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    upsert = dialect.insert(tables.statement_layout).values(
        book_id=actor.book_id,
        id=new_key(),
        fingerprint=proposed.fingerprint,
        layout=kept.as_json(),
        account_id=next(iter(kept.targets.values()), None),
    )
    session.execute(
        upsert.on_conflict_do_update(
            index_elements=["book_id", "fingerprint"],
            set_={"layout": upsert.excluded.layout, "account_id": upsert.excluded.account_id},
        )
    )
