"""Somebody who does anything at any time to a book, for tests of what must always hold."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from finance_app.domain.accounts import AccountDraft
from finance_app.domain.categories import CategoryKind
from finance_app.domain.category_places import Way
from finance_app.domain.entries import EntryDraft, EntryFilter, LineDraft, LineKind
from finance_app.domain.labels import LabelKind
from finance_app.domain.money import allot
from finance_app.domain.own_rates import OwnRate
from finance_app.domain.transfers import TransferDraft, TransferView
from finance_app.errors import ConflictError, InvalidInputError, NotFoundError
from finance_app.services import (
    accounts,
    categories,
    category_ends,
    entries,
    history,
    labels,
    own_rates,
    transfers,
)
from tests.conftest import an_account

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

DAY = date(2026, 10, 20)
TAGS = ("trip", "home", "fun")


class Life:
    """Somebody who does anything at any time, and remembers how to take it back.

    Args:
        session: of the database that all happens in.
        actor: who does it.
        seed: the same one gives the same life.
    """

    def __init__(self, session: Session, actor: Actor, seed: int) -> None:
        self.session, self.actor, self.random = session, actor, Random(seed)  # noqa: S311  no secret
        self.accounts = {
            an_account(session, actor, code): code for code in ("EUR", "USD", "JPY", "ARS")
        }
        self.done: list[int] = []
        self.undone: list[int] = []

    def go_on(self) -> None:
        """Do something; most often to an entry."""
        verbs = (self.add, self.add, self.add, self.edit, self.describe, self.delete)
        moves = (self.move, self.move, self.move_again, self.take_back)
        others = (self.undo, self.undo, self.redo, self.arrange, self.tidy, self.state)
        self.random.choice((*verbs, *(moves if len(self.accounts) > 1 else ()), *others))()

    def draft(self) -> EntryDraft:
        amount = self.random.randrange(-10_000, 10_000)
        shares = allot(
            amount, [self.random.randrange(5) for _ in range(self.random.randrange(1, 4))]
        )
        purposes = [each.id for each in categories.everything(self.session, self.actor)]
        if self.random.random() < 0.2:
            shares = [*shares, 500, -500]
        return EntryDraft(
            account_id=self.random.choice(list(self.accounts)),
            day=DAY + timedelta(days=self.random.randrange(-60, 40)),
            amount=amount,
            payee=self.random.choice(("", "Bakery", "bakery", "Kiosk", "Cinema")),
            note=self.random.choice(("", "", "for the party", "100 % rye")),
            lines=tuple(
                LineDraft(share, self.random.choice((*purposes, None)), "a part"[:place])
                for place, share in enumerate(shares)
            ),
            tags=tuple(self.random.sample(TAGS, self.random.randrange(3))),
        )

    def some(self) -> tuple[int, int, bool]:
        """Return key and version of an entry, and whether it is a transfer."""
        found = entries.page(self.session, self.actor, EntryFilter()).entries
        one = self.random.choice(found)
        return one.id, one.version, any(line.transfer_account for line in one.lines)

    def remember(self) -> None:
        self.done.append(history.page(self.session, self.actor)[0].id)
        self.undone.clear()

    def add(self) -> None:
        entries.add(self.session, self.actor, self.draft())
        self.remember()

    def edit(self) -> None:
        self.change(entries.edit)

    def describe(self) -> None:
        self.change(entries.describe)

    def change(self, verb: object) -> None:
        if entries.page(self.session, self.actor, EntryFilter()).entries:
            key, version, moved = self.some()
            change = entries.describe if moved else verb
            change(self.session, self.actor, key, version, self.draft())  # type: ignore[operator]
            self.remember()

    def delete(self) -> None:
        if entries.page(self.session, self.actor, EntryFilter()).entries:
            key, version, _ = self.some()
            entries.delete(self.session, self.actor, key, version)
            self.remember()

    def moved(self) -> TransferDraft:
        source, target = self.random.sample(sorted(self.accounts), 2)
        sent = self.random.randrange(1, 10_000)
        same = self.accounts[source] == self.accounts[target]
        return TransferDraft(
            source,
            target,
            DAY + timedelta(days=self.random.randrange(-60, 40)),
            sent,
            sent if same else self.random.randrange(1, 10_000),
            self.random.choice(("", "for the trip")),
            self.random.choice((0, 0, 25)),
        )

    def move(self) -> None:
        transfers.add(self.session, self.actor, self.moved())
        self.remember()

    def move_again(self) -> None:
        """Change a transfer."""
        for seen in self.some_transfer():
            transfers.edit(self.session, self.actor, seen, self.moved())
            self.remember()

    def take_back(self) -> None:
        """Delete a transfer."""
        for seen in self.some_transfer():
            transfers.delete(self.session, self.actor, seen)
            self.remember()

    def some_transfer(self) -> list[TransferView]:
        """Return a transfer, if there is one."""
        wanted = EntryFilter(kind=LineKind.TRANSFER)
        found = entries.page(self.session, self.actor, wanted).entries
        if not found:
            return []
        return [transfers.get(self.session, self.actor, self.random.choice(found).id)]

    def arrange(self) -> None:
        """Add a category, or change an account."""
        name = f"New {self.random.randrange(10**9)}"
        if self.random.random() < 0.5:
            categories.add(self.session, self.actor, name, CategoryKind.EXPENSE, None)
        else:
            found = accounts.get(self.session, self.actor, self.random.choice(list(self.accounts)))
            draft = AccountDraft(name, found.kind, found.currency, found.opening_day, 5)
            accounts.edit(self.session, self.actor, found.id, found.version, draft)
        self.remember()

    def tidy(self) -> None:
        """Move or merge a category, or merge or delete payees or tags."""
        session, actor = self.session, self.actor
        tree = categories.everything(session, actor)
        if len(tree) < 2:
            return
        one, other = self.random.sample(tree, 2)
        kind = self.random.choice(list(LabelKind))
        known = labels.page(session, actor, kind).labels
        chosen = {each.id: each.version for each in self.random.sample(known, min(2, len(known)))}
        key, version = next(iter(chosen.items()), (0, 0))
        way = self.random.choice(list(Way))
        tidying: tuple[Callable[[], object], ...] = (
            lambda: categories.move(session, actor, one.id, one.version, way, other.id),
            lambda: category_ends.merge(session, actor, one.id, one.version, other.id),
            lambda: labels.merge(session, actor, kind, chosen, key),
            lambda: labels.delete(session, actor, kind, key, version),
        )
        with suppress(InvalidInputError, ConflictError, NotFoundError), session.begin_nested():
            if self.random.choice(tidying)() is not None:
                self.remember()

    def state(self) -> None:
        """State a rate of the book's own, or change or delete one."""
        found = own_rates.everything(self.session, self.actor)
        verb = self.random.choice(("add", "add", "add_all", "change", "delete"))
        with suppress(InvalidInputError), self.session.begin_nested():
            if verb == "add_all":
                own_rates.add_all(self.session, self.actor, [self.rate() for _ in range(5)])
            elif verb == "add" or not found:
                own_rates.add(self.session, self.actor, self.rate(), confirmed=True)
            elif verb == "change":
                one, new = self.random.choice(found), self.rate()
                asked = (self.session, self.actor, one.id, one.version, new)
                own_rates.change(*asked, confirmed=True)
            else:
                one = self.random.choice(found)
                own_rates.delete(self.session, self.actor, one.id, one.version)
            self.remember()

    def rate(self) -> OwnRate:
        origin, target = self.random.sample(("EUR", "USD", "JPY", "ARS", "KWD"), 2)
        day = DAY + timedelta(days=self.random.randrange(-90, 34))
        until = self.random.choice((None, None, day, day + timedelta(days=60)))
        value = Decimal(self.random.randrange(1, 30_000)).scaleb(-self.random.randrange(5))
        return OwnRate(origin, target, day, value, until)

    def undo(self) -> None:
        if self.done:
            self.undone.append(history.undo(self.session, self.actor, self.done.pop()).set_id)

    def redo(self) -> None:
        if self.undone:
            self.done.append(history.undo(self.session, self.actor, self.undone.pop()).set_id)
