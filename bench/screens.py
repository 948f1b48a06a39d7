"""What screens ask for: the dashboard's figures, pages of entries, filters, one entry more."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from bench import floors, ledgers
from bench.timing import Work, median
from finance_app import db
from finance_app.domain.entries import Cursor, EntryDraft, EntryFilter, LineKind
from finance_app.domain.periods import Kind, Period
from finance_app.services import accounts, categories, dashboard, entries

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

RUNS = 15
LONG_AGO = Cursor(date(2020, 1, 1), 0)
YEAR = Period.of(Kind.YEAR, date(2025, 6, 1))

type Read = Callable[[Session], object]


def works() -> dict[str, Work]:
    """Return what is measured here, empty."""
    return {
        "dashboard": Work(
            "dashboard, one year", "≤ 30 ms at 1 M, ≤ 1.5 × 10 k", label="dashboard, service"
        ),
        "page": Work("first page of 50 entries", "≤ 10 ms at 1 M, ≤ 1.5 × 10 k"),
        "deep": Work("a page deep in the past"),
        "category": Work("entries of a category"),
        "kind": Work("entries that are spending"),
        "payee": Work("entries of a payee"),
        "text": Work("entries with a word in a note"),
        "add": Work("add one entry, committed", "≤ 5 ms"),
    }


def measure(found: dict[str, Work], size: int) -> None:
    """Measure everything on a ledger of so many entries."""
    with ledgers.copied(ledgers.kept(size)) as folder:
        actor = ledgers.actor()
        beneath = floors.Floors(folder / "finance.db", actor.book_id)
        for name, read in _reads(actor).items():
            found[name].times[size] = median(partial(_read, read), RUNS)
            found[name].floors[size] = median(beneath.reads()[name], RUNS)
        draft = _draft(actor)
        found["add"].times[size] = median(lambda: _add(actor, draft), 4 * RUNS)
        found["add"].floors[size] = median(beneath.add, 4 * RUNS)
        beneath.close()


def _reads(actor: Actor) -> dict[str, Read]:
    with db.read() as session:
        tree = {node.name: node.id for node in categories.everything(session, actor)}
        payee = entries.page(session, actor, EntryFilter(text="market")).entries[0].payee_id

    def page(wanted: EntryFilter, older_than: Cursor | None = None) -> Read:
        return lambda session: entries.page(session, actor, wanted, older_than=older_than)

    return {
        "dashboard": lambda session: dashboard.figures(session, actor, YEAR),
        "page": page(EntryFilter()),
        "deep": page(EntryFilter(), LONG_AGO),
        "category": page(EntryFilter(category_ids=(tree["Groceries"],))),
        "kind": page(EntryFilter(kind=LineKind.SPENDING)),
        "payee": page(EntryFilter(payee_id=payee)),
        "text": page(EntryFilter(text="allotment")),
    }


def _read(read: Read) -> None:
    with db.read() as session:
        read(session)


def _draft(actor: Actor) -> EntryDraft:
    with db.read() as session:
        account = accounts.everything(session, actor)[0]
    return EntryDraft(account.id, actor.today, -1234, "Harbour Lane Market", "weekly shopping")


def _add(actor: Actor, draft: EntryDraft) -> None:
    with db.write() as session:
        entries.add(session, actor, draft)
