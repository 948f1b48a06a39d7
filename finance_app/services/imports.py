"""Bringing a bank's file in: stage, look, decide, commit. Undoing it is in `services.history`.

Nothing is written to the ledger before `commit`, which is one transaction and one change set.
"""

from __future__ import annotations

import hashlib
import time
import zlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING

from sqlalchemy import insert, update

from finance_app.adapters import statements
from finance_app.domain.accounts import AccountDraft
from finance_app.domain.import_plans import Opening, Outcome, Plan, Span
from finance_app.domain.imports import ImportStatus
from finance_app.domain.statements import plain_text
from finance_app.errors import ConflictError, InvalidInputError, NotFoundError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import accounts as account_queries
from finance_app.queries import imports as queries
from finance_app.services import changes, import_entries, import_layouts, notices, roles
from finance_app.services import import_readings as readings
from finance_app.services.import_previews import JUDGED, content_of, first_plan, preview
from finance_app.services.progress import ignore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Row as SqlRow
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.import_previews import ImportGroup
    from finance_app.services.progress import Progress

LONGEST_FILENAME = 200
LISTED = 10
MOST_STAGED = 100  # files of a book that wait to be looked at
KEPT = timedelta(days=30)  # such a file
LONG = 30.0  # seconds, after which whoever imported may be elsewhere
GONE = "This file was imported or discarded already."
OPEN = "This file can be read in several ways; answer its questions first."


@dataclass(frozen=True, slots=True)
class Committed:
    """What an import did: its change set, and how many rows came in or stayed out."""

    set_id: int
    imported: int
    left_out: int
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Staged:
    """A bank's file that can be read, and how.

    Args:
        packed: its content, as it is kept.
    """

    filename: str
    digest: str
    packed: bytes
    plan: Plan


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import as the list of them shows it."""

    id: int
    filename: str
    created_at: datetime
    status: ImportStatus
    outcome: Outcome
    change_set_id: int | None
    undone: bool


def latest(session: Session, actor: Actor) -> list[ImportView]:
    """Return the book's newest imports, but for those that were discarded."""
    return [
        ImportView(
            id=row.id,
            filename=row.filename,
            created_at=row.created_at,
            status=ImportStatus(row.status),
            outcome=Outcome.parse(row.plan),
            change_set_id=row.change_set_id,
            undone=row.undone,
        )
        for row in queries.newest(session, actor.book_id, limit=LISTED)
    ]


def stage(session: Session, actor: Actor, filename: str, content: bytes) -> int:
    """Keep a bank's file for the user to look at; return the import's key.

    Raises:
        ForbiddenError: the actor may only look.
        StatementError: the file cannot be read; nothing is kept.
    """
    return keep(session, actor, prepare(session, actor, filename, content))


def prepare(session: Session, actor: Actor, filename: str, content: bytes) -> Staged:
    """Read a file through, without writing anything.

    A layout that was confirmed before is taken again, as is the account it went to; an account
    that has some of the file's lines goes before it.

    Raises:
        StatementError: the file cannot be read, or there is nothing in it.
    """
    proposal = statements.propose_layout(content, region=actor.region)
    plan = Plan()
    if proposal is not None:
        plan = import_layouts.usual(session, actor, proposal.layout)
    digest = hashlib.sha256(content).hexdigest()
    plan = first_plan(session, actor, digest, content, plan)
    name = plain_text(PurePath(filename).name)[:LONGEST_FILENAME] or "statement"
    return Staged(name, digest, zlib.compress(content, 1), plan)


def keep(session: Session, actor: Actor, staged: Staged) -> int:
    """Keep a file that was read through; return the import's key.

    Raises:
        ForbiddenError: the actor may only look.
        ConflictError: too many wait in the book.
    """
    roles.require_editor(session, actor)
    if queries.staged(session, actor.book_id) >= MOST_STAGED:
        raise ConflictError(f"{MOST_STAGED} files wait to be looked at; import or discard some.")
    import_id = new_key()
    session.execute(
        insert(tables.statement_import).values(
            book_id=actor.book_id,
            id=import_id,
            user_id=actor.user_id,
            created_at=actor.now,
            filename=staged.filename,
            digest=staged.digest,
            status=ImportStatus.STAGED,
            content=staged.packed,
            plan=staged.plan.as_json(),
        )
    )
    return import_id


def decide(session: Session, actor: Actor, import_id: int, plan: Plan) -> None:
    """Keep what the user decided about a staged import.

    Raises:
        ForbiddenError: the actor may only look.
        NotFoundError: the book has no such import.
        ConflictError: it is committed or discarded.
        InvalidInputError: an account cannot be opened like that; the error names the field.
        StatementError: the layout is not that of the file.
    """
    before = Plan.parse(_staged(session, actor, import_id).plan)
    if plan.layout is not None and plan.layout != before.layout:
        statements.sample_rows(content_of(session, actor, import_id), plan.layout, count=1)
        plan = replace(plan, rows={}, categories={})
    if plan.openings != before.openings:
        plan = _with_openings(session, actor, plan)
    _store(session, actor, import_id, plan=plan.as_json())


def planned(session: Session, actor: Actor, import_id: int) -> Plan:
    """Return what is decided about a staged import so far.

    Raises:
        ForbiddenError: the actor may only look.
        NotFoundError: the book has no such import.
        ConflictError: it is committed or discarded.
    """
    return Plan.parse(_staged(session, actor, import_id).plan)


