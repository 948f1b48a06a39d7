"""Whoever may only look is refused every write below the screen, and so is who is no owner.

Each use case that takes an actor stands in one of the lists, here or in `use_cases`; a new one that
does not fails.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.actors import Role
from finance_app.domain.categories import CategoryDraft, CategoryKind
from finance_app.domain.category_places import Way
from finance_app.domain.change_kinds import Topic
from finance_app.domain.currencies import CustomCurrency
from finance_app.domain.entries import EntryDraft
from finance_app.domain.import_plans import Plan
from finance_app.domain.labels import LabelKind
from finance_app.domain.own_rates import OwnRate
from finance_app.domain.transfers import TransferDraft
from finance_app.domain.webhooks import WebhookDraft
from finance_app.errors import ForbiddenError
from finance_app.models import tables
from finance_app.services import (
    account_ends,
    accounts,
    base_currencies,
    book_names,
    books,
    categories,
    category_ends,
    custom_currencies,
    entries,
    entry_batches,
    history,
    homes,
    imports,
    invitations,
    labels,
    members,
    own_rate_files,
    own_rates,
    recomputing,
    transfers,
    webhook_logs,
    webhooks,
)
from finance_app.services.entry_batches import Edit
from tests.conftest import an_account, somebody
from tests.services.books import DAY, label
from tests.services.use_cases import INNER, ONES_OWN, READS, SERVERS, listed, use_cases

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

OFX = (Path(__file__).parents[1] / "fixtures" / "checking.ofx").read_bytes()
HOOK = WebhookDraft("https://example.org/hook", (Topic.ENTRIES,))
RATE = OwnRate("USD", "EUR", DAY, Decimal("0.9"))


@dataclass(frozen=True)
class There:
    """What there is in the book."""

    account: int
    other: int
    entry: int
    transfer: Any
    empty: int
    closed: int
    category: int
    other_category: int
    tag: int
    other_tag: int
    rate: int
    currency: int
    imported: int
    invitation: int
    member: int
    done: int
    webhook: int
    delivery: int


@pytest.fixture
def there(session: Session, actor: Actor) -> There:
    account, other = an_account(session, actor), an_account(session, actor, name="Jar")
    closed = an_account(session, actor, name="Closed")
    account_ends.close(session, actor, closed, 1, actor.today)
    entry = entries.add(session, actor, EntryDraft(account, DAY, -500, "Bakery"))
    moved = transfers.add(session, actor, TransferDraft(account, other, DAY, 100, 100))
    custom = CustomCurrency("ZAN", "Zanzibar miles", 0)
    invitations.invite(session, actor, "dora@example.org", Role.VIEWER)
    member = somebody(session, "eve@example.org")
    joining = replace(member, book_id=actor.book_id)
    members.add(session, joining, Role.VIEWER, "joined")
    custom_currencies.add(session, actor, custom)
    own_rates.add(session, actor, RATE, confirmed=True)
    return There(
        account,
        other,
        entry,
        transfers.get(session, actor, moved),
        an_account(session, actor, name="Empty"),
        closed,
        categories.add(session, actor, "Kites", CategoryKind.EXPENSE, None),
        categories.add(session, actor, "Boats", CategoryKind.EXPENSE, None),
        label(session, actor, LabelKind.TAG, "trip"),
        label(session, actor, LabelKind.TAG, "fun"),
        own_rates.everything(session, actor)[0].id,
        custom_currencies.everything(session, actor)[0].id,
        imports.stage(session, actor, "bank.ofx", OFX),
        invitations.everything(session, actor)[0].id,
        member.user_id,
        history.of_entry(session, actor, entry),
        hook := webhooks.add(session, actor, HOOK),
        webhook_logs.test(session, actor, hook),
    )


DRAFT = AccountDraft("Mine now", AccountKind.CHECKING, "EUR", date(2020, 1, 1))
KITES = CategoryDraft("Mine now")

WRITES: dict[str, Callable[[Session, Actor, There], Any]] = {
    "account_ends.close": lambda s, a, t: account_ends.close(s, a, t.empty, 1, DAY),
    "account_ends.reopen": lambda s, a, t: account_ends.reopen(s, a, t.closed, 2),
    "accounts.open_account": lambda s, a, _: accounts.open_account(s, a, DRAFT),
    "accounts.edit": lambda s, a, t: accounts.edit(s, a, t.other, 1, DRAFT),
    "accounts.delete": lambda s, a, t: accounts.delete(s, a, t.empty, 1),
    "accounts.move": lambda s, a, t: accounts.move(s, a, t.other, 1, Way.UP, None),
    "categories.add": lambda s, a, _: categories.add(s, a, "New", CategoryKind.EXPENSE, None),
    "categories.change": lambda s, a, t: categories.change(s, a, t.category, 1, KITES),
    "categories.show": lambda s, a, t: categories.show(s, a, t.category, 1, wanted=False),
    "categories.move": lambda s, a, t: categories.move(s, a, t.category, 1, Way.UP, None),
    "category_ends.merge": lambda s, a, t: category_ends.merge(
        s, a, t.category, 1, t.other_category
    ),
    "category_ends.delete": lambda s, a, t: category_ends.delete(s, a, t.category, 1),
    "custom_currencies.add": lambda s, a, _: custom_currencies.add(
        s, a, CustomCurrency("BTX", "Mine", 2)
    ),
    "custom_currencies.change": lambda s, a, t: custom_currencies.change(
        s, a, t.currency, 1, "Mine now", 0
    ),
    "custom_currencies.delete": lambda s, a, t: custom_currencies.delete(s, a, t.currency, 1),
    "entries.add": lambda s, a, t: entries.add(s, a, EntryDraft(t.account, DAY, -1, "Mine")),
    "entries.edit": lambda s, a, t: entries.edit(
        s, a, t.entry, 1, EntryDraft(t.account, DAY, -1, "Mine")
    ),
    "entries.delete": lambda s, a, t: entries.delete(s, a, t.entry, 1),
    "entry_batches.add": lambda s, a, t: entry_batches.add(
        s, a, [EntryDraft(t.account, DAY, -1, "Mine")]
    ),
    "entry_batches.change": lambda s, a, t: entry_batches.change(
        s,
        a,
        [
            Edit(
                entries.get(s, a, t.entry),
                EntryDraft(t.account, DAY, -1, "Mine"),
                only_describes=True,
            )
        ],
    ),
    "entry_batches.delete": lambda s, a, t: entry_batches.delete(
        s, a, [entries.get(s, a, t.entry)]
    ),
    "history.undo": lambda s, a, t: history.undo(s, a, t.done),
    "imports.stage": lambda s, a, _: imports.stage(s, a, "b.ofx", OFX),
    "imports.keep": lambda s, a, _: imports.keep(s, a, imports.prepare(s, a, "b.ofx", OFX)),
    "imports.decide": lambda s, a, t: imports.decide(s, a, t.imported, Plan()),
    "imports.planned": lambda s, a, t: imports.planned(s, a, t.imported),
    "imports.discard": lambda s, a, t: imports.discard(s, a, t.imported),
    "imports.commit": lambda s, a, t: imports.commit(s, a, t.imported),
    "labels.add": lambda s, a, _: labels.add(s, a, LabelKind.TAG, "Mine"),
    "labels.rename": lambda s, a, t: labels.rename(s, a, LabelKind.TAG, t.tag, 1, "Mine"),
    "labels.merge": lambda s, a, t: labels.merge(
        s, a, LabelKind.TAG, {t.tag: 1, t.other_tag: 1}, t.tag
    ),
    "labels.delete": lambda s, a, t: labels.delete(s, a, LabelKind.TAG, t.tag, 1),
    "own_rate_files.keep": lambda s, a, _: own_rate_files.keep(
        s, a, "2026-10-21,USD,EUR,0.9", confirmed=True
    ),
    "own_rates.add": lambda s, a, _: own_rates.add(
        s, a, replace(RATE, day=date(2026, 10, 21)), confirmed=True
    ),
    "own_rates.change": lambda s, a, t: own_rates.change(
        s, a, t.rate, 1, replace(RATE, value=Decimal("0.8")), confirmed=True
    ),
    "own_rates.delete": lambda s, a, t: own_rates.delete(s, a, t.rate, 1),
    "own_rates.add_all": lambda s, a, _: own_rates.add_all(
        s, a, [replace(RATE, day=date(2026, 10, 21))]
    ),
    "transfers.add": lambda s, a, t: transfers.add(
        s, a, TransferDraft(t.account, t.other, DAY, 5, 5)
    ),
    "transfers.edit": lambda s, a, t: transfers.edit(
        s, a, t.transfer, TransferDraft(t.account, t.other, DAY, 5, 5)
    ),
    "transfers.delete": lambda s, a, t: transfers.delete(s, a, t.transfer),
}


def _emptied(session: Session, actor: Actor, there: There) -> None:
    """Choose the currency of a book without accounts."""
    new = replace(actor, book_id=actor.book_id + 1, role=Role.OWNER, email="none@example.org")
    homes.begin(session, new)
    changed = tables.membership.c.book_id == new.book_id
    session.execute(tables.membership.update().where(changed).values(role=actor.role))
    books.choose_currency(session, replace(new, role=actor.role), "USD")
    assert there


def _cancelled(session: Session, actor: Actor) -> None:
    """Cancel a change of currency that an owner began."""
    owner = replace(actor, role=Role.OWNER)
    mine = tables.membership.c.user_id == actor.user_id
    session.execute(tables.membership.update().where(mine).values(role=Role.OWNER))
    books.change_currency(session, owner, "USD")
    session.execute(tables.membership.update().where(mine).values(role=actor.role))
    books.cancel_recomputing(session, replace(actor, base_currency="USD"))


OWNERS_ONLY: dict[str, Callable[[Session, Actor, There], Any]] = {
    "base_currencies.change": lambda s, a, _: base_currencies.change(s, a, "USD"),
    "book_names.rename": lambda s, a, _: book_names.rename(s, a, "Mine now"),
    "books.change_currency": lambda s, a, _: books.change_currency(s, a, "USD"),
    "books.choose_currency": _emptied,
    "books.remove_demo": lambda s, a, _: books.remove_demo(s, a),
    "books.cancel_recomputing": lambda s, a, _: _cancelled(s, a),
    "invitations.everything": lambda s, a, _: invitations.everything(s, a),
    "invitations.invite": lambda s, a, _: invitations.invite(s, a, "x@example.org", Role.OWNER),
    "invitations.resend": lambda s, a, t: invitations.resend(s, a, t.invitation),
    "invitations.withdraw": lambda s, a, t: invitations.withdraw(s, a, t.invitation),
    "members.change_role": lambda s, a, t: members.change_role(s, a, t.member, Role.OWNER),
    "members.hand_over": lambda s, a, t: members.hand_over(s, a, t.member),
    "members.remove": lambda s, a, t: members.remove(s, a, t.member),
    "webhook_logs.delivery": lambda s, a, t: webhook_logs.delivery(s, a, t.webhook, t.delivery),
    "webhook_logs.log": lambda s, a, t: webhook_logs.log(s, a, t.webhook),
    "webhook_logs.redeliver": lambda s, a, t: webhook_logs.redeliver(s, a, t.webhook, t.delivery),
    "webhook_logs.test": lambda s, a, t: webhook_logs.test(s, a, t.webhook),
    "webhooks.add": lambda s, a, _: webhooks.add(s, a, HOOK),
    "webhooks.change": lambda s, a, t: webhooks.change(s, a, t.webhook, HOOK),
    "webhooks.everything": lambda s, a, _: webhooks.everything(s, a),
    "webhooks.get": lambda s, a, t: webhooks.get(s, a, t.webhook),
    "webhooks.pause": lambda s, a, t: webhooks.pause(s, a, t.webhook),
    "webhooks.delete": lambda s, a, t: webhooks.delete(s, a, t.webhook),
    "webhooks.resume": lambda s, a, t: webhooks.resume(s, a, t.webhook),
    "webhooks.secret": lambda s, a, t: webhooks.secret(s, a, t.webhook),
    "recomputing.stop": lambda s, a, _: recomputing.stop(s, a),
    "recomputing.resume": lambda s, a, _: recomputing.resume(s, a),
}


def test_every_use_case_is_in_one_list() -> None:
    lists = (
        listed(READS),
        listed(ONES_OWN),
        listed(SERVERS),
        listed(INNER),
        set(WRITES),
        set(OWNERS_ONLY),
    )
    together = set[str]().union(*lists)
    assert sum(map(len, lists)) == len(together)
    assert use_cases() == together


def rows(session: Session, actor: Actor) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that is in the actor's book."""
    return {
        table.name: sorted(
            tuple(map(str, row))
            for row in session.execute(select(table).where(table.c.book_id == actor.book_id))
        )
        for table in SQLModel.metadata.sorted_tables
        if "book_id" in table.c
    }


