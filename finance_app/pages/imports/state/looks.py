"""Everything that a file's screen is made of, asked for at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance_app.domain.accounts import AccountView
from finance_app.domain.actors import Actor
from finance_app.domain.categories import CategoryView
from finance_app.domain.import_previews import Preview, SampleLine
from finance_app.domain.imports import ImportStatus
from finance_app.services import accounts, categories, history
from finance_app.services.import_previews import preview, sample


@dataclass(frozen=True)
class Look:
    """A file, with what can be chosen for it.

    Args:
        columns: its columns are to be looked at before its rows.
        undone: it was imported, and that was taken back.
    """

    actor: Actor
    shown: Preview
    columns: bool = False
    undone: bool = False
    sample: Sequence[SampleLine] = ()
    accounts: Sequence[AccountView] = ()
    categories: Sequence[CategoryView] = ()


def look(session: Session, actor: Actor, import_id: int, *, reopened: bool = False) -> Look:
    """Return what a file's screen shows.

    Args:
        reopened: the user wants to see the columns again.

    Raises:
        NotFoundError: the book has no such import.
        StatementError: the layout is not that of the file.
    """
    shown = preview(session, actor, import_id)
    if shown.status is not ImportStatus.STAGED:
        done = shown.change_set_id
        return Look(actor, shown, undone=bool(done and history.get(session, actor, done).undone))
    plan = shown.plan
    columns = plan.layout is not None and (reopened or not plan.confirmed)
    return Look(
        actor,
        shown,
        columns=columns,
        sample=sample(session, actor, import_id) if columns else (),
        accounts=accounts.everything(session, actor),
        categories=categories.everything(session, actor),
    )