def _with_openings(session: Session, actor: Actor, plan: Plan) -> Plan:
    """Return a plan with the accounts that it opens as they are to be called."""
    openings = dict(plan.openings)
    taken = {each.name.casefold() for each in account_queries.everything(session, actor.book_id)}
    for group, wanted in plan.openings.items():
        draft = AccountDraft(wanted.name, wanted.kind, wanted.currency, date.min).checked()
        if draft.name.casefold() in taken:
            raise InvalidInputError(f"There is an account “{draft.name}” already.", field="name")
        taken.add(draft.name.casefold())
        openings[group] = Opening(draft.name, draft.kind, draft.currency)
    return replace(plan, openings=openings)


def discard(session: Session, actor: Actor, import_id: int) -> None:
    """Drop a staged file.

    Raises:
        ForbiddenError: the actor may only look.
        NotFoundError: the book has no such import.
        ConflictError: it is committed or discarded.
    """
    found = _staged(session, actor, import_id)
    _store(session, actor, import_id, status=ImportStatus.DISCARDED, content=None)
    readings.forget(actor.book_id, found.digest)


def forget(session: Session, now: datetime) -> None:
    """Discard files that nobody finished with for so long."""
    table = tables.statement_import
    waiting = (table.c.status == ImportStatus.STAGED) & (table.c.created_at <= now - KEPT)
    over = update(table).where(waiting)
    session.execute(over.values(status=ImportStatus.DISCARDED, content=None))


def _staged(session: Session, actor: Actor, import_id: int) -> SqlRow[Any]:
    roles.require_editor(session, actor)
    found = queries.one(session, actor.book_id, import_id)
    if found is None:
        raise NotFoundError
    if found.status != ImportStatus.STAGED:
        raise ConflictError(GONE)
    return found


def _store(session: Session, actor: Actor, import_id: int, **values: object) -> None:
    """Write to a staged import; somebody else may have finished with it meanwhile."""
    table = tables.statement_import
    done = session.connection().execute(
        update(table)
        .where(
            table.c.book_id == actor.book_id,
            table.c.id == import_id,
            table.c.status == ImportStatus.STAGED,
        )
        .values(**values)
    )
    if not done.rowcount:
        raise ConflictError(GONE)


def commit(
    session: Session,
    actor: Actor,
    import_id: int,
    *,
    progress: Progress = ignore,
) -> Committed:
    """Write the chosen rows of a staged file into the ledger.

    Others cannot write meanwhile. It is short when the import was looked at by `preview` just
    before: the file is read and judged only once as long as nothing in the book changes.

    Args:
        progress: is called with the percentage done; what it raises cancels everything.

    Raises:
        ForbiddenError: the actor may only look.
        NotFoundError: the book has no such import.
        ConflictError: it is committed or discarded, or nobody said how it is read.
        InvalidInputError: nothing is chosen, or a group's account has another currency.
    """
    begun = time.monotonic()
    roles.require_editor(session, actor)
    queries.locked(session, actor.book_id)
    found = _staged(session, actor, import_id)
    shown = preview(session, actor, import_id, progress=progress)
    if shown.is_open:
        raise ConflictError(OPEN)
    chosen = [(group, places) for group in shown.groups if (places := shown.wanted(group))]
    _require_possible(chosen)
    total, targets = sum(len(places) for _, places in chosen), {}
    summary = f"Imported {total} {'entry' if total == 1 else 'entries'} from {shown.filename}"
    with changes.record(session, actor, "import", summary) as record:
        written, spans = 0, []
        for group, places in chosen:
            account_id = import_entries.account(record, group)
            targets[group.place] = account_id
            for count in import_entries.write(record, shown, group, account_id, places):
                written += count
                progress(JUDGED + (99 - JUDGED) * written // total)
            spans.append(_span(group, account_id, places))
    left_out = sum(len(each.rows) for each in shown.groups) - total
    outcome = Outcome(total, left_out, tuple(spans))
    _close(session, actor, import_id, record.set_id, outcome)
    import_layouts.remember(session, actor, shown, targets)
    readings.forget(actor.book_id, found.digest)
    if time.monotonic() - begun > LONG:
        notices.import_done(session, actor, shown.filename, total, left_out)
    return Committed(record.set_id, total, left_out, outcome.spans)


def _close(session: Session, actor: Actor, import_id: int, set_id: int, outcome: Outcome) -> None:
    """Let the file go; what came of it takes the plan's place."""
    _store(
        session,
        actor,
        import_id,
        status=ImportStatus.COMMITTED,
        content=None,
        change_set_id=set_id,
        plan=outcome.as_json(),
    )


def _span(group: ImportGroup, account_id: int, places: Sequence[int]) -> Span:
    days = [group.rows[at].day for at in places]
    name = group.draft.name if group.draft else group.account
    return Span(account_id, name, len(places), min(days).isoformat(), max(days).isoformat())


def _require_possible(chosen: Sequence[tuple[ImportGroup, Sequence[int]]]) -> None:
    if not chosen:
        raise InvalidInputError("No row is chosen, so there is nothing to import.")
    for group, _ in chosen:
        if group.refusal:
            raise InvalidInputError(group.refusal, field="account")