def demoted(session: Session, actor: Actor, role: Role) -> Actor:
    """Return the actor with another role, in the database as well."""
    mine = tables.membership.c.user_id == actor.user_id
    session.execute(tables.membership.update().where(mine).values(role=role))
    return replace(actor, role=role)


@pytest.mark.parametrize("name", [*WRITES, *OWNERS_ONLY])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_viewer_is_refused(session: Session, actor: Actor, there: There, name: str) -> None:
    viewer = demoted(session, actor, Role.VIEWER)
    before = rows(session, actor)
    with pytest.raises(ForbiddenError):
        ({**WRITES, **OWNERS_ONLY})[name](session, viewer, there)
    if name not in ("books.cancel_recomputing", "books.choose_currency"):
        assert rows(session, actor) == before


@pytest.mark.parametrize("name", list(OWNERS_ONLY))
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_editor_is_refused_what_is_the_owners(
    session: Session, actor: Actor, there: There, name: str
) -> None:
    editor = demoted(session, actor, Role.EDITOR)
    with pytest.raises(ForbiddenError):
        OWNERS_ONLY[name](session, editor, there)


@pytest.mark.parametrize("name", list(WRITES))
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_was_demoted_a_moment_ago_is_refused_as_well(
    session: Session, actor: Actor, there: There, name: str
) -> None:
    """Callers are remembered for two seconds; what they may do is looked at with each write."""
    demoted(session, actor, Role.VIEWER)
    with pytest.raises(ForbiddenError):
        WRITES[name](session, actor, there)
