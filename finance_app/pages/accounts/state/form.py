"""The form for one account: what it asks for and writes."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, ClassVar

from pydantic import Field
from sqlalchemy.orm import Session

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.actors import Actor
from finance_app.errors import Wrong
from finance_app.pages.accounts.rows import form
from finance_app.pages.accounts.rows.form import FormText
from finance_app.pages.accounts.state.renewal import renew
from finance_app.services import accounts, history
from finance_app.ui.arguments import Arguments, Key, Typed
from finance_app.ui.components.values import Option
from finance_app.ui.handlers import handler
from finance_app.ui.regions import currency_options
from finance_app.ui.session import SessionState


class Shown(Arguments):
    """An account."""

    key: Key


class Answers(Arguments):
    """What the form sends."""

    name: Typed
    kind: Annotated[AccountKind, Field(strict=False)]
    currency: Typed
    amount: Typed
    day: Typed


class AccountFormState(SessionState):
    """The form for one account, new or not."""

    shown: bool = False
    account: FormText = FormText()
    currencies: list[Option] = []
    _fields: ClassVar[frozenset[str]] = frozenset({"name", "kind", "currency", "amount", "day"})

    @handler(Access.SIGNED_IN)
    def load(self) -> None:
        """Begin a page without the form, which another page may have left open."""
        self.shown = False

    @handler(Access.SIGNED_IN)
    def close(self) -> None:
        """Close the form."""
        self.shown = False

    @handler(Access.EDITOR)
    async def open_new(self) -> None:
        """Open the form for a new account."""
        actor = await self._actor()
        self._open(form.new(actor), actor)

    @handler(Access.SIGNED_IN)
    async def open_one(self, key: str) -> None:
        """Open the form for an account."""
        chosen, actor = Shown.of({"key": key}), await self._actor()
        self._open(form.existing(await db.ask(accounts.get, actor, chosen.key), actor), actor)

    @handler(Access.EDITOR)
    async def save(self, answers: dict[str, Any]) -> None:
        """Write the account; where something is wrong, it is said and what was typed stays."""
        if not self.shown:
            return  # pressed twice
        given, actor = Answers.of(answers), await self._actor()
        if self.account.id:
            key, version = int(self.account.id), int(self.account.version)
            set_id = await db.tell(_changed, actor, key, version, given)
        else:
            set_id = await db.tell(_opened, actor, given)
        self.shown = False
        await renew(self)
        self._say(f"{'Changed' if self.account.id else 'Opened'} {given.name}.", undo=set_id)

    def _open(self, account: FormText, actor: Actor) -> None:
        self.account, self.shown = account, True
        self.currencies = currency_options(actor.today, actor.currencies)

    def _is_asking(self) -> bool:
        return self.shown


def _opened(session: Session, actor: Actor, given: Answers) -> int:
    """Open an account; return the change set."""
    key = accounts.open_account(session, actor, _draft(session, actor, given))
    return history.of_account(session, actor, key)


def _changed(session: Session, actor: Actor, key: int, version: int, given: Answers) -> int:
    """Change an account, but for how the bank names it; return the change set."""
    before = accounts.get(session, actor, key)
    draft = replace(_draft(session, actor, given, key), bank_number=before.bank_number)
    accounts.edit(session, actor, key, version, draft)
    return history.of_account(session, actor, key)


def _draft(session: Session, actor: Actor, given: Answers, key: int | None = None) -> AccountDraft:
    """Return the account as it was typed.

    Raises:
        InvalidInputError: something cannot be used; all of it is told.
    """
    wrong = Wrong()
    with wrong:
        accounts.require_name(session, actor, given.name, key)
    with wrong:
        opening = (given.amount, given.day)
        draft = form.draft(given.name, given.kind, given.currency, opening, actor)
    wrong.tell()
    return draft
